"""The table of slot kinds: the names used in slots.yaml."""

from __future__ import annotations

from collections.abc import Mapping

from giong.dialogue.slots import attachment, contact
from giong.dialogue.slots.amount import Duration, Integer, Money, Number, Percent
from giong.dialogue.slots.attachment import Document, File
from giong.dialogue.slots.choice import Choice, YesNo
from giong.dialogue.slots.code import Code
from giong.dialogue.slots.contact import Email, Phone, Url
from giong.dialogue.slots.kind import Kind
from giong.dialogue.slots.papers import BankAccount, CitizenId, Plate, TaxCode
from giong.dialogue.slots.place import Address, Province
from giong.dialogue.slots.when import Date, Time
from giong.dialogue.slots.words import Name, Text

KINDS: Mapping[str, Kind] = {
    "text": Text(),
    "name": Name(),
    "phone": Phone(),
    "number": Number(),
    "integer": Integer(),
    "percent": Percent(),
    "money": Money(),
    "date": Date(),
    "time": Time(),
    "duration": Duration(),
    "yes_no": YesNo(),
    "choice": Choice(),
    "code": Code(),
    "citizen_id": CitizenId(),
    "tax_code": TaxCode(),
    "bank_account": BankAccount(),
    "plate": Plate(),
    "address": Address(),
    "province": Province(),
    "email": Email(),
    "url": Url(),
    "file": File(),
    "document": Document(),
}

DOCUMENT = "document"
"""The kind that is filled by a photo and fills other slots."""

OPEN = frozenset({"text", "name", "address"})
"""Kinds that nearly any words would fill, so a question must be told from an answer by other signs."""

UNMISTAKABLE = frozenset({"phone", "email", "url", "code", "citizen_id", "tax_code", "bank_account", "plate", "file"})
"""Kinds whose values have a form of their own: recognised also while something else is asked for."""

AMENDABLE = frozenset(
    {"name", "number", "integer", "percent", "money", "date", "time", "duration", "address", "province", "email", "url"}
)
"""Kinds of which what stands after "à nhầm" counts; the dictated ones look after that themselves."""

SORTS: Mapping[str, tuple[str, ...]] = {
    "phone": contact.PHONE_SORTS,
    "citizen_id": ("cccd",),
    "file": attachment.SORTS,
}
"""What `only:` of a slot may name."""
