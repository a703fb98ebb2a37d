"""What a code on a paper says against what is printed on it, field by field. Knows no code and no kind of paper.

A code that was pasted over another person's card is found by this. A doubtful reading of the print contradicts nothing:
it may be misread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from giong.documents.document import Candidate, Check, Origin, Verdict
from giong.text.unicode import fold

READ_SURELY = 0.8
"""Print that is believed less than this may be misread where it says something else."""
RESEMBLING = 80.0
"""Of 100: words that resemble each other so much are the same, misread or written another way."""
_EXACT = ("id", "dob")
_READ = (Origin.PRINT, Origin.TEXT_LAYER)


def of_code(code: Mapping[str, str], found: Mapping[str, Sequence[Candidate]]) -> Iterator[Check]:
    """Checks "qr.NAME" for each field that stands both in the code and, surely enough, in print."""
    for name, coded in code.items():
        printed = [candidate for candidate in found.get(name, ()) if candidate.origin in _READ]
        verdict = _verdict(name, coded, printed) if coded and printed else Verdict.UNKNOWN
        if verdict is not Verdict.UNKNOWN:
            yield _check(name, same=verdict is Verdict.PASSED)


def _verdict(name: str, coded: str, printed: Iterable[Candidate]) -> Verdict:
    best = max(printed, key=lambda candidate: candidate.likelihood)
    if _bare(best.value) == _bare(coded):
        return Verdict.PASSED
    resembling = name not in _EXACT and fuzz.ratio(_bare(best.value), _bare(coded)) >= RESEMBLING
    return Verdict.UNKNOWN if resembling or best.likelihood < READ_SURELY else Verdict.FAILED


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _check(name: str, *, same: bool) -> Check:
    return Check(
        f"qr.{name}",
        Verdict.PASSED if same else Verdict.FAILED,
        (name,),
        "Chữ in khớp với mã QR." if same else "Chữ in không khớp với mã QR.",
        "The print agrees with the QR code." if same else "The print contradicts the QR code.",
    )
