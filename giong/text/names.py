"""Names of people in running text, found by surname, title and introduction; knows no list of given names, and no
gazetteer.

It serves masking, so it prefers to find too much in talk about oneself, yet leaves streets, districts and institutions
named after people.
"""

from __future__ import annotations

import re

from giong.text.lexicon import bag, entries, one_of
from giong.text.unicode import LOWER, UPPER, fold, has_diacritics, nfc
from giong.text.words import Span, is_vietnamese_syllable

SURNAMES = entries("surnames.txt")
_LANDMARKS = frozenset(fold(place) for place in entries("landmarks.txt"))
# Surnames and middle names that are hardly anything else: believed together even in lower case.
_COMMON = bag(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn trịnh trương đinh phùng
    lưu lương"""
)
_MIDDLE = one_of(
    bag("văn thị thi hữu đức công quốc minh ngọc thanh thùy thu xuân đình quang hoàng kim bảo gia anh thành tuấn")
)
_CAPITAL = rf"[{UPPER}][{LOWER}]*"
_CAPITALISED = re.compile(rf"(?<!\w){_CAPITAL}(?: {_CAPITAL}){{1,4}}(?!\w)")
_TITLES = one_of(
    [
        *bag("anh chị ông bà cô chú bác em thầy bạn cháu dì cậu mợ thím mr mr. mrs mrs. ms ms. ths. ts. bs."),
        *("khách hàng", "bệnh nhân", "chủ thẻ", "chủ hộ", "chủ tài khoản", "bác sĩ", "luật sư", "giám đốc"),
    ]
)
_TITLED = re.compile(rf"(?<!\w)(?i:{_TITLES})(?: tên(?: là)?)?:? ({_CAPITAL}(?: {_CAPITAL}){{0,3}})(?!\w)")
_SPEAKER = one_of(bag("tôi em mình cháu con anh chị bác toi minh chau chi bac"))
_OWNER = rf"(?:của|{_SPEAKER}|bố|mẹ|chồng|vợ|cô|chú|khách hàng|người \w+|chủ \w+)"
_INTRODUCED = re.compile(
    r"(?<!\w)"
    rf"(?:(?:họ (?:và )?tên|ho (?:va )?ten|tên đầy đủ|tên khai sinh|tên|ten)(?:\s{_OWNER})*\s?(?:là|la|:)"
    rf"|{_SPEAKER}\s(?:tên|ten)(?:\s(?:là|la))?)"
    r"\s+([^\W\d_]+(?:\s[^\W\d_]+){0,4})",
    re.IGNORECASE,
)
# As banks print them: "NGUYEN VAN AN". Foreign words look like the short surnames: there a middle name must come.
_LONG = one_of(bag("NGUYEN TRAN PHAM HUYNH HOANG PHAN DANG BUI NGO TRINH TRUONG DOAN DUONG DINH LUONG"))
_SHORT = one_of(bag("LE VO VU DO HO LY DAO LUU"))
_AFTER_SHORT = one_of(bag("VAN THI HUU DUC CONG QUOC MINH NGOC THANH HOANG QUANG"))
_PRINTED = re.compile(rf"(?<!\w)(?:{_LONG}|{_SHORT} {_AFTER_SHORT})(?: [A-Z]{{1,6}}){{1,3}}(?!\w)")
_LOWER = re.compile(rf"(?<!\w){one_of(_COMMON)} {_MIDDLE}(?: [^\W\d_]+){{1,2}}", re.IGNORECASE)
_PLACES = one_of(
    [
        *bag(
            """đường phố quận phường xã huyện tỉnh tp tp. trường thpt thcs chợ cầu ga giải lăng đền chùa ngõ hẻm
            hầm khu tòa toà đảng đội"""
        ),
        *("thành phố", "tiểu học", "đại học", "sân bay", "công viên", "bệnh viện", "quảng trường"),
        "tượng đài",
        *("đại lộ", "bến xe", "ngã tư", "ngã ba", "ngã sáu", "vòng xoay", "công ty", "ngân hàng", "tư tưởng"),
        *("chi cục", "tnhh", "cổ phần"),
    ]
)
_PLACE = re.compile(rf"(?:(?<!\w){_PLACES}|số \d+[\w/]*|\d+[a-z]?(?:/\d+)*)\s+$", re.IGNORECASE)
_CAPITAL_BEFORE = re.compile(rf"(?<!\w){_CAPITAL} $")
_FOLDED_SURNAMES = frozenset(fold(surname) for surname in SURNAMES)
# What follows a name in a sentence and does not belong to it.
_AFTER_NAME = bag(
    """ạ nhé nha dạ vâng ở sinh năm số và là có muốn cần đang đã sẽ gọi bên địa điện thoại ngụ quê tuổi tại
    nhà học lớp ơi à đây nè thì cho của với bị được xin hỏi em tôi mình cháu không chưa rồi làm khách giúp hộ o nhe
    sdt dia dien muon can goi tai
    """
)
_NOT_NAMES = bag(
    """gì đó này ấy kia nào sao ai riêng chung đúng sai đường phố công miền sản tài chủ người hàng gi nao file
    trường"""
)


def find(text: str) -> list[Span]:
    """People's names in order, without overlaps; titles and introductions are not part of them."""
    places: list[tuple[int, int]] = []
    for match in _INTRODUCED.finditer(text):
        places += _introduced(match)
    for match in _TITLED.finditer(text):
        named = fold(match.group()) not in _LANDMARKS and not _is_place(text, match.start())
        if named and not _continues(text, match.start()):
            places.append(match.span(1))
    for match in _CAPITALISED.finditer(text):
        places += _with_surname(text, match)
    places += [match.span() for match in _PRINTED.finditer(text) if not _is_place(text, match.start())]
    places += [_trimmed(text, *match.span()) for match in _LOWER.finditer(text) if not _is_place(text, match.start())]
    return _merged(text, places)


def _introduced(match: re.Match[str]) -> list[tuple[int, int]]:
    start, end = _trimmed(match.string, *match.span(1))
    words = match.string[start:end].split()
    if not words or words[0].lower() in _NOT_NAMES | _AFTER_NAME:
        return []
    first = nfc(words[0]).lower()
    possible = is_vietnamese_syllable(first) if has_diacritics(match.string) else first in _FOLDED_SURNAMES
    return [(start, end)] if possible else []


def _continues(text: str, start: int) -> bool:
    """Whether a capitalised title is the middle of a longer name ("Hoàng Anh Gia Lai")."""
    return text[start].isupper() and _CAPITAL_BEFORE.search(text[:start]) is not None


def _with_surname(text: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """Capitalised syllables from the first surname on."""
    start = match.start()
    words = match.group().split(" ")
    for at, word in enumerate(words[:-1]):
        if nfc(word).lower() in SURNAMES:
            is_place = _is_place(text, start) or fold(" ".join(words[at:])) in _LANDMARKS
            return [] if is_place else [(start, match.end())]
        start += len(word) + 1
    return []


def _is_place(text: str, start: int) -> bool:
    return _PLACE.search(text[max(0, start - 24) : start]) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Up to the first word that cannot be in a name, at most four syllables."""
    last = start
    for count, word in enumerate(re.finditer(r"\S+", text[start:end])):
        if count == 4 or (count and word.group().lower() in _AFTER_NAME):
            break
        last = start + word.end()
    return start, last


def _merged(text: str, places: list[tuple[int, int]]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(places):
        if found and start < found[-1].end:
            end = max(end, found[-1].end)
            start = found.pop().start
        found.append(Span(text[start:end], start, end))
    return found
