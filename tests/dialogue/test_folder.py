"""A folder becomes an assistant, or a list of problems with file, line, column and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from giong.dialogue.assistant import Ask, Call, Confirm, Jump
from giong.dialogue.folder import is_assistant, read_assistant, read_scenarios
from giong.dialogue.problems import BadFolder, Problem
from giong.errors import BadConfiguration

SAMPLE = Path(__file__).parent / "assistants" / "cap-nuoc"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "cap-nuoc"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(BadFolder) as raised:
        read_assistant(folder)
    assert isinstance(raised.value, BadConfiguration)
    assert raised.value.code == "assistant.invalid"
    return raised.value.problems


def only(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, found
    return found[0]


def test_the_sample_is_read_whole() -> None:
    assistant = read_assistant(SAMPLE)
    assert assistant.name == "Cấp nước Suối Trong"
    assert assistant.persona.own == "em"
    assert assistant.flow_for("mat_nuoc") is assistant.flows["mat_nuoc"]
    assert assistant.intents["mat_nuoc"].examples[2].slots == {"dia_chi": "12 Láng Hạ"}
    assert assistant.slots["so_dien_thoai"].title == "số điện thoại"
    assert assistant.knowledge[0].title == "Quy định lắp đặt"


def test_standing_intents_take_more_examples_and_keep_their_own() -> None:
    examples = [example.text for example in read_assistant(SAMPLE).intents["no"].examples]
    assert "hổng phải" in examples
    assert "không phải" in examples


def test_steps_become_a_flat_list_with_jumps() -> None:
    steps = read_assistant(SAMPLE).flows["hen_lich"].steps
    confirm = next(step for step in steps if isinstance(step, Confirm))
    assert isinstance(steps[confirm.no], Ask)
    back = next(step for step in steps[confirm.no :] if isinstance(step, Jump))
    assert steps[back.to] is confirm
    assert confirm.slots == ("gio_hen", "ngay_hen")
    bill = read_assistant(SAMPLE).flows["hoa_don"].steps
    call = next(step for step in bill if isinstance(step, Call))
    assert call.failed > 0


def test_is_assistant_asks_only_for_the_file(tmp_path: Path) -> None:
    assert is_assistant(SAMPLE)
    assert not is_assistant(tmp_path)
    (tmp_path / "assistant.yaml").write_text("{", encoding="utf-8")
    assert is_assistant(tmp_path)


def test_a_folder_without_the_file_says_how_to_begin(tmp_path: Path) -> None:
    assert "giong init" in only(tmp_path).en


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("assistant.yaml", "persona:", "perosna:", "“persona”"),
        ("assistant.yaml", "giong: 1", "giong: 2", "1"),
        ("assistant.yaml", "https://api.suoitrong.vn/bills", "https://evil.example/bills", "hosts"),
        ("assistant.yaml", "hosts: [api", "hosts: [https://api", "lower case"),
        ("assistant.yaml", "silences: 2", "silences: nhiều", "whole number"),
        ("assistant.yaml", "knowledge/lap-dat.md", "../../secret.md", "inside"),
        ("assistant.yaml", "knowledge/lap-dat.md", "knowledge/none.md", "no file"),
        ("slots.yaml", "type: phone", "type: fone", "phone"),
        ("slots.yaml", 'pattern: "ST\\\\d{6}"', 'pattern: "ST("', "regular"),
        ("slots.yaml", '"{{customer}} cho em xin địa chỉ', '"{{custumer}} cho em xin địa chỉ', "“customer”"),
        ("slots.yaml", '"{{customer}} cho em xin địa chỉ', '"{{customer cho em xin địa chỉ', "closed"),
        ("answers.yaml", "gio_lam_viec:", "gio_lam_vieck:", "no line or intent"),
        ("intents.yaml", "(dia_chi)", "(dia_chy)", "“dia_chi”"),
        ("flows/mat_nuoc.yaml", "  - ask: dia_chi", "  - ask: dia_chy", "“dia_chi”"),
        ("flows/mat_nuoc.yaml", "  - ask: dia_chi", "  - aks: dia_chi", "“ask”"),
        ("flows/mat_nuoc.yaml", "choose: pham_vi", "choose: dia_chi", "choice"),
        ("flows/mat_nuoc.yaml", "start: [mat_nuoc]", "start: [mat_nuok]", "there is no intent"),
        ("flows/mat_nuoc.yaml", "call: bao_su_co", "call: bao_su", "“bao_su_co”"),
        ("flows/mat_nuoc.yaml", "muc_do == 'khẩn'", "__import__('os')", "function"),
        ("flows/mat_nuoc.yaml", "muc_do == 'khẩn'", "muc_do[0]", "Subscript"),
        ("flows/hoa_don.yaml", "hand_over: ky_thuat}", "hand_over: ky_thuat, say: x}", "one kind"),
    ],
)
def test_mistakes_are_told_with_line_and_remedy(folder: Path, file: str, old: str, new: str, words: str) -> None:
    before, _, _ = (folder / file).read_text(encoding="utf-8").partition(old)
    line = before.count("\n") + 1
    change(folder / file, old, new)
    found = [problem for problem in problems(folder) if words in problem.en]
    assert [(problem.file, problem.line) for problem in found] == [(file, line)], problems(folder)
    assert found[0].column >= 1
    assert found[0].vi != found[0].en


def test_all_problems_are_told_at_once(folder: Path) -> None:
    change(folder / "flows/mat_nuoc.yaml", "ask: dia_chi", "ask: x1")
    change(folder / "flows/hoa_don.yaml", "ask: ma_khach_hang", "ask: x2")
    change(folder / "answers.yaml", "nuoc_duc:", "nuoc_duk:")
    assert {problem.file for problem in problems(folder)} == {
        "flows/mat_nuoc.yaml", "flows/hoa_don.yaml", "answers.yaml", "intents.yaml",
    }  # fmt: skip


def test_an_intent_that_nothing_answers_is_a_problem(folder: Path) -> None:
    change(folder / "flows/hoa_don.yaml", "start: [hoa_don]", "start: []")
    assert "answers.yaml" in only(folder).en


def test_the_same_example_in_two_intents_is_a_problem(folder: Path) -> None:
    change(folder / "intents.yaml", "nước bẩn quá", "báo mất nước")
    assert "mat_nuoc" in only(folder).en


def test_a_reserved_name_is_a_problem(folder: Path) -> None:
    change(folder / "slots.yaml", "gio_hen:", "hour:")
    assert any("reserved" in problem.en for problem in problems(folder))


def test_a_file_in_another_encoding_is_a_problem(folder: Path) -> None:
    (folder / "answers.yaml").write_bytes("greeting: \xe1".encode("latin-1"))
    assert "UTF-8" in only(folder).en


def test_scenarios_are_read_in_order_and_checked(folder: Path) -> None:
    names = [scenario.scenario for scenario in read_scenarios(folder)]
    assert names[0] == "Báo mất nước, sửa số điện thoại"
    (folder / "tests" / "z.yaml").write_text("- scenario: x\n  turns: [{user: a, press: b}]\n", encoding="utf-8")
    with pytest.raises(BadFolder) as raised:
        read_scenarios(folder)
    assert "one of user, press, silence" in raised.value.en
