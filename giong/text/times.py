"""Times of day and durations as written and as said, both ways; knows no time zone and no date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from giong.text.heard import Reading
from giong.text.lexicon import bag
from giong.text.numbers import scan, to_words
from giong.text.words import word_at

_HOUR = r"(?:[01]?\d|2[0-4])"
_MINUTE = r"[0-5]\d"
_LETTER = re.compile(
    rf"(?<![\w.,:/])({_HOUR})\s?(?:[hH]|giờ|[gG](?=\s?\d{{2}}))\s?({_MINUTE}|\d)"
    r"(?:\s?(?:['’′]|ph?|phút)(?!\w))?(?![\w:]|[.,]\d)"
)
_HOURS = re.compile(r"(?<![\w.,:/])(\d+(?:,\d+)?)\s?(?:[hH]|g(?=\s*(?:sáng|trưa|chiều|tối|đêm)))(?![\w/])")
_CLOCK = re.compile(rf"(?<![\w.,:/])({_HOUR}):({_MINUTE})(?::({_MINUTE}))?(?:\s?([AaPp])\.?[Mm]\.?)?(?![\w:/]|[.,]\d)")
_HALF_DAY = re.compile(rf"(?<![\w.,:/])({_HOUR})\s?([AaPp])[Mm](?!\w)")
_MINUTES = re.compile(r"(?<![\w.,:/])(\d+)\s?(?:['’′]|ph?)(?![\w'’′\"”]|\.\w)")


def speak(text: str) -> str:
    """ "7h30" → "bảy giờ ba mươi phút"."""
    text = _CLOCK.sub(_clock, text)
    text = _LETTER.sub(lambda match: _said(int(match[1]), int(match[2])), text)
    text = _HALF_DAY.sub(lambda match: _said(int(match[1]), 0) + _part_of_day(int(match[1]), match[2]), text)
    text = _HOURS.sub(lambda match: _amount(match[1]) + " giờ", text)
    return _MINUTES.sub(lambda match: to_words(int(match[1])) + " phút", text)


def _said(hour: int, minute: int, second: int = 0) -> str:
    said = f"{to_words(hour)} giờ"
    if minute or second:
        said += f" {to_words(minute)} phút"
    return said + (f" {to_words(second)} giây" if second else "")


def _clock(match: re.Match[str]) -> str:
    said = _said(int(match[1]), int(match[2]), int(match[3] or 0))
    return said + (_part_of_day(int(match[1]), match[4]) if match[4] else "")


def _part_of_day(hour: int, half: str) -> str:
    if half in "aA":
        return " đêm" if hour == 12 else " sáng"
    if hour == 12:
        return " trưa"
    return " chiều" if hour < 6 else " tối"


def _amount(literal: str) -> str:
    whole, comma, places = literal.partition(",")
    return to_words(int(whole)) + (f" phẩy {to_words(int(places))}" if comma else "")


def read_spoken(words: Sequence[str], start: int) -> Reading | None:
    """A time that begins at `start`: "bảy giờ rưỡi" → "7h30", "tám giờ kém mười" → "7h50"."""
    hour = scan(words, start)
    if hour is None or hour.value > 24 or hour.loose or word_at(words, hour.end) != "giờ":
        return None
    after = hour.end + 1
    following = word_at(words, after)
    if (following, word_at(words, after + 1)) == ("đồng", "hồ"):  # "hai giờ đồng hồ" is a duration
        return None
    if following == "rưỡi":
        return Reading(after + 1, f"{hour.value}h30")
    if following == "kém":
        return _short_of(words, hour.value, after + 1) or Reading(after, f"{hour.value}h")
    minute = scan(words, after)
    if minute is None or minute.value > 59 or not _is_minute(words, after, minute.end):
        if hour.value == 1 and not _is_clock(words, start, after):
            return None
        return Reading(after, f"{hour.value}h")
    return _with_minutes(words, hour.value, minute.value, minute.end)


def _with_minutes(words: Sequence[str], hour: int, minute: int, end: int) -> Reading:
    if word_at(words, end) != "phút":
        return Reading(end, f"{hour}h{minute:02}")
    second = scan(words, end + 1)
    if second is not None and second.value < 60 and word_at(words, second.end) == "giây":
        return Reading(second.end + 1, f"{hour}:{minute:02}:{second.value:02}")
    return Reading(end + 1, f"{hour}h{minute:02}")


def _short_of(words: Sequence[str], hour: int, start: int) -> Reading | None:
    short = scan(words, start)
    if short is None or not 1 <= short.value <= 30:
        return None
    end = short.end + (word_at(words, short.end) == "phút")
    return Reading(end, f"{(hour - 1) % 24}h{60 - short.value:02}")


def _is_clock(words: Sequence[str], start: int, after: int) -> bool:
    """ "một giờ" is as often "an hour" as one o'clock."""
    return word_at(words, start - 1) in _BEFORE_CLOCK or word_at(words, after) in _AFTER_CLOCK


def _is_minute(words: Sequence[str], start: int, end: int) -> bool:
    """Ten or more is a minute by itself ("bảy giờ mười lăm"); a lone digit needs "phút" after it."""
    if word_at(words, end) == "phút":
        return True
    if end - start == 1 and words[start] != "mười":
        return False
    dated = word_at(words, end) == "ngày" and scan(words, end + 1) is not None
    return dated or word_at(words, end) not in _COUNTED


_BEFORE_CLOCK = bag("lúc đến từ khoảng hơn trước sau vào tới hồi là")
_AFTER_CLOCK = bag("sáng trưa chiều tối đêm khuya đúng kém hơn")
_COUNTED = bag(
    """người ngày tháng năm giờ giây lần chỗ vé phòng bàn suất đồng nghìn ngàn triệu phần cái chiếc ghế khách
    bạn"""
)
