"""A child that misbehaves ends alone; what holds it back is tried from inside."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from giong.confined.allowance import Allowance
from giong.confined.child import Bound, Child, ExceededError, once
from giong.confined.crew import Crew
from giong.confined.probe import Bounds, bounds
from giong.errors import TooLarge

WORK = "tests.confined.trials:work"
SMALL = Allowance(memory_bytes=150_000_000, address_bytes=400_000_000, cpu_s=5, wall_s=10.0, answer_bytes=10_000)


def done(do: str, data: bytes = b"", *, allowance: Allowance = SMALL, **task: Any) -> dict[str, Any]:
    return once(WORK, {"do": do, **task}, data, allowance=allowance)


def exceeded(do: str, allowance: Allowance = SMALL, **task: Any) -> Bound:
    with pytest.raises(ExceededError) as error:
        done(do, allowance=allowance, **task)
    return error.value.bound


def test_bytes_go_in_and_values_come_out() -> None:
    answer = done("echo", "chữ".encode() * 10_000)
    assert (answer["bytes"], answer["text"][:3]) == (50_000, "chữ")


@pytest.mark.skipif(sys.platform != "linux", reason="a filter of system calls is Linux's")
def test_no_network_no_other_program_and_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIONG_LLM_API_KEY", "bí mật")
    answer = done("reach_out")
    assert answer["refused"] == ["AF_INET", "AF_INET6", "AF_UNIX", "program"]
    assert "bí mật" not in answer["environment"].values()


def test_nothing_is_written(tmp_path: Path) -> None:
    assert done("write", b"x", path=str(tmp_path / "a")) == {"written": 0}


def test_what_a_child_comes_up_against_is_named() -> None:
    assert exceeded("hang", replace(SMALL, wall_s=0.5)) is Bound.TIME
    assert exceeded("compute", replace(SMALL, cpu_s=1)) is Bound.TIME
    assert exceeded("fill") is Bound.MEMORY
    assert exceeded("reserve", bytes=500_000_000) is Bound.MEMORY
    assert exceeded("crash") is Bound.CRASH


def test_an_answer_without_end_is_cut_off() -> None:
    exceeded("count", replace(SMALL, answer_bytes=200), to=1_000, pause_s=0)


def test_refusals_come_back_as_they_are() -> None:
    with pytest.raises(TooLarge) as error:
        done("refuse")
    assert (error.value.code, error.value.vi, error.value.en) == ("trial.large", "To quá.", "Too large.")


def test_an_error_that_nobody_foresaw_is_told_by_its_place_only() -> None:
    with pytest.raises(ExceededError) as error:
        done("fail", b"what the paper says")
    assert error.value.bound is Bound.DEFECT
    assert error.value.place.startswith("ValueError at trials.py:")
    assert "says" not in str(error.value)


def test_a_note_is_a_sign_of_life() -> None:
    notes: list[Any] = []
    allowance = replace(SMALL, wall_s=1.5)
    answer = once(
        WORK,
        {"do": "count", "to": 8, "pause_s": 0.3},
        allowance=allowance,
        on_note=lambda note, _: notes.append(note),
    )
    assert answer == {"counted": 8}
    assert [note["number"] for note in notes] == list(range(8))


def test_until_the_first_sign_of_life_less_is_allowed() -> None:
    assert exceeded("hold", replace(SMALL, silent_bytes=60_000_000), bytes=80_000_000, told=False) is Bound.MEMORY
    allowance = replace(SMALL, silent_bytes=60_000_000)
    assert done("hold", allowance=allowance, bytes=80_000_000, told=True) == {"held": 80_000_000}
    assert exceeded("compute", replace(SMALL, cpu_s=60, silent_cpu_s=1)) is Bound.TIME


def test_what_libraries_print_does_not_disturb() -> None:
    assert done("chatter") == {"fine": True}


def test_a_child_stays_for_the_next_task_and_is_replaced_when_it_dies() -> None:
    child = Child(WORK, SMALL)
    try:
        first, second = (child.ask({"do": "echo"})["pid"] for _ in range(2))
        with pytest.raises(TooLarge):
            child.ask({"do": "refuse"})
        third = child.ask({"do": "echo"})["pid"]
        with pytest.raises(ExceededError):
            child.ask({"do": "crash"})
        fourth = child.ask({"do": "echo"})["pid"]
    finally:
        child.close()
    assert first == second == third != fourth


def test_a_crew_gives_idle_children_up() -> None:
    crew = Crew(WORK, SMALL, size=1, idle_s=0.3)
    try:
        first, second = (crew.ask({"do": "echo"})["pid"] for _ in range(2))
        assert first == second
        while Path(f"/proc/{first}").exists():
            pass
        assert crew.ask({"do": "echo"})["pid"] != first
    finally:
        crew.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux has all of them")
def test_the_doctor_finds_what_holds_here() -> None:
    assert bounds() == Bounds(starts=True, network=True, memory=True)
