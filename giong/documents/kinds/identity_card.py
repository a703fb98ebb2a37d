"""What identity cards of all generations share: the wordings of their labels, the titles, the codes. Is no kind itself.

The wordings are those of the cards since 1999: Circulars 04/1999/TT-BCA, 61/2015/TT-BCA, 06/2021/TT-BCA and
17/2024/TT-BCA, in Vietnamese, in English and in both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from giong.documents.codes.qr import CardCode, card_code
from giong.documents.document import Candidate, Origin
from giong.documents.finding import unlabelled
from giong.documents.finding.labels import Label, divided, find, likeness
from giong.documents.finding.printed import origin_of, sureness
from giong.documents.finding.segments import unglued
from giong.documents.kind import Paper
from giong.documents.values import features
from giong.documents.values.shaped import FOREVER, Shaped, date, digits, ends_with_province, has_digits, is_forever
from giong.documents.values.shaped import sex as read_sex
from giong.text.identity import citizen
from giong.text.names import SURNAMES
from giong.text.provinces import named
from giong.text.unicode import fold
from giong.text.words import is_vietnamese_syllable
from giong.vision.page import Page, Word
from giong.vision.shapes import around


def _dated(text: str) -> bool:
    return (len(text) <= _DATE_LENGTH and has_digits(text, 6)) or date(text) is not None


_DATE_LENGTH = 16
_NUMBER_AT_END = re.compile(r"[^\W\d_]\d?([-–.])?(\d{12})(?!\w)")
_NUMBER = re.compile(r"(?:[\dOoQDIilL|SsBZzGg][\s.]?){9,}")


def _numbered(text: str) -> bool:
    """Whether a long row of digits comes at once: "Số" also begins addresses."""
    found = _NUMBER.match(text)
    return found is not None and has_digits(found[0], 9)


def _named(text: str) -> bool:
    """Whether this may be a name: two words, or some run together, and no number."""
    words = [word for word in text.split() if sum(map(str.isalpha, word)) >= 2]
    letters = sum(map(str.isalpha, text))
    surname = len(words) == 1 and words[0].strip(".,:").lower() in SURNAMES
    return (len(words) >= 2 or letters >= 6 or surname) and not has_digits(text, 4)


def _name_goes_on(so_far: str, more: str) -> bool:
    """Whether the next line may hold the rest of a name: syllables with capitals as those before, few in all, and no
    value of the fields that stand below names.
    """
    words, said = more.split(), len(so_far.split())
    alike = more.isupper() if so_far.isupper() else all(word.istitle() for word in words)
    other = not so_far.isupper() and (_sexed(more) or named(more) is not None or fold(more) == "viet nam")
    return alike and not other and said + len(words) <= _MOST_NAMES and all(map(is_vietnamese_syllable, words))


_MOST_NAMES = 6


def _sexed(text: str) -> bool:
    return read_sex(text) is not None


def _worded(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _placed(text: str) -> bool:
    """Whether a place may begin so: one name alone, or several in capitals, is rather a person's."""
    if not _worded(text):
        return False
    marked = "," in text or any(map(str.isdigit, text)) or named(text.strip(" .,;")) is not None
    return marked or (len(text.split()) >= 2 and not text.isupper())


def _place_goes_on(so_far: str, more: str) -> bool:
    """A place is complete with its province, unless the next line is a province itself: the city's name is often the
    province's too.
    """
    return _worded(more) and (not ends_with_province(so_far) or named(more.strip(" .,;")) is not None)


ID = Label(
    "id",
    (
        *("Số / No", "Số định danh cá nhân", "Personal identification number", "Số căn cước", "Số CCCD", "Số CMND"),
        *("Identity number", "ID number", "Card number", "Citizen identification number", "Số", "No"),
    ),
    accepts=_numbered,
)
NAME = Label(
    "name",
    (
        *("Họ và tên", "Họ, chữ đệm và tên khai sinh", "Họ, chữ đệm và tên", "Họ và tên khai sinh", "Họ tên"),
        *("Full name", "Surname and given names"),
    ),
    lines=2,
    accepts=_named,
    goes_on=_name_goes_on,
)
DOB = Label(
    "dob",
    ("Ngày sinh", "Ngày, tháng, năm sinh", "Sinh ngày", "Năm sinh", "Date of birth", "Birth date"),
    accepts=lambda text: has_digits(text, 4),
)
SEX = Label("sex", ("Giới tính", "Sex", "Gender"), accepts=_sexed)
NATIONALITY = Label("nationality", ("Quốc tịch", "Nationality"), accepts=_worded)
HOME = Label(
    "home",
    ("Quê quán", "Nguyên quán", "Place of origin", "Hometown", "Native place"),
    lines=2,
    accepts=_placed,
    goes_on=_place_goes_on,
)
ADDRESS = Label(
    "address",
    (
        *(
            "Nơi thường trú",
            "Nơi cư trú",
            "Nơi ĐKHK thường trú",
            "Nơi đăng ký hộ khẩu thường trú",
            "Nơi ĐKNK thường trú",
        ),
        *("Địa chỉ thường trú", "Place of residence", "Permanent address", "Permanent residence"),
    ),
    lines=3,
    accepts=_worded,
    goes_on=_place_goes_on,
)
BIRTHPLACE = Label(
    "birth_place",
    ("Nơi đăng ký khai sinh", "Place of birth", "Place of birth registration"),
    lines=2,
    accepts=_worded,
)
DOE = Label(
    "doe",
    (
        *("Có giá trị đến", "Có giá trị đến ngày", "Giá trị đến", "Ngày hết hạn", "Ngày, tháng, năm hết hạn"),
        *("Thời hạn sử dụng", "Date of expiry", "Expiry date", "Valid until"),
    ),
    accepts=_dated,
)
FEATURES = Label(
    "features",
    (
        *("Đặc điểm nhận dạng", "Đặc điểm nhân dạng", "Dấu vết riêng và dị hình"),
        *("Personal identification", "Personal identifying features"),
    ),
    lines=3,
    accepts=lambda text: _worded(text) and date(text) is None,
)
ISSUED = Label(
    "issue_date",
    (
        *("Ngày, tháng, năm cấp", "Ngày, tháng, năm", "Ngày cấp", "Date, month, year", "Date of issue", "Issue date"),
        "Issued on",
    ),
    accepts=_dated,
)
STATE = Label(
    "",
    (
        *("Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập - Tự do - Hạnh phúc", "Socialist Republic of Viet Nam"),
        "Independence - Freedom - Happiness",
    ),
)
CITIZEN_TITLES = ("Căn cước công dân", "Citizen identity card")
IDENTITY_TITLES = ("Căn cước", "Identity card")
OLD_TITLES = ("Giấy chứng minh nhân dân", "Chứng minh nhân dân")
TITLE = Label("", (*CITIZEN_TITLES, "Căn cước", "Identity card", *OLD_TITLES))
ISSUER = Label(
    "issue_loc",
    ("Nơi cấp", "Cơ quan cấp", "Place of issue", "Issuing authority", "Issued by"),
    lines=2,
    accepts=lambda text: sum(map(str.isalpha, text)) >= 8 and not has_digits(text, 4),
)
FINGER_WORDS = ("Ngón trỏ trái", "Ngón trỏ phải", "Left index finger", "Right index finger")
OFFICE_WORDS = (
    *("Cục trưởng cục cảnh sát", "Cục cảnh sát", "Quản lý hành chính về trật tự xã hội", "Director general of the"),
    *("Police department for administrative management of social order", "Bộ Công an", "Ministry of public security"),
    *("ĐKQL cư trú và DLQG về dân cư", "Giám đốc Công an", "Công an tỉnh", "Công an thành phố"),
)
FINGERS = Label("", (*FINGER_WORDS, *OFFICE_WORDS))
ETHNICITY_WORDS = ("Dân tộc", "Ethnicity")
RELIGION_WORDS = ("Tôn giáo", "Religion")


def share_found(page: Page, labels: Sequence[Label]) -> float:
    """Which share of these labels' fields is announced somewhere on the page."""
    wanted = {label.field for label in labels if label.field}
    seen = {hit.label.field for hit in find(page, labels) if hit.label.field}
    return len(seen) / max(1, len(wanted))


def titled(page: Page, titles: Iterable[str]) -> float:
    """How well one of the titles stands on the page; a weak resemblance is none."""
    found = likeness(page, titles)
    return found if found >= 0.75 else 0.0


def code_on(paper: Paper) -> CardCode | None:
    """The card's QR code, if it could be read."""
    codes = (card_code(code.text) for page in paper.pages for code in page.barcodes)
    return next((code for code in codes if code is not None), None)


def _at_end(text: str) -> Shaped | None:
    """Twelve digits at the end of a word where their label was read as part of it: "s6/N6-001199012345". Where no sign
    parts the two they must be a citizen's number.
    """
    match = _NUMBER_AT_END.search(text)
    return Shaped(match[2], 0.8) if match and (match[1] or citizen(match[2])) else None


def coded(values: Iterable[tuple[str, str]]) -> dict[str, list[Candidate]]:
    """Candidates from parts of the QR code. One without diacritics where Vietnamese has some may lack them."""
    found = {}
    for name, value in values:
        if value:
            sure = 0.8 if name in ("name", "address") and value.isascii() else 0.995
            found[name] = [Candidate(value, value, sure, Origin.QR)]
    return found


def numbers(paper: Paper, lengths: tuple[int, ...]) -> Iterator[Candidate]:
    """Numbers of these lengths anywhere in the text: a card's own number is the only one of its length."""
    for page in paper.pages:
        for line in page.lines:
            found = digits(line.text, lengths) or _at_end(line.text)
            if found is not None:
                whole = list(unglued(line.words))
                words = [word for word in whole if has_digits(word.text, 2)] or whole
                box = around(word.box for word in words)
                likelihood = 0.9 * sureness(words) * found.trust
                yield Candidate(found.value, line.text, likelihood, origin_of(line.engine), page.number, (box,))


_DATE = re.compile(
    r"\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}"
    r"|ng[àa]y\D{0,4}[\dOo]{1,2}\s*th[áa]ng\s*[\dOo]{1,2}\s*[^\W\d_]{2,4}\s*\d{4}",
    re.IGNORECASE,
)
_LONE_DATE = re.compile(r"\W*\d{2}\W?\d{2}\W?(?:19|20)\d{2}\W*")


def dates(paper: Paper) -> list[Candidate]:
    """Every day printed anywhere, the earliest first; where a stroke was lost, those that stand alone in their line."""
    found = []
    for page in paper.pages:
        for line in page.lines:
            alone = (_LONE_DATE.fullmatch(line.text),)
            for match in filter(None, tuple(_DATE.finditer(line.text)) or alone):
                day = date(match[0])
                if day is not None:
                    likelihood = 0.6 * sureness(line.words) * day.trust
                    found.append(
                        Candidate(day.value, match[0], likelihood, origin_of(line.engine), page.number, (line.box,))
                    )
    return sorted(found, key=lambda candidate: candidate.value.split("/")[::-1])


def forever(paper: Paper) -> Iterator[Candidate]:
    """The words for a card that does not expire, anywhere, and broken over two lines too."""
    for page in paper.pages:
        for line, following in zip(page.lines, [*page.lines[1:], None], strict=True):
            both = f"{line.text} {following.text}" if following else line.text
            if is_forever(line.text) or (is_forever(both) and following and not is_forever(following.text)):
                likelihood = 0.7 * sureness(line.words)
                yield Candidate(FOREVER, line.text, likelihood, origin_of(line.engine), page.number, (line.box,))


def fill_unlabelled(
    page: Page, labels: Sequence[Label], found: dict[str, list[Candidate]], *, wanted: Collection[str]
) -> None:
    """Adds what labels did not lead to: what is a name, a sex or a place by its own form. On all fronts the place of
    origin stands above that of residence.
    """
    missing = [name for name in wanted if name not in found]
    if not missing:
        return
    free = divided(page, labels)[1]
    if "name" in missing:
        found["name"] = unlabelled.names(page, free)[:1]
    if "sex" in missing:
        found["sex"] = list(unlabelled.words_of(page, free, ("Nam", "Nữ")))[:1]
    places = unlabelled.places(page, free)
    if "home" in missing and "address" in missing:
        found["home"], found["address"] = places[:1], places[1:2]
    elif "home" in missing or "address" in missing:
        given, other = ("address", "home") if "home" in missing else ("home", "address")
        known_px = found[given][0].boxes[0].top
        found[other] = [place for place in places if (place.boxes[0].top > known_px) == (other == "address")][:1]


_MARKS = ("nốt ruồi", "sẹo", "tàn nhang", "bớt", "vết chàm")


def described(paper: Paper) -> list[Candidate]:
    """Marks on the face, by the words with which their description begins, where the label could not be read."""
    found = []
    for page in paper.pages:
        for line in page.lines:
            at = next((at for at in range(len(line.words)) if _begins_mark(line.words[at : at + 2])), None)
            if at is not None:
                words = line.words[at:]
                text = features.spelt(" ".join(word.text for word in words))
                box = around(word.box for word in words)
                likelihood = 0.7 * sureness(words)
                found.append(Candidate(text, text, likelihood, origin_of(line.engine), page.number, (box,)))
    return found


def _begins_mark(words: Sequence[Word]) -> bool:
    text = fold(" ".join(word.text for word in words))
    return any(fuzz.ratio(fold(mark), text[: len(mark)]) >= 80 for mark in _MARKS)
