"""Plain values as clients send them, refused where no database could hold them. Knows no shape."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("the text holds NUL or half of a surrogate pair")
    return text


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("the moment is out of range") from None


Text = Annotated[str, AfterValidator(_storable)]
"""JSON can spell texts that UTF-8 and PostgreSQL cannot: they would be stored, then break every reading."""

Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]

Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""An event's number, or a place in a text; the databases' integers go no further."""
