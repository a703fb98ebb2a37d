"""The child: takes its allowance, gives up the network, then does one task after the other. Knows no work by name."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import IO

from giong.confined import frames, network
from giong.confined.allowance import Allowance, allow_time, restrict
from giong.confined.frames import Record
from giong.errors import GiongError

_TASK_BYTES = 1 << 40
"""The parent is trusted; the length only guards against reading something else as a frame."""


def main() -> int:
    tasks, answers = sys.stdin.buffer, _answers()
    first = frames.read(tasks, most_bytes=_TASK_BYTES)
    if first is None:
        return 0
    allowance = Allowance(**first.record["allowance"])
    restrict(allowance)
    allow_time(allowance.cpu_s)
    network.cut_off()
    module, _, name = first.record["work"].partition(":")
    work = getattr(importlib.import_module(module), name)

    def tell(note: Record, data: bytes = b"") -> None:
        allow_time(allowance.cpu_s)
        frames.write(answers, {"note": note}, data)

    while (frame := frames.read(tasks, most_bytes=_TASK_BYTES)) is not None:
        allow_time(allowance.silent_cpu_s or allowance.cpu_s)
        try:
            said: Record = {"answer": work(frame.record["task"], frame.data, tell)}
        except MemoryError:
            said = {"out_of_memory": True}
        except GiongError as refusal:
            kind = type(refusal).__name__
            said = {"refusal": {"kind": kind, "code": refusal.code, "vi": refusal.vi, "en": refusal.en}}
        except Exception as defect:
            said = {"defect": _place(defect)}
        del frame  # the bytes are large, and the next task may be long in coming
        frames.write(answers, said)
    return 0


def _place(defect: Exception) -> str:
    """Kind and place of an error, without its text, which may quote the file."""
    frame = traceback.extract_tb(defect.__traceback__)[-1]
    return f"{type(defect).__name__} at {os.path.basename(frame.filename)}:{frame.lineno} {frame.name}"


def _answers() -> IO[bytes]:
    """What was standard output; whatever libraries print from now on goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


if __name__ == "__main__":
    sys.exit(main())
