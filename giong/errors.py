"""The error tree: what went wrong, said to a person, and nothing of HTTP or exit codes.

Every error carries a stable dotted `code` (never reworded, safe to match on) and one sentence with the remedy in
Vietnamese (`vi`) and in English (`en`). `api/errors.py` alone turns a class into an HTTP status and `cli/main.py` alone
into an exit code.

    GiongError
    ├── BadInput            the caller sent something that cannot be used; say what and how to mend it
    │   └── TooLarge        it is beyond a stated limit
    ├── NotFound            no such thing, or not yours (the two are told apart nowhere)
    ├── Conflict            it exists already, or changed meanwhile
    ├── Unauthenticated     no key, or an unknown one
    ├── Forbidden           a known key that may not do this
    ├── TooManyRequests     one caller asked too often; others may go on (`retry_after_s`)
    ├── BadConfiguration    a setting or an assistant file is wrong; names file, line and remedy
    ├── Unavailable         an engine, package or service is missing or away; says which command installs it
    │   └── Busy            try again later (`retry_after_s`)
    └── StorageFull         the disk is full; nothing was half written
"""

from __future__ import annotations


class GiongError(Exception):
    """Base of all errors that Gióng raises on purpose."""

    def __init__(self, code: str, *, vi: str, en: str) -> None:
        super().__init__(f"{vi} ({en})")
        self.code = code
        self.vi = vi
        self.en = en


class BadInput(GiongError):
    """What was sent cannot be used."""


class TooLarge(BadInput):
    """What was sent is beyond a stated limit."""


class NotFound(GiongError):
    """It does not exist, or belongs to another organisation."""


class Conflict(GiongError):
    """It exists already, or was changed by someone else meanwhile."""


class Unauthenticated(GiongError):
    """No key was given, or one that nobody knows."""


class Forbidden(GiongError):
    """The key is known but may not do this."""


class TooManyRequests(GiongError):
    """One caller asks too often; it may try again after `retry_after_s` seconds."""

    def __init__(self, code: str, *, vi: str, en: str, retry_after_s: float = 1.0) -> None:
        super().__init__(code, vi=vi, en=en)
        self.retry_after_s = retry_after_s


class BadConfiguration(GiongError):
    """A setting or an assistant's file is wrong."""


class Unavailable(GiongError):
    """Something that is needed is missing or away."""


class Busy(Unavailable):
    """All places are taken for the moment; try again after `retry_after_s` seconds."""

    def __init__(self, code: str, *, vi: str, en: str, retry_after_s: float = 1.0) -> None:
        super().__init__(code, vi=vi, en=en)
        self.retry_after_s = retry_after_s


class StorageFull(GiongError):
    """The disk is full."""
