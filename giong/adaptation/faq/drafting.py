"""Questions drafted from a document's own words, for a person to approve: what is defined, what a list is led in by,
what a heading or an article is about, what a table's row says. Knows no model and no assistant.

Rules are few and strict, for a draft that makes no sense costs a person more than one that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from giong.adaptation.faq.pairs import Pair, matter
from giong.retrieval import kinds, rows
from giong.retrieval.document import Kind
from giong.retrieval.passages import Passage
from giong.retrieval.question import Asked
from giong.text.sentences import sentences

MOST_ANSWER_SYLLABLES = 180
MOST_QUESTION_SYLLABLES = 24
LEAST_ANSWER_SYLLABLES = 4
MOST_COLUMNS = 5
_MARK = re.compile(r"(?:[-*+•–]|\(?\d{1,2}[.)]|\(?[a-zđ]\d?\))\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Điều\s+\d+[a-zđ]?|Mục\s+\w+|Chương\s+\w+|\d+(?:\.\d+)*)\s*[.:)]?\s*", re.IGNORECASE)
_ARTICLE = re.compile(r"Điều\s+\d+", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:gì|nào|đâu|bao nhiêu|bao lâu|khi nào|thế nào|ra sao|làm sao|vì sao|tại sao|mấy|ai|không|chưa)\s*\??$",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\b(?P<verb>cần|phải nộp|nộp|mang|mang theo|có|gồm|bao gồm)\s+(?:những|các)\s+(?P<thing>\w+(?:\s\w+){0,3}?)"
    r"(?:\s+(?:như\s+)?(?:sau|sau đây|dưới đây))?\s*:$",
    re.IGNORECASE,
)
_COMPOSED = re.compile(
    r"^(?P<subject>.{4,120}?)\s+(?:bao gồm|gồm có|gồm)(?:\s+(?:các|những)\b.{0,40}?)?\s*:$", re.IGNORECASE
)
_DEFINED = re.compile(r"^(?P<subject>[^,;:()]{2,80}?)\s+là\s+(?P<meaning>.+)$")
_POINTING = re.compile(
    r"\b(?:này|đó|đây|kia|ấy|trên|nêu|nói|tôi|chúng|họ|nó|điều|việc|khi|nếu|trường hợp|được|phải|không|thì|mà|do|vì|từ|"
    r"ngày|nhằm|để|và|hoặc)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:những|các)\s")
_UNCLEAR = re.compile(r"\b(?:này|đó|trên|sau|là)\b", re.IGNORECASE)
_DEFINING = re.compile(r"giải thích|định nghĩa|thuật ngữ|khái niệm|từ ngữ", re.IGNORECASE)
_PERSON = re.compile(r"(?:người|cá nhân|công dân)\b", re.IGNORECASE)
_ASKED_BY_VALUE = (
    (Asked.PRICE, "là bao nhiêu"),
    (Asked.DURATION, "là bao lâu"),
)
_OF_WHOM = r"(?P<rest>.+?)(?P<about> (?:về|trong|đối với|khi) .+)?"
_BY_HEAD = (
    (
        rf"(?:quyền và nghĩa vụ|nghĩa vụ và quyền)(?: khác)? của {_OF_WHOM}",
        "{Rest} có những quyền và nghĩa vụ gì{about}?",
    ),
    (rf"quyền của {_OF_WHOM}", "{Rest} có những quyền gì{about}?"),
    (rf"nghĩa vụ của {_OF_WHOM}", "{Rest} có những nghĩa vụ gì{about}?"),
    (rf"trách nhiệm của {_OF_WHOM}", "{Rest} có trách nhiệm gì{about}?"),
    (rf"nhiệm vụ(?:,| và) quyền hạn của {_OF_WHOM}", "{Rest} có những nhiệm vụ và quyền hạn gì{about}?"),
    (r"(?:các )?hành vi bị (?:nghiêm )?cấm(?P<about>.*)", "Những hành vi nào bị nghiêm cấm{about}?"),
    (
        r"(?:những |các )?(?P<head>đối tượng|trường hợp|người) (?P<rest>(?:được|phải|không|bị|đủ) .+)",
        "Những {head} nào {rest}?",
    ),
    (r"(?:thời hạn|thời gian|lệ phí|mức thu|phí|giá) .*\bvà\b.+", "{Title} thế nào?"),
    (r"(?:thời hạn|thời gian) .+", "{Title} là bao lâu?"),
    (r"(?:lệ phí|mức thu|phí|giá|mức phạt|mức đóng|chi phí) .+", "{Title} là bao nhiêu?"),
    (r"(?:hồ sơ|giấy tờ|thành phần hồ sơ)\b.*", "{Title} gồm những gì?"),
    (r"(?:điều kiện|nguyên tắc|tiêu chuẩn|căn cứ|yêu cầu|mục đích) .+", "{Title} là gì?"),
    (r"(?:địa chỉ|nơi|địa điểm) .+", "{Title} ở đâu?"),
    (
        r"(?:giờ|lịch|thủ tục|trình tự|quy trình|cách|cách thức|các bước|phương thức|hình thức|thẩm quyền) .+",
        "{Title} thế nào?",
    ),
)
"""How a heading that begins so is asked; the first that fits counts."""
_HEADS = tuple((re.compile(form + "$", re.IGNORECASE), question) for form, question in _BY_HEAD)
_WITHOUT_MATTER = re.compile(
    r"(?:phạm vi điều chỉnh|đối tượng áp dụng|giải thích từ ngữ|hiệu lực thi hành|điều khoản|quy định|tổ chức thực hiện"
    r"|giới thiệu|mở đầu|lời nói đầu|phụ lục|nơi nhận|khác\b|chung\b)",
    re.IGNORECASE,
)
_OF_ANY_MATTER = re.compile(
    r"(?:thành phần )?hồ sơ|giấy tờ|thời hạn(?: giải quyết)?|(?:phí, )?lệ phí|phí|điều kiện|yêu cầu"
    r"|(?:trình tự|cách thức|cơ quan|đối tượng|thủ tục)(?: thực hiện)?|thẩm quyền(?: giải quyết)?",
    re.IGNORECASE,
)
"""Headings that say nothing without the one above them."""
_COLUMN_ASKS = (
    ("giá", "là bao nhiêu"),
    ("đơn giá", "là bao nhiêu"),
    ("phí", "là bao nhiêu"),
    ("lệ phí", "là bao nhiêu"),
    ("mức", "là bao nhiêu"),
    ("thời hạn", "là bao lâu"),
    ("thời gian", "là bao lâu"),
    ("địa chỉ", "ở đâu"),
    ("nơi", "ở đâu"),
    ("điện thoại", "là số nào"),
    ("giờ", "là mấy giờ"),
)


def drafted(passages: Sequence[Passage]) -> list[Pair]:
    """Pairs from one source's passages, in reading order; of two that ask the same, the first."""
    found: dict[str, Pair] = {}
    for _, own in groupby(passages, key=lambda one: one.heading):
        section = list(own)
        for question, answer in _of_section(section):
            pair = _pair(section[0], question, answer)
            if pair is not None:
                found.setdefault(_PLURAL.sub("", matter(pair.question)), pair)
    return list(found.values())


def _of_section(section: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    running = [one for one in section if one.kind is Kind.PARAGRAPH]
    for passage in section:
        if passage.kind is Kind.ROW:
            yield from _of_row(passage)
    lines = [line.strip() for one in running for line in one.text.split("\n")]
    if lines:
        yield from _of_heading(running[0], lines)
        yield from _of_lists(lines)
        yield from _of_definitions(lines, defining=bool(_DEFINING.search(" ".join(section[0].heading[-1:]))))


def _pair(first: Passage, question: str, answer: str) -> Pair | None:
    """The pair, unless it is too long or too short to be of use."""
    question = question[:1].upper() + " ".join(question.split())[1:]
    said = len(answer.split())
    if not LEAST_ANSWER_SYLLABLES <= said <= MOST_ANSWER_SYLLABLES:
        return None
    if len(question.split()) > MOST_QUESTION_SYLLABLES:
        return None
    place = [first.source_title, *(part for part in first.heading[-1:] if part != first.source_title)]
    page = [f"trang {first.page}"] if first.page else []
    group = first.heading[0] if first.heading else ""
    return Pair((question,), answer, group=group, source=", ".join([*place, *page]))


def _of_heading(first: Passage, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not first.heading:
        return
    heading = first.heading[-1]
    title = _NUMBERED.sub("", heading, count=1).strip(" .:")
    if _ASKS.search(title):
        yield f"{title.rstrip('?')}?", "\n".join(lines)
        return
    if _OF_ANY_MATTER.fullmatch(title):
        above = first.heading[-2] if len(first.heading) > 1 else first.source_title
        title = f"{title} {_lower(above)}"
    if not title or _WITHOUT_MATTER.match(title) or len(title.split()) < 2:
        return
    for form, question in _HEADS:
        if found := form.match(title):
            part = {
                "rest": "",
                "about": "",
                "head": "",
                **{key: value or "" for key, value in found.groupdict().items()},
            }
            yield question.format(Title=_upper(title), Rest=_upper(part["rest"]), **part), "\n".join(lines)
            return
    if _ARTICLE.match(heading):
        yield f"{_upper(title)} được quy định thế nào?", "\n".join(lines)


def _of_lists(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, line in enumerate(lines):
        if not line.endswith(":") or at + 1 == len(lines) or not _MARK.match(lines[at + 1]):
            continue
        question = _asked_by(_MARK.sub("", line, count=1))
        if question:
            yield question, "\n".join([_MARK.sub("", line, count=1), *_entries(lines, at)])


def _asked_by(lead: str) -> str:
    """The question that a lead-in answers; "" where it says too little by itself."""
    if _POINTING.match(lead) or (";" in lead):
        return ""
    if found := _NEEDED.search(lead):
        return f"{lead[: found.start()]}{found['verb']} những {found['thing']} gì?"
    if found := _COMPOSED.match(lead):
        subject = found["subject"].rstrip(",")
        return "" if _UNCLEAR.search(subject) else f"{subject} gồm những gì?"
    return ""


def _entries(lines: Sequence[str], lead: int) -> list[str]:
    """The list below its lead-in: entries with marks of the first one's sort, and what is between them."""
    sort = _sort(lines[lead + 1])
    outer = _sort(lines[lead])
    entries: list[str] = []
    for line in lines[lead + 1 :]:
        if not _MARK.match(line) or (outer and outer != sort and _sort(line) == outer):
            break
        entries.append(line)
    return entries


def _sort(line: str) -> str:
    mark = _MARK.match(line)
    if mark is None:
        return ""
    sign = mark.group().strip(" ().")
    return "1" if sign.isdigit() else "a" if sign[:1].isalpha() else "-"


def _of_definitions(lines: Iterable[str], *, defining: bool) -> Iterator[tuple[str, str]]:
    """ "X là Y." An entry of a list defines only where the list is one of definitions: elsewhere it is a case."""
    for line in lines:
        plain = _MARK.sub("", line, count=1)
        if plain != line and not defining:
            continue
        first = next(iter(sentences(plain)), None)
        found = _DEFINED.match(first.text) if first else None
        if found is None or first is None:
            continue
        subject, meaning = found["subject"].strip(), found["meaning"]
        if _POINTING.search(subject) or len(subject.split()) > 10 or not subject[:1].isupper():
            continue
        asks = next((words for kind, words in _ASKED_BY_VALUE if _begins_with(kind, meaning)), "")
        if not asks and len(meaning.split()) < 6:
            continue
        asks = asks or ("là ai" if _PERSON.match(meaning) else "là gì")
        yield f"{subject} {asks}?", f"{plain.rstrip(' .;')}."


def _begins_with(asked: Asked, text: str) -> bool:
    places = kinds.found(asked, text) or []
    return any(start < 12 for start, _ in places)


def _of_row(passage: Passage) -> Iterator[tuple[str, str]]:
    (title, subject), *rest = rows.cells(passage.text)
    if not title or not subject or not rest or len(rest) > MOST_COLUMNS:
        return
    for name, value in rest:
        column = name.partition("(")[0].strip()
        asks = next((words for word, words in _COLUMN_ASKS if column.lower().startswith(word)), "")
        if not asks or (asks == "là bao nhiêu" and not kinds.found(Asked.AMOUNT, value) and "phí" not in value):
            continue
        of = "" if asks in ("là bao nhiêu", "là bao lâu") else "của "
        question = f"{_upper(column)} {of}{_lower(subject)} {asks}?"
        yield question, rows.worded(passage.text, question)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """Inside a sentence; a name of several words keeps its capitals."""
    second = text.split(" ")[1:2]
    return text if text[1:2].isupper() or (second and second[0][:1].isupper()) else text[:1].lower() + text[1:]
