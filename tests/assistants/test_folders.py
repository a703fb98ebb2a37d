"""The sample assistants as folders: whole, rich enough, small, and written in their own words."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from giong.dialogue import standing
from giong.dialogue.assistant import Say
from giong.dialogue.folder.reading import read_assistant, read_scenarios
from giong.retrieval.document import Kind
from giong.retrieval.passages import Passage, cut
from giong.retrieval.sources import read

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "assistants").glob("*/assistant.yaml"))
DATA = Path(os.environ.get("GIONG_DATA", ROOT.parent / "shared" / "data"))
each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)

COPIED_WORDS = 14
"""As many words in a row as this are a copy; shorter runs are the names of papers and offices."""


def passages(folder: Path) -> Iterator[Passage]:
    for source in read_assistant(folder).knowledge:
        document = read(source.path, (folder / source.path).read_bytes())
        yield from cut(document, source_id=source.path)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_there_are_four() -> None:
    assert [folder.name for folder in FOLDERS] == ["danh-ba", "dien-luc", "khao-sat", "phuong"]


@each
def test_folder_is_whole_and_rich(folder: Path) -> None:
    assistant = read_assistant(folder)
    assert set(assistant.channels) == {"web", "call"}
    assert (folder / "README.md").is_file()
    assert assistant.knowledge
    assert assistant.desk.queue
    assert all(slot.again for slot in assistant.slots.values())
    for intent in assistant.intents.values():
        if intent.name not in standing.INTENTS:
            assert 8 <= len(intent.examples) <= 25, intent.name
            assert intent.title[0].isupper()


@each
def test_at_least_25_scenarios_with_names_of_their_own(folder: Path) -> None:
    names = [scenario.scenario for scenario in read_scenarios(folder)]
    assert len(names) >= 25
    assert len(set(names)) == len(names)


@each
def test_every_flow_and_action_is_used_by_a_scenario(folder: Path) -> None:
    assistant = read_assistant(folder)
    scenarios = read_scenarios(folder)
    turns = [turn.expect for scenario in scenarios for turn in scenario.turns]
    assert {turn.action for turn in turns if turn.action} == set(assistant.actions)
    started = {name for name, flow in assistant.flows.items() if flow.start and flow.slots}
    # A flow that ends in the same turn is seen by the intent that started it.
    seen = {turn.flow for turn in turns} | {turn.intent for turn in turns}
    assert started <= seen


@each
def test_binary_files_are_small(folder: Path) -> None:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    assert sum(sizes) < 400_000


def test_the_electricity_company_answers_60_questions() -> None:
    answers = [one for one in passages(ROOT / "assistants" / "dien-luc") if one.kind is Kind.ANSWER]
    assert len(answers) >= 60
    assert len({one.question for one in answers}) == len(answers)


def test_the_bill_calculation_agrees_with_the_price_table() -> None:
    table = "\n".join(one.text for one in passages(ROOT / "assistants" / "dien-luc") if one.kind is Kind.ROW)
    flow = (ROOT / "assistants" / "dien-luc" / "flows" / "tinh_tien.yaml").read_text(encoding="utf-8")
    prices = re.findall(r"(bậc \d), .*?Giá điện: ([\d.]+) đồng/kWh", table)
    assert len(prices) == 6
    for _, price in prices:
        assert f"* {price.replace('.', '')}" in flow


def test_the_pdf_gives_its_vietnamese_text() -> None:
    path = ROOT / "assistants" / "dien-luc" / "knowledge" / "an-toan-va-tiet-kiem-dien.pdf"
    document = read(path.name, path.read_bytes())
    assert "dùng gậy gỗ khô hoặc nhựa khô gạt dây ra" in " ".join(document.text.split())


def test_the_recording_guide_names_lines_that_exist() -> None:
    folder = ROOT / "assistants" / "danh-ba"
    assistant = read_assistant(folder)
    said = {step.prompt for flow in assistant.flows.values() for step in flow.steps if isinstance(step, Say)}
    asked = {f"{name}.{way}" for name in assistant.slots for way in ("ask", "again")}
    guide = (folder / "prompts" / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([\w.]+)\.wav`", guide, re.MULTILINE))
    assert len(named) >= 15
    assert named <= said | asked | set(assistant.answers)


@pytest.mark.data
@each
def test_no_sentence_is_copied_from_the_reference_data(folder: Path) -> None:
    law, procedures = DATA / "law-text" / "luat-cu-tru.txt", DATA / "public-services" / "procedures.json"
    if not law.is_file() or not procedures.is_file():
        pytest.skip(f"no reference data at {DATA}; set GIONG_DATA")
    reference = words(law.read_text(encoding="utf-8")) + words(
        json.dumps(json.loads(procedures.read_text(encoding="utf-8")), ensure_ascii=False)
    )
    runs = {tuple(reference[i : i + COPIED_WORDS]) for i in range(len(reference) - COPIED_WORDS)}
    for passage in passages(folder):
        own = words(passage.text)
        copied = [
            own[i : i + COPIED_WORDS]
            for i in range(len(own) - COPIED_WORDS + 1)
            if tuple(own[i : i + COPIED_WORDS]) in runs
        ]
        assert not copied, " ".join(copied[0])
