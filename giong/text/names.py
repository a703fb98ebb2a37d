"""Names of people in running text, found by surname, title and introduction; knows no list of given names, and no gazetteer.

It serves masking, so it prefers to find too much in talk about oneself, yet leaves streets, districts and institutions named after people.
"""

from __future__ import annotations

import re

from giong.text.unicode import LOWER, UPPER, fold, has_diacritics, nfc
from giong.text.words import Span, is_vietnamese_syllable

SURNAMES = frozenset(
    """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng mai tô hà tạ lưu
    châu thái chu thạch cao kiều quách lương la tăng văn tống tôn thân đàm đồng giang hứa khổng lại lục lều mạc nghiêm nhan ninh nông ông
    phó quan sơn thi tiêu triệu từ ung vi viên đậu bế ma lò vàng giàng sùng thào lầu hoàn bạch diệp âu đường cù doãn kim khuất mẫn nhâm nhữ
    phí tiết trà ừng vừ y chung ca cấn chử đôn hàn hạ hàng huyền khúc lữ ngũ ngụy phương sầm sử tất thiều thẩm trình triều tòng""".split()
)
# Surnames that are hardly anything else: believed even in lower case before văn or thị.
_SURE = "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đào|đoàn|trịnh|trương|đinh|phùng|lưu|lương"
_CAPITAL = rf"[{UPPER}][{LOWER}]*"
_CAPITALISED = re.compile(rf"(?<!\w){_CAPITAL}(?: {_CAPITAL}){{1,4}}(?!\w)")
_TITLED = re.compile(
    rf"(?<!\w)(?:[Aa]nh|[Cc]hị|[Ôô]ng|[Bb]à|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|[Tt]hầy|[Bb]ạn|[Cc]háu|[Dd]ì|[Cc]ậu|[Mm]ợ|[Tt]hím|[Kk]hách hàng|[Bb]ệnh nhân|"
    rf"[Cc]hủ thẻ|[Cc]hủ hộ|[Cc]hủ tài khoản|[Bb]ác sĩ|[Ll]uật sư|[Gg]iám đốc|Ông|ThS\.|TS\.|BS\.|Mr\.?|Mrs\.?|Ms\.?)(?: tên(?: là)?)?:? ({_CAPITAL}(?: {_CAPITAL}){{0,3}})(?!\w)"
)
_INTRODUCED = re.compile(
    r"(?<!\w)(?:(?:họ (?:và )?tên|tên đầy đủ|tên khai sinh|tên)(?:\s(?:của|tôi|em|mình|anh|chị|cháu|con|bố|mẹ|chồng|vợ|bác|cô|chú|khách hàng|người \w+|chủ \w+))*"
    r"\s?(?:là|:)|(?:tôi|em|mình|cháu|con|anh|chị|bác)\stên(?:\slà)?|ho (?:va )?ten(?: la|:)|ten (?:toi|em|minh|chau) la|(?:toi|em|minh|chau) ten(?: la)?)"
    r"\s+((?:[^\W\d_]+)(?:\s[^\W\d_]+){0,4})",
    re.IGNORECASE,
)
_LOWER = re.compile(
    rf"(?<!\w)(?:{_SURE}) (?:văn|thị|thi|hữu|đức|công|quốc|minh|ngọc|thanh|thùy|thu|xuân|đình|quang|hoàng|kim|bảo|gia|anh|thành|tuấn)(?: [^\W\d_]+){{1,2}}",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:đường|phố|quận|phường|xã|huyện|tỉnh|thành phố|tp\.?|trường|thpt|thcs|tiểu học|đại học|chợ|cầu|ga|sân bay|công viên|bệnh viện|quảng trường|"
    r"giải|tượng đài|lăng|đền|chùa|ngõ|hẻm|đại lộ|hầm|bến xe|ngã tư|ngã ba|ngã sáu|vòng xoay|công ty|ngân hàng|khu|tòa|toà|số \d+[\w/]*|\d+[a-z]?(?:/\d+)*|"
    r"tư tưởng|đảng|đội|chi cục)\s+$",
    re.IGNORECASE,
)
_CAPITAL_BEFORE = re.compile(rf"(?<!\w){_CAPITAL} $")
_FOLDED_SURNAMES = frozenset(fold(surname) for surname in SURNAMES)
# What follows a name in a sentence and does not belong to it.
_AFTER_NAME = frozenset(
    """ạ nhé nha dạ vâng ở sinh năm số và là có muốn cần đang đã sẽ gọi bên địa điện thoại ngụ quê tuổi tại nhà ơi à đây nè thì cho của với bị được xin
    hỏi em tôi mình cháu không chưa rồi làm khách o nhe sdt dia dien muon can goi tai""".split()
)
_NOT_NAMES = frozenset(
    "gì đó này ấy kia nào sao ai riêng chung đúng sai đường phố công miền sản tài chủ người hàng gi nao file trường".split()
)


def find(text: str) -> list[Span]:
    """People's names in order, without overlaps; titles and introductions are not part of them."""
    places: list[tuple[int, int]] = []
    for match in _INTRODUCED.finditer(text):
        places += _introduced(match)
    for match in _TITLED.finditer(text):
        if not _is_place(text, match.start()) and not _continues(text, match.start()):
            places.append(match.span(1))
    for match in _CAPITALISED.finditer(text):
        places += _with_surname(text, match)
    places += [
        _trimmed(text, *match.span()) for match in _LOWER.finditer(text) if not _is_place(text, match.start())
    ]
    return _merged(text, places)


def _introduced(match: re.Match[str]) -> list[tuple[int, int]]:
    start, end = _trimmed(match.string, *match.span(1))
    words = match.string[start:end].split()
    if not words or words[0].lower() in _NOT_NAMES:
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
            return (
                []
                if _is_place(text, start) or " ".join(words[at:]).lower() in _LANDMARKS
                else [(start, match.end())]
            )
        start += len(word) + 1
    return []


_LANDMARKS = frozenset({"hồ chí minh", "hà nội", "hồ tây", "hồ gươm", "cao bằng", "hà giang", "hà nam", "hà tĩnh", "hà đông", "lâm đồng", "thái bình",
    "thái nguyên", "kim mã", "ninh bình", "sơn la", "hồ hoàn kiếm", "lai châu", "bạch mai", "bạch đằng", "đồng nai", "đồng tháp", "tiền giang",
    "an giang", "kiên giang", "vàng anh", "tô lịch", "mai châu", "mai dịch", "chu lai", "vi rút", "kim anh", "trà vinh", "cao đẳng", "đồng hới",
    "lương sơn", "hà tiên", "châu đốc", "châu âu", "châu á", "quan hoa", "từ liêm", "từ sơn", "thạch thất", "phương mai", "đường láng"})  # fmt: skip


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
