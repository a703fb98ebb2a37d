"""Real conversations become scenarios in which nobody can be recognised, and which still make sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from giong.dialogue.assistant import Slot
from giong.dialogue.folder.reading import read_assistant
from giong.dialogue.folder.schema import ScenarioFile
from giong.dialogue.memory import Turn
from giong.dialogue.mind import Mind, train
from giong.dialogue.slots.kind import Found
from giong.dialogue.slots.table import KINDS
from giong.evaluation.disguise import Disguise
from giong.evaluation.drafting import drafted, write_drafts
from giong.evaluation.generation.writing import as_yaml
from giong.evaluation.scenarios import run_scenario
from giong.evaluation.telling import explained

SAMPLE = Path(__file__).parents[1] / "dialogue" / "assistants" / "cap-nuoc"
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SAID = (
    "báo mất nước",
    "27 ngõ Bà Triệu",
    "số tôi là 0987.654.321, tên Hoàng Văn Thụ",
    "cả khu",
    "à nhầm, 0976 111 222 mới đúng",
    "đúng rồi",
)
PRIVATE = ("0987", "654.321", "0976", "111 222", "0976111222", "Bà Triệu", "Hoàng Văn Thụ")


@pytest.fixture(scope="module")
def mind() -> Mind:
    return train(read_assistant(SAMPLE))


@pytest.fixture(scope="module")
def talk(mind: Mind) -> tuple[Turn, ...]:
    scenario = ScenarioFile.model_validate(
        {
            "scenario": "thật",
            "actions": {"bao_su_co": {"json": {"ticket": "T-77"}}},
            "turns": [{"user": words} for words in SAID],
        }
    )
    return run_scenario(mind, scenario).chat


@pytest.fixture(scope="module")
def draft(mind: Mind, talk: tuple[Turn, ...]) -> ScenarioFile:
    return drafted(mind.means.assistant, talk, name="Nháp", at=AT, channel="web")


def test_nothing_personal_is_left(draft: ScenarioFile) -> None:
    text = as_yaml([draft])
    assert [private for private in PRIVATE if private in text] == []


def test_the_same_person_stays_the_same_person(draft: ScenarioFile) -> None:
    slots = [turn.expect.slots.get("so_dien_thoai") for turn in draft.turns]
    first, second = [value for value in slots if value]
    assert first != second
    assert [turn.user for turn in draft.turns if turn.user and first in turn.user]
    assert [turn.user for turn in draft.turns if turn.user and second in turn.user]


def test_it_begins_when_the_conversation_did_and_knows_what_the_service_answered(draft: ScenarioFile) -> None:
    assert draft.now == "2026-11-20T10:00"
    assert draft.actions.keys() == {"bao_su_co"}


def test_the_draft_passes_on_the_assistant_that_held_the_conversation(mind: Mind, draft: ScenarioFile) -> None:
    result = run_scenario(mind, draft)
    assert result.passed, explained(result)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("bank_account", "100200"), ("citizen_id", "001203004567"), ("plate", "51F-123.45"), ("tax_code", "0100109106")],
)
def test_a_number_of_a_paper_gets_another_of_its_kind(mind: Mind, kind: str, value: str) -> None:
    assistant = replace(mind.means.assistant, slots={"x": Slot("x", kind, ())})
    disguise = Disguise(assistant)
    disguise.learn({"x": value})
    invented = disguise.value("x", value)
    assert invented != value
    assert isinstance(KINDS[kind].read(invented, assistant.slots["x"], AT.date()), Found)
    assert disguise.text(f"là {value} nhé") == f"là {invented} nhé"


@pytest.mark.parametrize(
    "words",
    [
        "căn cước của tôi là 001 088 012 345",
        "gửi về lan.tran@congty.vn giúp chị",
        "xe biển số 30A-123.45",
        "không chín tám bảy sáu năm bốn ba hai một",
        "mật khẩu là hoa2020",
    ],
)
def test_what_masking_knows_is_replaced_once_and_for_all(mind: Mind, words: str) -> None:
    disguise = Disguise(mind.means.assistant)
    changed = disguise.text(words)
    assert changed != words
    assert disguise.text(words) == changed
    assert not set(words.split()) & {"012", "lan.tran@congty.vn", "30A-123.45", "tám", "hoa2020"} & set(changed.split())


def test_drafts_that_a_person_may_have_worked_on_are_not_overwritten(tmp_path: Path, draft: ScenarioFile) -> None:
    first = write_drafts(tmp_path, [draft])
    assert first is not None
    first.write_text("# đã sửa\n", encoding="utf-8")
    assert write_drafts(tmp_path, [draft]) not in (None, first)
    assert first.read_text(encoding="utf-8") == "# đã sửa\n"
    assert write_drafts(tmp_path, []) is None
