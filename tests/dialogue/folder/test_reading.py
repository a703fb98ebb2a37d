"""A folder becomes an assistant, or a list of problems with file, line, column and remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from giong.dialogue.assistant import Ask, Call, Confirm, Jump, ToolAction
from giong.dialogue.folder.problems import BadFolder, Problem
from giong.dialogue.folder.reading import is_assistant, read_assistant, read_scenarios
from giong.dialogue.mind import train
from giong.errors import BadConfiguration

SAMPLE = Path(__file__).parents[1] / "assistants" / "cap-nuoc"


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


@pytest.mark.parametrize("twin", ["Dạ em ơi báo mất nước ạ", "BÁO MẤT NƯỚC!"])
def test_the_same_words_in_other_dress_contradict_too(folder: Path, twin: str) -> None:
    change(folder / "intents.yaml", "nước bẩn quá", twin)
    assert "line 7" in only(folder).en


def test_an_example_cannot_be_excluded_by_its_own_intent(folder: Path) -> None:
    change(folder / "intents.yaml", "    - nước không chảy\n", "    - nước không chảy\n  not: [báo mất nước]\n")
    assert "“mat_nuoc” itself" in only(folder).en


def test_negatives_are_read_and_belong_to_no_intent(folder: Path) -> None:
    with (folder / "intents.yaml").open("a", encoding="utf-8") as file:
        file.write("out_of_scope:\n  examples: [mất điện, sửa ống ga]\n")
    change(folder / "intents.yaml", "    - nước không chảy\n", "    - nước không chảy\n  not: [bán nước đóng bình]\n")
    assistant = read_assistant(folder)
    assert assistant.outside == ("mất điện", "sửa ống ga")
    assert assistant.intents["mat_nuoc"].never == ("bán nước đóng bình",)
    assert "out_of_scope" not in assistant.intents


def test_what_is_out_of_scope_cannot_be_an_example_as_well(folder: Path) -> None:
    with (folder / "intents.yaml").open("a", encoding="utf-8") as file:
        file.write("out_of_scope:\n  examples: [báo mất nước]\n")
    assert "“mat_nuoc”" in only(folder).en


def test_an_authors_example_takes_a_standing_sentence_for_itself(folder: Path) -> None:
    change(folder / "intents.yaml", "nước bẩn quá", "gặp quản lý")
    assert "gặp quản lý" not in [example.text for example in read_assistant(folder).intents["agent"].examples]


@pytest.mark.parametrize(
    ("steps", "endless"),
    [
        ("[{ask: dia_chi}, {go: mat_nuoc}]", True),
        ("[{say: a}, {go: mat_nuoc}]", True),
        ("[{branch: [{when: 'so_tien', steps: [{go: mat_nuoc}]}, {else: [{go: mat_nuoc}]}]}]", True),
        ("[{branch: [{when: 'so_tien', steps: [{go: mat_nuoc}]}, {else: [{end: done}]}]}]", False),
        ("[{confirm: 'a?', no: [{hand_over: x}]}, {go: mat_nuoc}]", False),
        ("[{go: mat_nuoc, when: 'so_tien'}]", False),
        ("[{go: hoa_don}]", False),
    ],
)
def test_a_circle_without_a_way_out_is_refused(folder: Path, steps: str, endless: bool) -> None:
    file = folder / "flows/mat_nuoc.yaml"
    file.write_text(f"flow: mat_nuoc\nstart: [mat_nuoc]\nsteps: {steps}\n", encoding="utf-8")
    found = [problem for problem in (problems(folder) if endless else ()) if "goes round" in problem.en]
    assert bool(found) is endless
    assert all((problem.file, problem.line) == ("flows/mat_nuoc.yaml", 3) for problem in found)
    assert endless or read_assistant(folder)


def test_a_circle_over_two_flows_is_refused_where_it_closes(folder: Path) -> None:
    for name, other in (("mat_nuoc", "hoa_don"), ("hoa_don", "mat_nuoc")):
        text = f"flow: {name}\nstart: [{name}]\nsteps:\n  - go: {other}\n"
        (folder / f"flows/{name}.yaml").write_text(text, encoding="utf-8")
    circles = {problem.file for problem in problems(folder) if "goes round" in problem.en}
    assert circles == {"flows/mat_nuoc.yaml", "flows/hoa_don.yaml"}


def test_thresholds_come_from_the_examples_unless_they_are_stated(folder: Path) -> None:
    learnt = train(read_assistant(folder)).means.assistant.thresholds
    assert 0.25 <= learnt.clarify <= learnt.answer <= 0.75
    with (folder / "assistant.yaml").open("a", encoding="utf-8") as file:
        file.write("understanding: {answer: 0.9, clarify: 0.3}\n")
    stated = train(read_assistant(folder)).means.assistant.thresholds
    assert (stated.answer, stated.clarify) == (0.9, 0.3)
    change(folder / "assistant.yaml", "clarify: 0.3", "clarify: 0.95")
    assert "clarify" in only(folder).en


def test_a_reserved_name_is_a_problem(folder: Path) -> None:
    change(folder / "slots.yaml", "gio_hen:", "hour:")
    assert any("reserved" in problem.en for problem in problems(folder))


def test_a_file_in_another_encoding_is_a_problem(folder: Path) -> None:
    (folder / "answers.yaml").write_bytes("greeting: \xe1".encode("latin-1"))
    assert "UTF-8" in only(folder).en


CONFIRMED = '  - confirm: "Em xin nhắc lại: mất nước tại {{dia_chi}}'
"""Where the sample asks for consent before it writes."""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (CONFIRMED, '  - say: "Em xin nhắc lại: mất nước tại {{dia_chi}}', 11),
        (CONFIRMED, '  - when: "channel == \'web\'"\n    confirm: "Em xin nhắc lại: mất nước tại {{dia_chi}}', 12),
        ("  - call: bao_su_co", "  - ask: dia_chi\n    anew: true\n  - call: bao_su_co", 13),
        ("  - choose: pham_vi", "  - branch:\n      - when: muc_do\n        steps: [{call: bao_su_co}]", 10),
    ],
)
def test_what_writes_is_confirmed_on_every_way(folder: Path, old: str, new: str, line: int) -> None:
    change(folder / "flows" / "mat_nuoc.yaml", old, new)
    problem = only(folder)
    assert (problem.file, problem.line) == ("flows/mat_nuoc.yaml", line)
    assert "confirm" in problem.en
    assert "bao_su_co" in problem.vi


def test_what_only_reads_needs_no_consent(folder: Path) -> None:
    change(folder / "flows" / "mat_nuoc.yaml", CONFIRMED, '  - say: "Em xin nhắc lại: mất nước tại {{dia_chi}}')
    change(folder / "assistant.yaml", "    method: POST", "    method: POST\n    writes: false")
    assert not read_assistant(folder).actions["bao_su_co"].writes


SERVERS = "servers: {kho: {program: kho}, xa: {url: https://api.suoitrong.vn/mcp}}\nactions:\n"
TOOL = "  them: {mcp: kho, tool: dat_hang, arguments: {ma: '{{dia_chi}}'}, save: {ma_don: phieu}}\n"


def test_tools_of_servers_are_actions(folder: Path) -> None:
    change(folder / "assistant.yaml", "actions:\n", SERVERS + TOOL)
    change(folder / "flows" / "mat_nuoc.yaml", "  - call: bao_su_co", "  - call: them\n  - say: Mã {{ma_don}}.")
    assistant = read_assistant(folder)
    action = assistant.actions["them"]
    assert isinstance(action, ToolAction)
    assert action.writes
    assert action.used == {"dia_chi"}
    assert assistant.servers["xa"].url == "https://api.suoitrong.vn/mcp"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("mcp: kho", "mcp: kha", "did you mean “kho”"),
        ("tool: dat_hang", "tol: dat_hang", "tool"),
        ("{{dia_chi}}'}", "{{dia_chii}}'}", "did you mean “dia_chi”"),
        ("program: kho", "url: ''", "one of the two"),
        ("https://api.suoitrong.vn/mcp", "https://evil.example/mcp", "hosts"),
    ],
)
def test_wrong_tools_are_told(folder: Path, old: str, new: str, told: str) -> None:
    change(folder / "assistant.yaml", "actions:\n", SERVERS + TOOL)
    change(folder / "assistant.yaml", old, new)
    assert told in "\n".join(problem.en for problem in problems(folder))


def test_scenarios_are_read_in_order_and_checked(folder: Path) -> None:
    names = [scenario.scenario for scenario in read_scenarios(folder)]
    assert names[0] == "Báo mất nước, sửa số điện thoại"
    (folder / "tests" / "z.yaml").write_text("- scenario: x\n  turns: [{user: a, press: b}]\n", encoding="utf-8")
    with pytest.raises(BadFolder) as raised:
        read_scenarios(folder)
    assert "one of user, press, keys, silence" in raised.value.en
