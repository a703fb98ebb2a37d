"""Personal data in text, found and blacked out before anything is logged or shown; knows patterns, no persons.

Numbers are found in digits and as words ("không chín không ba …"), since a transcript has them so. What cannot be
classified but is long enough to identify someone is masked as a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from giong.text import identity, links, names, phones
from giong.text.codes import PLATE
from giong.text.heard import DigitRun, digit_run, heard, number_run
from giong.text.words import Span


class Kind(StrEnum):
    """What was masked."""

    PHONE = "phone"
    IDENTITY = "identity"
    TAX = "tax"
    ACCOUNT = "account"
    CARD = "card"
    PLATE = "plate"
    SECRET = "secret"
    EMAIL = "email"
    NAME = "name"
    NUMBER = "number"


LABELS = {
    Kind.PHONE: "[số điện thoại]",
    Kind.IDENTITY: "[số giấy tờ]",
    Kind.TAX: "[mã số thuế]",
    Kind.ACCOUNT: "[số tài khoản]",
    Kind.CARD: "[số thẻ]",
    Kind.PLATE: "[biển số xe]",
    Kind.SECRET: "[mã bí mật]",
    Kind.EMAIL: "[email]",
    Kind.NAME: "[họ tên]",
    Kind.NUMBER: "[dãy số]",
}
_IDENTITIES = {
    identity.Kind.CITIZEN: Kind.IDENTITY,
    identity.Kind.INSURANCE: Kind.IDENTITY,
    identity.Kind.PASSPORT: Kind.IDENTITY,
    identity.Kind.TAX: Kind.TAX,
    identity.Kind.ACCOUNT: Kind.ACCOUNT,
    identity.Kind.CARD: Kind.CARD,
    identity.Kind.SECRET: Kind.SECRET,
}
_ANONYMOUS = 8  # digits from which a row identifies someone even if nothing announces it
_DIGITS = re.compile(r"(?<![\w.,])\+?\(?\d(?:[ .()-]{0,2}\d)+(?![\w]|[.,]\d)")
# Wherever it stands, also glued to letters or to another number by a comma.
_BARE_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[35789]\d{8}(?!\d)")
_PASSWORD = re.compile(
    r"(?<!\w)(?:mật khẩu|mat khau|password|pass|mk)(?:\s\w+){0,3}?(?:\s(?:là|la)|\s?:)\s?(\S{0,60}\d\S{0,60})",
    re.IGNORECASE,
)
_INSURED = re.compile(r"(?<!\w)[A-Z]{2}\s?\d\s?\d{2}\s?\d{10}(?!\w)")
_PASSPORT = re.compile(r"(?<!\w)[A-Z]\d{7,8}(?!\w)")
_MONEY = re.compile(r"\s?(?:đ|đồng|vnđ|vnd|usd|₫|\$|triệu|tỷ|tr|k|nghìn|ngàn)(?!\w)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d[ -]{1,3}(?:19|20)\d\d")
_DATE = re.compile(r"\d{1,2}([-. ])\d{1,2}\1(?:\d{4}|\d{2})|(?:19|20)\d\d-\d\d-\d\d")


@dataclass(frozen=True)
class Masked:
    """A piece of the text that must not be seen, and what it is."""

    span: Span
    kind: Kind

    @property
    def label(self) -> str:
        """What stands in its place."""
        return LABELS[self.kind]


def mask(text: str) -> str:
    """The text with personal data replaced by what it was, in brackets."""
    for masked in reversed(find(text)):
        text = text[: masked.span.start] + masked.label + text[masked.span.end :]
    return text


def find(text: str) -> list[Masked]:
    """Personal data in order, without overlaps."""
    found = [*_emails(text), *_tokens(text), *_written_numbers(text), *_spoken_numbers(text), *_names(text)]
    found.sort(key=lambda masked: (masked.span.start, -masked.span.end))
    apart: list[Masked] = []
    for masked in found:
        if not apart or masked.span.start >= apart[-1].span.end:
            apart.append(masked)
    return apart


def _at(text: str, start: int, end: int, kind: Kind) -> Masked:
    return Masked(Span(text[start:end], start, end), kind)


def _emails(text: str) -> list[Masked]:
    written = [_at(text, *match.span(), Kind.EMAIL) for match in links.EMAIL.finditer(text)]
    return written + [_at(text, start, end, Kind.EMAIL) for start, end, _ in links.heard_emails(text)]


def _tokens(text: str) -> list[Masked]:
    """What its own form gives away, whatever stands around it."""
    found = [_at(text, *match.span(), Kind.PLATE) for match in PLATE.finditer(text)]
    found += [_at(text, *match.span(), Kind.IDENTITY) for match in _INSURED.finditer(text)]
    found += [_at(text, *match.span(1), Kind.SECRET) for match in _PASSWORD.finditer(text)]
    return found + [_at(text, *m.span(), Kind.PHONE) for m in _BARE_PHONE.finditer(text) if phones.parse(m.group())]


def _names(text: str) -> list[Masked]:
    return [Masked(span, Kind.NAME) for span in names.find(text)]


def _written_numbers(text: str) -> list[Masked]:
    found = []
    for match in _DIGITS.finditer(text):
        kind = None if _is_amount(match) else _kind(match.group(), text[: match.start()])
        if kind is not None:
            found.append(_at(text, *match.span(), kind))
    passports = (
        match for match in _PASSPORT.finditer(text) if identity.context(text[: match.start()]) is identity.Kind.PASSPORT
    )
    return found + [_at(text, *match.span(), Kind.IDENTITY) for match in passports]


def _is_amount(match: re.Match[str]) -> bool:
    """Whether the digits are a sum, a number cut in thousands, a date, or a span of years."""
    literal = match.group()
    if _MONEY.match(match.string, match.end()) or _DATE.fullmatch(literal) or _YEARS.fullmatch(literal):
        return True
    return _GROUPED.fullmatch(literal) is not None and not literal.startswith("0")


def _kind(literal: str, before: str) -> Kind | None:
    digits = re.sub(r"\D", "", literal)
    announced = identity.context(before)
    if announced is None:
        phone = phones.parse(literal)
        if phone is not None:
            return Kind.PHONE if phone.kind in (phones.Kind.MOBILE, phones.Kind.LANDLINE) else None
    recognised = identity.classify(digits, before)
    if recognised is not None:
        return _IDENTITIES[recognised]
    if phones.parse(literal) is not None:
        return Kind.PHONE if len(digits) > 8 else None
    return Kind.NUMBER if len(digits) >= _ANONYMOUS else None


def _spoken_numbers(text: str) -> list[Masked]:
    row = heard(text)
    found, at = [], 0
    while at < len(row.words):
        phone = phones.read_spoken(row.words, at)
        run = DigitRun("", phone.end) if phone else _longest_run(row.words, at)
        if run is None:
            at += 1
            continue
        start, end = row.spans[at].start, row.spans[run.end - 1].end
        kind = Kind.PHONE if phone else _spoken_kind(run.digits, text[:start], run.end - at)
        if kind is not None:
            found.append(_at(text, start, end, kind))
        at = run.end
    return found


def _longest_run(words: tuple[str, ...], at: int) -> DigitRun | None:
    plain = digit_run(words, at, commas=True)
    mixed = number_run(words, at) if plain is not None and plain.digits.startswith("0") else None
    return mixed if mixed is not None and plain is not None and len(mixed.digits) > len(plain.digits) else plain


def _spoken_kind(digits: str, before: str, syllables: int) -> Kind | None:
    if syllables < 3:
        return None
    kind = _kind(digits, before)
    if kind is None and phones.parse(digits[1:]) is not None and digits.startswith("00"):
        return Kind.PHONE
    if kind is Kind.NUMBER and digits.startswith("0") and len(digits) in (9, 10, 11):
        return Kind.PHONE
    return kind if kind is not None or syllables < 6 else Kind.NUMBER
