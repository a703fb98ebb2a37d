"""A child process that does one kind of work within its allowance, seen from its parent. Knows no work.

It may be asked again and again, so that what it loaded stays loaded. Whatever it exceeds ends it, and the next question
starts another. It has no environment, hence no keys, and no network.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from typing import Protocol

from giong.confined import frames
from giong.confined.allowance import Allowance, resident_bytes
from giong.confined.frames import Record
from giong.errors import BadConfiguration, BadInput, Conflict, GiongError, NotFound, TooLarge, Unavailable

WATCH_S = 0.05
"""How often the time and the memory of a child at work are looked at."""


class Tell(Protocol):
    """In the child: tells something while the work goes on, which is also a sign of life."""

    def __call__(self, note: Record, data: bytes = b"", /) -> None: ...


OnNote = Callable[[Record, bytes], None]
"""In the parent: gets what the child tells."""


_REFUSALS = {kind.__name__: kind for kind in (BadInput, TooLarge, NotFound, Conflict, BadConfiguration, Unavailable)}
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")


class Bound(StrEnum):
    """What a child that ended had come up against."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    DEFECT = "defect"
    """An error that nobody foresaw; `place` says where."""


class ExceededError(Exception):
    """The child ended before it had answered: it crashed, or took more than its allowance."""

    def __init__(self, bound: Bound, place: str = "") -> None:
        super().__init__(bound.value, place)
        self.bound = bound
        self.place = place


class Child:
    """One child for the function `work`, written `package.module:function`; called as `function(task, data, tell)`.

    Asked from one thread at a time; it is started by the first question.
    """

    def __init__(self, work: str, allowance: Allowance | None = None) -> None:
        self._work = work
        self._allowance = allowance or Allowance()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, task: Record, data: bytes = b"", *, on_note: OnNote | None = None) -> Record:
        """What the work returns for this task. Raises the `GiongError` that the work raised, and `ExceededError`."""
        process = self._process or self._start()
        assert process.stdin is not None
        with _Watch(process, self._allowance) as watch:
            try:
                frames.write(process.stdin, {"task": task}, data)
                return self._answer(process, watch, on_note)
            except (OSError, frames.BrokenFrameError, ValueError, EOFError):
                self.close()
                raise ExceededError(watch.bound or _bound_of(process)) from None
            except (GiongError, ExceededError):
                raise
            except BaseException:  # whoever asked is gone, or was cancelled: the child would answer the next one
                self.close()
                raise

    def kill(self) -> None:
        """End the child while another thread waits for its answer."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the child, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "giong.confined"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a parser's message may quote the file
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for the parent, who ends its children itself
        )
        assert process.stdin is not None
        self._process = process
        with contextlib.suppress(OSError):  # one that died at once is found out by whoever waits for its answer
            frames.write(process.stdin, {"work": self._work, "allowance": asdict(self._allowance)})
        return process

    def _answer(self, process: subprocess.Popen[bytes], watch: _Watch, on_note: OnNote | None) -> Record:
        assert process.stdout is not None
        left = self._allowance.answer_bytes
        while True:
            frame = frames.read(process.stdout, most_bytes=left)
            if frame is None:
                raise EOFError
            record, left = frame.record, left - frame.size
            watch.sign_of_life()
            if "note" in record:
                if on_note is not None:
                    on_note(record["note"], frame.data)
            elif "refusal" in record:
                raise _refusal(record["refusal"])
            elif "defect" in record:
                raise ExceededError(Bound.DEFECT, record["defect"])
            elif "answer" in record:
                answer: Record = record["answer"]
                return answer
            else:
                watch.bound = Bound.MEMORY if "out_of_memory" in record else Bound.CRASH
                raise EOFError


class _Watch:
    """Ends a child that takes too long or too much while a question is open."""

    def __init__(self, process: subprocess.Popen[bytes], allowance: Allowance) -> None:
        self._process = process
        self._allowance = allowance
        self._alive_at = time.monotonic()
        self._most_bytes = allowance.silent_bytes or allowance.memory_bytes
        self._over = threading.Event()
        self.bound: Bound | None = None

    def __enter__(self) -> _Watch:
        self._thread = threading.Thread(target=self._run, name="giong-confined", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def sign_of_life(self) -> None:
        self._alive_at = time.monotonic()
        self._most_bytes = self._allowance.memory_bytes

    def _run(self) -> None:
        while not self._over.wait(min(WATCH_S, self._allowance.wall_s)):
            if time.monotonic() - self._alive_at > self._allowance.wall_s:
                self.bound = Bound.TIME
            elif resident_bytes(self._process.pid) > self._most_bytes:
                self.bound = Bound.MEMORY
            if self.bound is not None:
                self._process.kill()
                return


def once(
    work: str,
    task: Record,
    data: bytes = b"",
    *,
    allowance: Allowance | None = None,
    on_note: OnNote | None = None,
) -> Record:
    """What the work returns, done in a child of its own. Raises as `Child.ask`."""
    child = Child(work, allowance)
    try:
        return child.ask(task, data, on_note=on_note)
    finally:
        child.close()


def _bound_of(process: subprocess.Popen[bytes]) -> Bound:
    """What ended it, by its exit status: the kernel sends SIGXCPU when the processor time is used up."""
    if sys.platform != "win32":
        import signal

        if process.returncode == -signal.SIGXCPU:
            return Bound.TIME
    return Bound.CRASH


def _refusal(told: Record) -> GiongError:
    return _REFUSALS.get(told["kind"], BadInput)(told["code"], vi=told["vi"], en=told["en"])


def _environment() -> dict[str, str]:
    """Where Python finds its modules, and nothing else of this process's environment."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
