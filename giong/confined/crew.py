"""Children kept for one kind of work: started when needed, given up when idle, replaced when they die. Knows no work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from giong.confined.allowance import Allowance
from giong.confined.child import Child, Tell
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
        self._at_work = 0
        self._changed = threading.Condition()
        self._leaving: dict[Child, threading.Timer] = {}
        self._closed = False

    def ask(self, task: Record, data: bytes = b"", *, on_note: Tell | None = None) -> Record:
        """As `Child.ask`."""
        with self._child() as child:
            return child.ask(task, data, on_note=on_note)

    def close(self) -> None:
        """End the children; those at work when they have answered."""
        with self._changed:
            self._closed = True
            for child in [*self._free]:
                self._give_up(child)

    @contextmanager
    def _child(self) -> Iterator[Child]:
        with self._changed:
            self._changed.wait_for(lambda: self._at_work < self._size)
            self._at_work += 1
            child = self._free.pop() if self._free else Child(self._work, self._allowance)
            if (timer := self._leaving.pop(child, None)) is not None:
                timer.cancel()
        try:
            yield child
        finally:
            with self._changed:
                self._at_work -= 1
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
