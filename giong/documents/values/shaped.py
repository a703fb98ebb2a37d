"""What recognition read at a label, brought into the form of its field: a date, a name, a number, a sex, a place.
Knows no label and no paper.

Only what the form itself allows is repaired: letters among digits, digits among letters, a lost stroke between day and
month, a syllable that cannot be Vietnamese. Every repair costs trust.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from giong.documents.values import amounts, features, given_names, licence_classes, sellers, timestamps
from giong.documents.values.addresses import spelt
from giong.documents.values.syllables import mended
from giong.text import places
from giong.text.dates import exists
from giong.text.names import SURNAMES
from giong.text.provinces import PROVINCES
from giong.text.tones import to_old
from giong.text.unicode import fold, nfc
from giong.text.words import is_vietnamese_syllable


@dataclass(frozen=True, slots=True)
class Shaped:
    """A value in the form of its field; `trust` from 0 to 1 is lower where it was repaired, or is unlikely."""

    value: str
    trust: float = 1.0


FOREVER = "Không thời hạn"
_SPECKS = re.compile("[¡¦‹›„«»|~^`©®™•·¬†‡]")
"""Signs that no value has and that dirt and patterns are read as."""
_SPACES = re.compile(r"\s+")
_EDGE = " \t:;.,/|\\-–—_=~*'\"“”‘’`•·«»<>()[]{}"
_AS_DIGIT = str.maketrans("OoQDUIilL|!ZzSsBbGgqTtA", "00000111111225588699774"[:23])
_AS_LETTER = str.maketrans("015628|$", "OISGZBIS")


def shaped(type_: str, text: str) -> Shaped | None:
    """The text in the form of a field of this type; None where it cannot be one."""
    return _FORMS.get(type_, plain)(text)


def plain(text: str) -> Shaped | None:
    """Any text, without the signs around it."""
    value = _SPACES.sub(" ", _SPECKS.sub(" ", mended(text))).strip(" \t:;,|\\_=*")
    return Shaped(value, 1.0 if sum(map(str.isalnum, value)) >= 0.6 * len(value) else 0.6) if value else None


# ── numbers ──


def digits(text: str, lengths: tuple[int, ...] = (12, 9)) -> Shaped | None:
    """A number of one of these lengths; letters that look like digits are taken for them, spaces fall away."""
    runs = [run for run in _runs(text) if run]
    for length in lengths:
        for run in runs:
            if len(run) == length and run.isdigit():
                return Shaped(run)
    return next((found for length in lengths if (found := _repaired(runs, length)) is not None), None)


def _runs(text: str) -> Iterator[str]:
    """Words as they stand, then neighbours put together that may be one number."""
    words = [word.strip(_EDGE) for word in text.replace(":", " ").split()]
    yield from words
    yield from ("".join(words[start:end]) for start in range(len(words)) for end in range(start + 2, len(words) + 1))


def _repaired(runs: list[str], length: int) -> Shaped | None:
    best: Shaped | None = None
    for run in runs:
        bare = re.sub(r"[.,·'\-\s]", "", run)
        read = bare.translate(_AS_DIGIT)
        if len(read) != length or not read.isdigit():
            continue
        strange = sum(not char.isdigit() for char in bare)
        trust = 0.97 if bare.isdigit() else max(0.0, 0.85 - 0.1 * strange)
        if strange <= length // 3 and (best is None or trust > best.trust):
            best = Shaped(read, trust)
    return best


def has_digits(text: str, least: int = 5) -> bool:
    """Whether enough digits, or letters that look like them, stand in the text for a date or a number."""
    sure = sum(char.isdigit() for char in text)
    return sure * 2 >= least and sum(char.isdigit() for char in text.translate(_AS_DIGIT)) >= least


# ── dates ──

_STRICT = re.compile(r"(?<!\w)(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})(?!\d)")
_IN_WORDS = re.compile(r"(?:ngay)?\D{0,4}(\d{1,2})\W{0,3}thang\W{0,3}(\d{1,2})\W{0,3}[a-z]{2,4}\W{0,3}(\d{4})")
_SHORTENED = 0.8
"""Days and months are printed with two figures: where one has but one, the other may have been lost."""
_LOST_STROKE = re.compile(r"(?<!\w)(\d\d)[^\w]?[/17.\-|\s]?\s?(\d\d)\s?[/17.\-|]?\s?((?:19|20|21)\d\d)(?!\d)")
_LAST_CENTURY = re.compile(r"(?<!\d)18(?=\d\d(?!\d))")
_TORN = re.compile(r"(?<=[\d/])\s(?=[\d/])")
"""A space inside a day: "28/1 1/1961"."""
_MENDED_DAY = 0.8
_MENDED_CENTURY = 0.4
"""Nobody with papers was born in the nineteenth century: its years are those of the next, misread."""
_YEAR_ONLY = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def date(text: str) -> Shaped | None:
    """A day as dd/mm/yyyy, or "Không thời hạn"."""
    if is_forever(text):
        return Shaped(FOREVER)
    readings = ((text, 1.0), (_TORN.sub("", text), _MENDED_DAY), (_LAST_CENTURY.sub("19", text), _MENDED_CENTURY))
    return next((day for read, trust in readings if (day := _day(read, trusted=trust)) is not None), None)


def _day(text: str, *, trusted: float = 1.0) -> Shaped | None:
    folded = fold(text)
    for pattern, words, trust in (
        (_STRICT, text, 1.0),
        (_IN_WORDS, folded, 1.0),
        (_STRICT, _with_digits(text), 0.8),
        (_IN_WORDS, _with_digits(folded), 0.8),
        (_LOST_STROKE, text, 0.75),
        (_LOST_STROKE, _with_digits(text), 0.6),
    ):
        for match in pattern.finditer(words):
            day, month, year = (int(part) for part in match.groups())
            if exists(day, month, year) and 1900 <= year < 2130:
                short = min(len(match[1]), len(match[2])) < 2
                return Shaped(f"{day:02d}/{month:02d}/{year}", trust * trusted * (_SHORTENED if short else 1.0))
    return None


def year(text: str) -> Shaped | None:
    """A year alone, as on old cards."""
    found = _YEAR_ONLY.search(text) or _YEAR_ONLY.search(_with_digits(text))
    return Shaped(found[1], 0.7) if found else None


def _with_digits(text: str) -> str:
    """Look-alikes become digits in words that hold some."""
    words = text.split()
    return " ".join(word.translate(_AS_DIGIT) if any(map(str.isdigit, word)) else word for word in words)


def is_forever(text: str) -> bool:
    """Whether the text says that there is no day of expiry."""
    letters = "".join(filter(str.isalpha, fold(text)))
    return bool(letters) and fuzz.partial_ratio("khongthoihan", letters) >= 80 and len(letters) >= 10


# ── names and sexes ──

_SURNAMES = {fold(surname): surname for surname in sorted(SURNAMES)} | {
    fold(surname): surname
    for surname in (
        *("nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô"),
        *("dương", "lý", "đinh", "đào", "đoàn", "trịnh", "lâm", "mai", "cao", "tạ", "hà", "châu", "thái"),
    )
}


_SHORTEST_NAME = 3
_REMAINS = 3
"""Words at most."""


def name(text: str) -> Shaped | None:
    """A person's name as printed; digits in it are letters, and the surname has the marks it must have."""
    words = [word.strip(_EDGE) for word in nfc(text).split()]
    words = [word for word in words if any(map(str.isalpha, word)) or any(map(str.isdigit, word))]
    if not words or sum(char.isdigit() for word in words for char in word) > 0.3 * sum(map(len, words)):
        return None
    if sum(map(len, words)) < _SHORTEST_NAME:
        return None
    whole = [_letters(word) for word in words if not _SPECKS.search(word)]
    mended = _from_surname(whole)
    if not mended:
        return None
    trust = 1.0 if len(mended) == len(words) else 0.9
    surname = _surname(mended[0])
    if surname != mended[0]:
        mended[0] = surname
        trust *= 0.9
    strange = sum(not is_vietnamese_syllable(word) for word in mended)
    repaired = sum(word not in words for word in mended)
    if any(map(given_names.is_strange, mended[1:])):
        trust *= 0.9
    trust *= max(0.2, 1 - 0.3 * strange / len(mended) - 0.1 * repaired)
    if len(mended) < 2 or len(mended) > 8:
        trust *= 0.5
    return Shaped(" ".join(mended), trust)


def _from_surname(words: list[str]) -> list[str]:
    """Without the remains of a label before the surname, which are no syllables: "ŒNE ĐẶNG THỊ SƠN"."""
    for at, word in enumerate(words[: _REMAINS + 1]):
        if fold(word) in _SURNAMES:
            return words[at:]
        if is_vietnamese_syllable(word):
            break
    return words


def _letters(word: str) -> str:
    """Digits among letters as the letters they look like; the case of the word is kept even where one letter fell."""
    if any(map(str.isdigit, word)) or "|" in word or "$" in word:
        word = word.translate(_AS_LETTER)
    upper = sum(map(str.isupper, word))
    return word.upper() if upper and upper * 2 >= len(word) and len(word) > 1 and not word.istitle() else word


def is_surname(word: str) -> bool:
    """Whether it is a surname, or one of the usual ones but for its marks."""
    return to_old(word.lower()) in SURNAMES or fold(word) in _SURNAMES


def _surname(word: str) -> str:
    lower = to_old(word.lower())
    if lower in SURNAMES or (known := _SURNAMES.get(fold(word))) is None:
        return word
    return known.upper() if word.isupper() else known.capitalize()


def sex(text: str) -> Shaped | None:
    """ "Nam" or "Nữ"."""
    words = [word for word in re.split(r"[^a-z0-9]+", fold(text.split("/")[0] or text)) if word]
    for word in words[:3]:
        if word in ("nam", "nu"):
            return Shaped("Nam" if word == "nam" else "Nữ")
    for word in words[:2]:
        if len(word) <= 4 and (fuzz.ratio(word, "nam") >= 60 or fuzz.ratio(word, "nu") >= 60):
            return Shaped("Nam" if fuzz.ratio(word, "nam") >= fuzz.ratio(word, "nu") else "Nữ", 0.6)
    return None


def nation(text: str) -> Shaped | None:
    """A nationality; anything near "Việt Nam" is that."""
    found = plain(text)
    if found is None:
        return None
    letters = "".join(filter(str.isalpha, fold(found.value)))
    if letters == "vietnamvietnamese":
        return Shaped("Việt Nam")
    if fuzz.ratio(letters, "vietnam") >= 70:
        return Shaped("Việt Nam", 1.0 if letters == "vietnam" else 0.8)
    return found


# ── places ──

_DASH = re.compile(r"\s*[–—-]\s*")


@cache
def _provinces() -> Mapping[str, str]:
    """Every name of a province, old and new, by its bare letters."""
    names = (name for province in PROVINCES for name in (province.name, province.today))
    return {_bare(name): _DASH.sub(" - ", name) for name in names}


def _bare(text: str) -> str:
    return _DASH.sub(" ", fold(text))


def ends_with_province(text: str) -> bool:
    """Whether the last of several parts of an address is a province, so that nothing is missing behind it."""
    head, _, last = text.rpartition(",")
    bare = re.sub(r"(?i)^(?:tỉnh|tp\.?)\s+", "", last.strip(" ."))
    return bool(head.strip()) and (_bare(bare) in _provinces() or _bare(bare) in _CITIES)


_CITIES = frozenset(("thanh pho ho chi minh", "thanh pho ha noi", "thanh pho da nang", "thanh pho hai phong"))


def _province_whole(value: str) -> str:
    """Without a comma that was read inside the province's name: "Nghệ, An" → "Nghệ An"."""
    head, comma, last = value.rpartition(",")
    before, _, part = head.rpartition(",")
    whole = f"{part.strip()} {last.strip()}"
    if not comma or _bare(last.strip()) in _provinces() or _bare(whole) not in _provinces():
        return value
    return f"{before}, {whole}" if before else whole


_KIND_BEFORE = re.compile(r"(?:\s(?:xã|phường|thị trấn|quận|huyện|thị xã|thành phố|tỉnh))?\s*$", re.IGNORECASE)


def _parted(value: str) -> str:
    """With the commas between units that were not seen: "Huyện Thủy Nguyên Hải Phòng"."""
    found = places.find(value) if "," in value else None
    for before, unit in reversed(list(pairwise(found.named))) if found else ():
        gap = value[before.end : unit.start]
        if gap.isspace() or (gap and _KIND_BEFORE.fullmatch(gap)):
            value = f"{value[: before.end]},{value[before.end :]}"
    return value


def place(text: str) -> Shaped | None:
    """A place or an address from small to large; its units are brought to their spelling where but one can be meant."""
    found = plain(text)
    if found is None:
        return None
    value = re.sub(r"\s+([,;])", r"\1", found.value).rstrip(" .,;-")
    value = _parted(spelt(re.sub(r",(?=[^\s\d])", ", ", value)))
    head, comma, last = _province_whole(value).rpartition(",")
    mended, trust = _province(last.strip())
    whole = f"{head}{comma} {mended}".strip() if comma else mended
    return Shaped(places.spelt(whole), found.trust * trust)


def province(text: str) -> str:
    """The name of a province, alone or after its kind, with its spelling; anything else as it is."""
    return _province(text)[0]


def _province(text: str) -> tuple[str, float]:
    """The last part of an address with its province spelt right, and how much that is to be trusted."""
    lead = re.match(r"(?i)(?:tỉnh|thành phố|tinh|thanh pho|tp\.?|t\.)\s*", text)
    before, bare = (text[: lead.end()], text[lead.end() :]) if lead else ("", text)
    known = _provinces().get(_bare(bare))
    if known is not None and _DASH.sub(" - ", nfc(bare)).lower() == known.lower():
        return text, 1.0
    near = process.extractOne(_bare(bare), _provinces().keys(), scorer=fuzz.ratio, score_cutoff=84)
    if near is None:
        return text, 0.9
    return before + _in_case_of(bare, _provinces()[near[0]]), 0.92


def _in_case_of(model: str, text: str) -> str:
    return text.upper() if model.isupper() else text


# ── money ──


def money(text: str) -> Shaped | None:
    """A sum as digits; less is believed of a number that was not printed as a sum."""
    found = amounts.find(text)
    sums = [each for each in found if each.is_money]
    chosen = sums if len(sums) == 1 else found
    return Shaped(amounts.written(chosen[0].value), 1.0 if sums else 0.7) if len(chosen) == 1 else None


def timestamp(text: str) -> Shaped | None:
    """A day with the time of day as it was printed."""
    value = timestamps.stamp(text)
    return Shaped(value) if value else None


def organisation(text: str) -> Shaped | None:
    """The name of a shop or a company, its nouns spelt as they are."""
    found = plain(text)
    return Shaped(sellers.spelt(found.value), found.trust) if found else None


def marks(text: str) -> Shaped | None:
    """Marks on a face, as identity cards describe them."""
    found = plain(text)
    return Shaped(features.spelt(found.value), found.trust) if found else None


def licence_class(text: str) -> Shaped | None:
    """Classes of vehicles on a driving licence."""
    value = licence_classes.find(text)
    return None if value is None else Shaped(value, 1.0 if value == text.strip(_EDGE) else 0.85)


_FORMS: Mapping[str, Callable[[str], Shaped | None]] = {
    "text": plain,
    "date": date,
    "name": name,
    "person": name,
    "sex": sex,
    "nation": nation,
    "place": place,
    "address": place,
    "id": digits,
    "money": money,
    "timestamp": timestamp,
    "organisation": organisation,
    "classes": licence_class,
    "features": marks,
}
