"""What scenarios touch, and which broken assistants they notice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from giong.dialogue.folder.reading import read_assistant, read_scenarios
from giong.dialogue.mind import Mind, train
from giong.evaluation.coverage import Watch
from giong.evaluation.mutation import Fate, Kind, Verdict, judge, mutants
from giong.evaluation.scenarios import run_scenario
from giong.evaluation.telling import covered, judged, tally

SAMPLE = Path(__file__).parents[1] / "dialogue" / "assistants" / "cap-nuoc"


@pytest.fixture(scope="module")
def mind() -> Mind:
    return train(read_assistant(SAMPLE))


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    return list(judge(SAMPLE))


def test_coverage_names_what_no_scenario_touched(mind: Mind) -> None:
    outage = next(one for one in read_scenarios(SAMPLE) if one.turns[1].expect.flow == "mat_nuoc")
    watch = Watch(mind)
    result = run_scenario(watch.mind, outage)
    shares = watch.coverage([result]).shares
    assert shares["flows"].missing == ("hen_lich", "hoa_don")
    assert any("call tra_hoa_don" in step for step in shares["steps"].missing)
    assert not any("mat_nuoc: ask dia_chi" in step for step in shares["steps"].missing)
    assert "ma_khach_hang" in shares["slots"].missing
    assert "hoa_don" in shares["intents"].missing
    assert "mat_nuoc" not in shares["intents"].missing
    assert "call tra_hoa_don" in covered(watch.coverage([result]))


def test_a_branch_is_covered_when_it_went_both_ways(mind: Mind) -> None:
    watch = Watch(mind)
    results = [run_scenario(watch.mind, one) for one in read_scenarios(SAMPLE)]
    branches = watch.coverage(results).shares["branches"]
    assert [one for one in branches.missing if one.startswith("mat_nuoc")] == ["mat_nuoc: not (muc_do == 'khẩn')"]


def test_a_watched_assistant_answers_as_before(mind: Mind) -> None:
    for scenario in read_scenarios(SAMPLE):
        plain, watched = run_scenario(mind, scenario), run_scenario(Watch(mind).mind, scenario)
        assert (watched.chat, watched.misses) == (plain.chat, plain.misses)


def test_a_step_a_slot_type_and_an_intent_cannot_break_unnoticed(verdicts: list[Verdict]) -> None:
    counts = tally(verdicts)
    for kind in (Kind.STEP, Kind.SLOT, Kind.INTENT):
        assert counts[kind]["caught"] >= 1
    noticed = [verdict for verdict in verdicts if verdict.fate is not Fate.SURVIVED]
    assert len(noticed) >= 0.8 * len(verdicts)
    assert all(verdict.by for verdict in verdicts if verdict.fate is Fate.CAUGHT)


def test_survivors_are_named_with_their_place(verdicts: list[Verdict]) -> None:
    survivor = next(verdict.mutant for verdict in verdicts if verdict.fate is Fate.SURVIVED)
    assert f"{survivor.file}: {survivor.what}" in judged(verdicts)


def test_a_suite_that_looks_at_nothing_notices_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "cap-nuoc"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("tests"))
    (folder / "tests").mkdir()
    (folder / "tests" / "lo-la.yaml").write_text("- scenario: Lơ là\n  turns: [{user: báo mất nước}]\n")
    fates = {verdict.fate for verdict in judge(folder, lambda mutant: mutant.kind is Kind.STEP)}
    assert Fate.CAUGHT not in fates


def test_every_step_and_used_slot_has_a_mutant_and_the_folder_is_left_alone() -> None:
    before = {path: path.read_bytes() for path in SAMPLE.rglob("*.yaml")}
    found = list(mutants(SAMPLE))
    assistant = read_assistant(SAMPLE)
    asked = {slot for flow in assistant.flows.values() for slot in flow.slots}
    assert {mutant.what.partition(":")[0] for mutant in found if mutant.kind is Kind.SLOT} == asked
    assert sum(mutant.kind is Kind.STEP for mutant in found) == 23
    assert {path: path.read_bytes() for path in SAMPLE.rglob("*.yaml")} == before
