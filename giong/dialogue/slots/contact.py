"""Telephone numbers, e-mail addresses and web addresses in what a person says or types."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from giong.dialogue.assistant import Slot
from giong.dialogue.slots.kind import Found, Wrong
from giong.text import dictation, links, phones
from giong.text.unicode import fold

PHONE_SORTS = ("mobile", "landline", "hotline")
_DIGITS = re.compile(r"(?<![\w])\+?\d(?:[\s.\-()]*\d){2,14}(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AT = re.compile(r"\s*(?:\(a\)|\ba còng\b|\ba móc\b|\bat\b|\bcòng\b)\s*", re.IGNORECASE)
_DOT = re.compile(r"\s*\bchấm\b\s*", re.IGNORECASE)
_SAID_AT = re.compile(r"@|\ba còng\b|\ba móc\b|\ba cong\b", re.IGNORECASE)
_MAIL_HOST = re.compile(r"(?<!\w)(?:gmail|g mail|yahoo|hotmail|outlook|icloud)(?!\w)", re.IGNORECASE)
_FEWEST = 6
"""So many digits were meant as a telephone number."""
MOBILE_DIGITS = 10
_LEAST_DIGITS = 8
_LANDLINE_DIGITS = 11


class Phone:
    """A Vietnamese telephone number; the value is its digits with the leading 0.

    Old mobile numbers of eleven digits become the new ones. `only: [mobile]` refuses the others.
    """

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        said = dictation.meant(text, lambda digits: _phone(digits, slot) is not None, (MOBILE_DIGITS,))
        if said is not None and (phone := _phone(said.text, slot)):
            return Found(phone.number, said.start, said.end)
        if found := self.find(text, slot, today):
            return found
        longest = dictation.longest(text)
        if longest is None or len(longest.text) < _FEWEST:
            return None
        if phone := _without_nought(longest.text, slot):
            return Found(phone.number, longest.start, longest.end, unsure=True)
        return _phone_fault(longest.text, slot)

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        found = None
        for match in _DIGITS.finditer(text):
            phone = _phone(match.group(), slot)
            if phone is not None:
                # The last one counts: people correct themselves ("0912 … à nhầm, 0913 …").
                found = Found(phone.number, match.start(), match.end())
        return found

    def written(self, value: Any, slot: Slot) -> str:
        phone = phones.parse(str(value))
        return " ".join(phone.groups) if phone else str(value)


def _phone(digits: str, slot: Slot) -> phones.Phone | None:
    phone = phones.parse(digits)
    if phone is None or len(phone.number) < _LEAST_DIGITS:
        return None
    return phone if not slot.only or phone.kind in slot.only else None


def _without_nought(digits: str, slot: Slot) -> phones.Phone | None:
    """ "912 345 678": the mobile number that is meant."""
    phone = None if digits.startswith("0") else _phone("0" + digits, slot)
    return phone if phone and phone.kind is phones.Kind.MOBILE else None


def _phone_fault(digits: str, slot: Slot) -> Wrong:
    phone = phones.parse(digits)
    if phone is not None:
        return Wrong("wrong_phone_mobile" if "mobile" in slot.only else "wrong_phone_landline")
    # Some say the country before it.
    national = "0" + digits.removeprefix("84") if digits.startswith("84") and len(digits) > MOBILE_DIGITS else digits
    needs = _LANDLINE_DIGITS if national.startswith("02") else MOBILE_DIGITS
    count = len(national)
    if count < needs:
        return Wrong("wrong_phone_short", {"count": str(count), "missing": str(needs - count)})
    if count > needs:
        return Wrong("wrong_phone_long", {"count": str(count), "extra": str(count - needs)})
    return Wrong("wrong_phone_prefix", {"prefix": national[: 4 if needs == _LANDLINE_DIGITS else 3]})


class Email:
    """An e-mail address, also spoken: "lan chấm nguyễn a còng gmail chấm com"."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        if found := self.find(text, slot, today):
            return found
        spoken = links.heard_emails(text)
        if spoken and _EMAIL.fullmatch(spoken[-1][2]):
            return Found(spoken[-1][2], spoken[-1][0], spoken[-1][1])
        typed = fold(_DOT.sub(".", _AT.sub("@", text)))
        head, at, host = typed.partition("@")
        typed = head.replace(" ", "") + at + host.replace(" ", "") if at else typed
        if match := _EMAIL.search(typed):
            return Found(match.group().strip("."), 0, len(text))
        if _SAID_AT.search(text):
            return Wrong("wrong_email_host")
        return Wrong("wrong_email_at") if _MAIL_HOST.search(text) else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        match = _EMAIL.search(text)
        return Found(match.group().lower(), match.start(), match.end()) if match else None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


class Url:
    """A web address, also spoken ("vê kép vê kép vê kép chấm gióng chấm vê en"); the host is in small letters."""

    def read(self, text: str, slot: Slot, today: date) -> Found | Wrong | None:
        if found := self.find(text, slot, today):
            return found
        spoken = links.heard_url(text)
        if spoken is not None:
            return Found(spoken[2], spoken[0], spoken[1])
        return Wrong("wrong_url_form") if re.search(r"www|https?|(?<!\w)(?:chấm|gạch chéo)(?!\w)", text, re.I) else None

    def find(self, text: str, slot: Slot, today: date) -> Found | None:
        mails = [match.span() for match in _EMAIL.finditer(text)]
        for match in links.URL.finditer(text):
            address = match.group().rstrip(".,;:!?)")
            if not any(start <= match.start() < end for start, end in mails):
                return Found(_normal(address), match.start(), match.start() + len(address))
        return None

    def written(self, value: Any, slot: Slot) -> str:
        return str(value)


def _normal(address: str) -> str:
    """Host names know no capitals; paths do."""
    match = re.match(r"(?:https?://)?[^/]+", address, re.IGNORECASE)
    end = match.end() if match else 0
    return address[:end].lower() + address[end:].rstrip("/")
