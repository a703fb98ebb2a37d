"""Scenarios made from flows: whole, the same each time, readable, and true to the definition."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from giong.dialogue.assistant import Assistant, Jump, Option, Slot
from giong.dialogue.folder.reading import read_assistant, read_scenarios
from giong.dialogue.folder.schema import ScenarioFile, SlotType
from giong.dialogue.mind import Mind, train
from giong.dialogue.slots.kind import Found
from giong.dialogue.slots.table import KINDS
from giong.evaluation.generation.cases import cases
from giong.evaluation.generation.left_out import left_out
from giong.evaluation.generation.paths import Path as FoundPath
from giong.evaluation.generation.paths import covering
from giong.evaluation.generation.samples import TODAY, samples
from giong.evaluation.generation.solving import Conditions, Uses, answers_to
from giong.evaluation.generation.walk import essence
from giong.evaluation.generation.writing import write_generated
from giong.evaluation.scenarios import chat_misses, run_scenario
from giong.evaluation.telling import explained

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "tests" / "dialogue" / "assistants" / "cap-nuoc"
WARD = ROOT / "assistants" / "phuong"


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return read_assistant(SAMPLE)


@pytest.fixture(scope="module")
def mind(assistant: Assistant) -> Mind:
    return train(assistant)


def paths_of(assistant: Assistant, flow: str) -> list[FoundPath]:
    conditions = Conditions.of(assistant)
    return covering(assistant, assistant.flows[flow], "mở đầu", conditions=conditions, seen=set())


def test_the_paths_of_a_flow_take_every_step_and_both_sides_of_every_branch(assistant: Assistant) -> None:
    ward = read_assistant(WARD)
    for folder, name in ((assistant, "mat_nuoc"), (ward, "dat_lich_hen"), (ward, "tra_cuu_ho_so")):
        flow = folder.flows[name]
        marks = set[tuple[str, int, str]]().union(*(path.marks for path in paths_of(folder, name)))
        for at, step in enumerate(flow.steps):
            outcomes = {outcome for place, number, outcome in marks if (place, number) == (name, at)}
            if isinstance(step, Jump) and step.unless is not None:
                assert outcomes == {"yes", "no"}, f"{name}.{at}"
            elif not isinstance(step, Jump):
                assert outcomes, f"{name}.{at}"


def test_a_condition_on_an_hour_is_solved_on_both_sides() -> None:
    ward = read_assistant(WARD)
    hours = [sample.value for sample in answers_to(ward.slots["gio_hen"], Conditions.of(ward).uses("gio_hen"))]
    assert {"07:00", "11:30", "17:00"} <= set(hours)


@pytest.mark.parametrize(
    ("kind", "constant"), [("money", 2_000_000), ("integer", 18), ("percent", 70), ("number", 2.5)]
)
def test_a_condition_on_an_amount_is_solved_on_both_sides(kind: SlotType, constant: float) -> None:
    slot = Slot("x", kind, ())
    found = answers_to(slot, Uses((constant,)))
    assert {constant - 1, constant, constant + 1} <= {sample.value for sample in found}
    for sample in found:
        read = KINDS[kind].read(sample.words, slot, TODAY)
        assert isinstance(read, Found)
        assert read.value == sample.value


def test_a_flow_that_goes_in_a_circle_comes_to_an_end() -> None:
    directory = read_assistant(ROOT / "assistants" / "danh-ba")
    paths = paths_of(directory, "tim_dia_diem")
    assert all(path.turns <= 14 for path in paths)
    assert "ends" in {path.walk.end for path in paths}


def test_the_same_assistant_gives_the_same_scenarios(assistant: Assistant) -> None:
    assert cases(assistant) == cases(read_assistant(SAMPLE))


def test_what_is_expected_does_not_depend_on_how_the_assistant_understands(assistant: Assistant) -> None:
    """The generator is given no mind; the same definition with other thresholds gives the same scenarios."""
    deaf = replace(assistant, thresholds=replace(assistant.thresholds, answer=1.0))
    assert cases(deaf) == cases(assistant)


def test_the_sample_does_what_its_definition_says(assistant: Assistant, mind: Mind) -> None:
    made = cases(assistant)
    paths = [one for name in ("mat_nuoc", "hoa_don") for one in made[name]]
    failing = [result for one in paths if not (result := run_scenario(mind, one)).passed]
    assert len(paths) >= 12
    assert [explained(result) for result in failing] == []


def test_an_assistant_that_does_something_else_fails(assistant: Assistant) -> None:
    flow = assistant.flows["hoa_don"]
    broken = replace(assistant, flows={**assistant.flows, "hoa_don": replace(flow, steps=flow.steps[:1])})
    whole = cases(assistant)["hoa_don"][0]
    assert [miss.what for miss in chat_misses(train(broken), whole)] == ["says", "action"]


def test_every_kind_of_case_is_there(assistant: Assistant) -> None:
    made = cases(assistant)
    names = " · ".join(one.scenario for one in made["mat_nuoc"])
    for part in ("trọn vẹn", "hỏi xen", "xin nhắc lại", "thôi giữa chừng", "xin gặp người", "quay lại", "im lặng"):
        assert part in names
    assert {"thong-tin", "y-dinh"} <= made.keys()
    refused = [one for one in made["thong-tin"] if "không được nhận" in one.scenario]
    assert all("again" in {turn.expect.decision for turn in one.turns} for one in refused)


def test_the_samples_of_every_kind_are_what_they_say() -> None:
    """Read back by the reader of that kind: a table of values that nobody can mean would find nothing."""
    for kind in get_args(SlotType):
        slot = Slot("x", kind, (), options=(Option("a", "Cà phê"), Option("b", "Khách sạn")), pattern=r"KH\d{4}")
        known = samples(slot)
        assert known is not None, kind
        assert len(known.good) == 2, kind
        for sample in known.good:
            found = KINDS[kind].read(sample.words, slot, TODAY)
            assert isinstance(found, Found), (kind, sample)
            assert found.value == sample.value, (kind, sample)
        for words in known.bad:
            assert not isinstance(KINDS[kind].read(words, slot, TODAY), Found), (kind, words)


def test_each_slot_of_a_sample_folder_has_samples() -> None:
    for folder in (ROOT / "assistants").glob("*/assistant.yaml"):
        for slot in read_assistant(folder.parent).slots.values():
            known = samples(slot)
            assert known is not None, slot.name
            assert known.good, slot.name


def test_what_no_cases_are_made_of_is_named(assistant: Assistant) -> None:
    assert [one.name for one in left_out(assistant)] == []
    slots = {
        **assistant.slots,
        "ma_khach_hang": replace(assistant.slots["ma_khach_hang"], pattern=r"(ST|KH)\d{6}(?!0)"),
    }
    told = list(left_out(replace(assistant, slots=slots)))
    side = [one for one in left_out(read_assistant(WARD)) if "side path" in one.en]
    assert [one.name for one in side] == ["so_can_cuoc"]
    assert [one.name for one in told] == ["ma_khach_hang", "hoa_don"]
    assert "(ST|KH)" in told[0].en
    assert "ma_khach_hang" in told[1].vi


def test_what_is_written_reads_back_the_same(assistant: Assistant, tmp_path: Path) -> None:
    folder = tmp_path / "cap-nuoc"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("tests"))
    made = cases(assistant)
    files = write_generated(folder, made)
    assert [file.stem for file in files] == sorted(made)
    assert read_scenarios(folder) == in_order(made)
    write_generated(folder, {"hoa_don": made["hoa_don"]})
    assert read_scenarios(folder) == made["hoa_don"]


def in_order(made: dict[str, list[ScenarioFile]]) -> Sequence[ScenarioFile]:
    return [one for name in sorted(made) for one in made[name]]


def test_a_gap_that_was_noted_stays_noted(assistant: Assistant, tmp_path: Path) -> None:
    folder = tmp_path / "cap-nuoc"
    shutil.copytree(SAMPLE, folder)
    made = cases(assistant)["hoa_don"]
    noted = [made[0].model_copy(update={"gap": "chưa làm"}), *made[1:]]
    write_generated(folder, {"hoa_don": noted})
    write_generated(folder, {"hoa_don": made})
    generated = [one for one in read_scenarios(folder) if one.gap]
    assert [(one.scenario, one.gap) for one in generated] == [(made[0].scenario, "chưa làm")]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Dạ, em ghi nhận ngay ạ.", "em ghi nhận ngay ạ"),
        ("¦ cho ¦ xin số điện thoại liên hệ ạ?", "xin số điện thoại liên hệ ạ"),
        ("Dạ được. Hóa đơn kỳ này là 1.000.000 đồng ạ.", "Hóa đơn kỳ này là 1.000.000 đồng ạ"),
    ],
)
def test_what_is_looked_for_of_a_line_addresses_nobody(line: str, part: str) -> None:
    assert essence(line) == part
