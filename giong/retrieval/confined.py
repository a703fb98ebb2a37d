"""Parsing in a child process that may take only so much time and memory. Knows no file format.

Files are read by large parsers, some in C, and their bytes come from strangers: a file that crashes one, hangs it or
unpacks without end ends the child, and the server that started it goes on. What comes back is JSON, never a pickle. The
child has no environment, hence no keys.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, astuple, dataclass
from typing import IO, TYPE_CHECKING, Any

from giong.errors import BadInput, GiongError, TooLarge
from giong.retrieval.document import Block, Document, Kind

if TYPE_CHECKING:
    from giong.retrieval.sources import Limits

CHILDREN = threading.BoundedSemaphore(2)
"""So that many uploads at once do not take the memory of many children."""
NICENESS = 5
"""People who are being talked to come first."""
_OUT_OF_MEMORY = 70
_REFUSALS = {refusal.__name__: refusal for refusal in (BadInput, TooLarge)}


@dataclass(frozen=True)
class Allowance:
    """What a child may take. 3,000 pages of text take PDFium 30 s of processor time and 200 MB."""

    memory_bytes: int = 2 << 30
    cpu_s: int = 60
    wall_s: float = 120.0
    answer_bytes: int = 200_000_000


def parsed(kind: str, data: bytes, *, title: str, limits: Limits, allowance: Allowance | None = None) -> Document:
    """The document that `sources.parsed` makes of the same, made in a child process.

    Raises what it raises, and `BadInput` when the child dies or exceeds its allowance.
    """
    allowance = allowance or Allowance()
    task = {"kind": kind, "title": title, "limits": asdict(limits), "allowance": asdict(allowance)}
    with CHILDREN, tempfile.TemporaryFile() as answer:
        status = _run(json.dumps(task).encode() + b"\n" + data, answer, allowance.wall_s)
        if status != 0:
            raise too_costly()
        answer.seek(0)
        return _document(json.load(answer))


def _run(task: bytes, answer: IO[bytes], wall_s: float) -> int:
    child = subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=subprocess.DEVNULL,  # a parser's message may quote the file
        env=_environment(),
    )
    try:
        child.communicate(task, timeout=wall_s)
    except subprocess.TimeoutExpired:
        return -1
    finally:
        child.kill()
        child.wait()
    return child.returncode


def _environment() -> dict[str, str]:
    """Where Python finds its modules, and nothing else of this process's environment."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}


def _document(answer: dict[str, Any]) -> Document:
    if "refusal" in answer:
        refusal = _REFUSALS.get(answer["refusal"], BadInput)
        raise refusal(answer["code"], vi=answer["vi"], en=answer["en"])
    blocks = (Block(Kind(kind), *rest) for kind, *rest in answer["blocks"])
    return Document(
        title=answer["title"],
        text=answer["text"],
        blocks=tuple(blocks),
        head=answer["head"],
        passed_over=tuple(answer["passed_over"]),
    )


def too_costly() -> BadInput:
    """The refusal of a file whose reading crashed, or took too much time or memory."""
    return BadInput(
        "source.too_costly",
        vi="Không đọc được tệp này trong giới hạn an toàn về thời gian và bộ nhớ; tệp có thể bị hỏng hoặc nén bất "
        "thường. Hãy mở tệp, lưu lại thành tệp mới hoặc chia nhỏ, rồi tải lên lần nữa.",
        en="This file cannot be read within the safe limits of time and memory; it may be damaged or oddly compressed. "
        "Open it, save it as a new file or split it, and upload it once more.",
    )


def main() -> int:
    """The child: one task on standard input, one answer on standard output."""
    from giong.retrieval import sources

    task = json.loads(sys.stdin.buffer.readline())
    _restrict(Allowance(**task["allowance"]))
    data = sys.stdin.buffer.read()
    # openpyxl takes numpy where it finds it, which doubles the time that a small workbook takes.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        document = sources.parsed(task["kind"], data, title=task["title"], limits=sources.Limits(**task["limits"]))
        answer: dict[str, Any] = asdict(document) | {"blocks": [astuple(block) for block in document.blocks]}
    except MemoryError:
        return _OUT_OF_MEMORY
    except GiongError as refusal:
        answer = {"refusal": type(refusal).__name__, "code": refusal.code, "vi": refusal.vi, "en": refusal.en}
    json.dump(answer, sys.stdout)
    return 0


def _restrict(allowance: Allowance) -> None:
    """Hold this process to its allowance. Windows knows no such limits; the wall time holds there too."""
    if sys.platform == "win32":
        return
    import resource

    for limit, amount in (
        (resource.RLIMIT_AS, allowance.memory_bytes),
        (resource.RLIMIT_CPU, allowance.cpu_s),
        (resource.RLIMIT_FSIZE, allowance.answer_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (amount, amount))
    os.nice(NICENESS)


if __name__ == "__main__":
    sys.exit(main())
