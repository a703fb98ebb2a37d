"""Making checks of an e-invoice: what was found, in both languages. Knows no invoice."""

from __future__ import annotations

from dataclasses import dataclass

from giong.documents.document import Check, Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that may hold: its code, the fields that it is about, and what is said where it holds and where not."""

    code: str
    fields: tuple[str, ...]
    vi: str
    en: str
    not_vi: str
    not_en: str

    def told(self, holds: bool, detail: str = "") -> Check:
        """The check; `detail` names the place where it does not hold ("dòng 3")."""
        if holds:
            return Check(self.code, Verdict.PASSED, self.fields, self.vi, self.en)
        where = f" ({detail})" if detail else ""
        return Check(self.code, Verdict.FAILED, self.fields, self.not_vi + where, self.not_en + where)


def unknown(code: str, fields: tuple[str, ...], vi: str, en: str) -> Check:
    return Check(code, Verdict.UNKNOWN, fields, vi, en)
