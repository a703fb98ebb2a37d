"""Children kept for one kind of work: started when needed, given up when idle, replaced when dead. Knows no work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from giong.confined.allowance import Allowance
from giong.confined.child import Bound, Child, ExceededError, OnNote
from giong.confined.frames import Record


class Crew:
    """At most `size` children. Asked from any thread; whoever finds all of them at work waits.

    `idle_s` after its last answer a child is given up, with the memory of what it had loaded.
    """

    def __init__(self, work: str, allowance: Allowance | None = None, *, size: int = 1, idle_s: float = 300.0) -> None:
        self._work = work
        self._allowance = allowance
        self._size = size
        self._idle_s = idle_s
        self._free: list[Child] = []
        self._changed = threading.Condition()
        self._leaving: dict[Child, threading.Timer] = {}
        self._working: set[Child] = set()
        self._closed = False

    def ask(self, task: Record, data: bytes = b"", *, on_note: OnNote | None = None) -> Record:
        """As `Child.ask`."""
        with self._child() as child:
            return child.ask(task, data, on_note=on_note)

    def close(self) -> None:
        """End the children, also those at work: whoever asked them gets an `ExceededError`."""
        with self._changed:
            self._closed = True
            for child in [*self._free]:
                self._give_up(child)
            for child in self._working:
                child.kill()
            self._changed.notify_all()

    @contextmanager
    def _child(self) -> Iterator[Child]:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._working) < self._size)
            if self._closed:
                raise ExceededError(Bound.CRASH)
            child = self._free.pop() if self._free else Child(self._work, self._allowance)
            if (timer := self._leaving.pop(child, None)) is not None:
                timer.cancel()
            self._working.add(child)
        try:
            yield child
        finally:
            with self._changed:
                self._working.discard(child)
                self._free.append(child)
                self._changed.notify()
                if self._closed:
                    self._give_up(child)
                else:
                    self._leave_later(child)

    def _leave_later(self, child: Child) -> None:
        timer = threading.Timer(self._idle_s, self._leave, [child])
        timer.daemon = True
        self._leaving[child] = timer
        timer.start()

    def _leave(self, child: Child) -> None:
        with self._changed:
            if child in self._free:
                self._give_up(child)

    def _give_up(self, child: Child) -> None:
        self._free.remove(child)
        if (timer := self._leaving.pop(child, None)) is not None:
            timer.cancel()
        child.close()
