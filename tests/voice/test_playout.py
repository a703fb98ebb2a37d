from __future__ import annotations

from giong.voice.playout import Playout


class Now:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_sound_is_heard_at_the_pace_of_the_clock() -> None:
    now = Now()
    playout = Playout(1000, now)
    playout.queue(500)
    now.s = 0.2
    assert playout.played() == 200
    now.s = 2.0
    assert playout.played() == 500
    playout.queue(100)  # after a gap the clock begins anew
    now.s = 2.05
    assert playout.played() == 550


def test_what_is_flushed_was_never_heard() -> None:
    now = Now()
    playout = Playout(1000, now)
    playout.queue(500)
    now.s = 0.3
    assert playout.flush() == 300
    now.s = 1.0
    assert playout.played() == 300
    playout.queue(100)
    now.s = 9.0
    assert playout.played() == 400


def test_the_far_end_knows_better() -> None:
    now = Now()
    playout = Playout(1000, now)
    playout.queue(1000)
    now.s = 0.5
    playout.confirm(300)
    assert playout.played() == 300
    now.s = 0.6
    assert playout.played() == 400
    playout.confirm(99_999)
    assert playout.played() == 1000
