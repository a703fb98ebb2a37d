"""Reads an assistant's folder into an `Assistant`, or says everything that is wrong with it. Knows files, no talk.

assistant = read_assistant(Path("assistants/dien-luc"))      # raises BadFolder (a BadConfiguration)
scenarios = read_scenarios(Path("assistants/dien-luc"))
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from giong.dialogue import standing
from giong.dialogue.assistant import (
    Action,
    Assistant,
    Desk,
    Flow,
    HttpAction,
    Intent,
    Limits,
    Option,
    Persona,
    Phrases,
    Slot,
    Source,
    Thresholds,
    ToolAction,
    ToolServer,
    Voice,
)
from giong.dialogue.folder import marks, schema
from giong.dialogue.folder.checked import Checker
from giong.dialogue.folder.circles import endless
from giong.dialogue.folder.consent import unconfirmed
from giong.dialogue.folder.intents import read_intents
from giong.dialogue.folder.plan import Known, Plan
from giong.dialogue.folder.problems import BadFolder, Page, Problem
from giong.dialogue.nlu.trained.model import Model as Trained
from giong.dialogue.nlu.trained.sample import OUTSIDE
from giong.dialogue.slots.table import DOCUMENT, SORTS
from giong.errors import BadInput

KNOWLEDGE_SUFFIXES = (".md", ".txt", ".html", ".docx", ".xlsx", ".csv", ".pdf")

UNDERSTANDING = "understanding.npz"
"""The model that was trained for the assistant, where there is one."""

ANSWER, CLARIFY = 0.60, 0.35
"""Thresholds of an assistant before it has learnt its examples."""

_TITLES = {
    "name": "họ tên",
    "phone": "số điện thoại",
    "money": "số tiền",
    "date": "ngày",
    "time": "giờ",
    "duration": "thời gian",
    "address": "địa chỉ",
    "province": "tỉnh, thành phố",
    "email": "email",
    "url": "trang web",
    "percent": "tỷ lệ",
    "citizen_id": "số căn cước",
    "tax_code": "mã số thuế",
    "bank_account": "số tài khoản",
    "plate": "biển số xe",
    "file": "ảnh hoặc tệp",
    "document": "ảnh giấy tờ",
}
"""What a slot is called that has no title."""

Model = TypeVar("Model", bound=BaseModel)


def read_assistant(folder: Path, *, with_model: bool = True) -> Assistant:
    """The assistant described by `folder`, with its trained model or as if it had none. Raises `BadFolder` with all
    problems found.
    """
    reading = _Reading(folder)
    assistant = reading.assistant(with_model=with_model)
    if reading.problems:
        raise BadFolder(tuple(reading.problems))
    return assistant


def is_assistant(folder: Path) -> bool:
    """Whether the folder describes an assistant at all, well or badly."""
    return (folder / "assistant.yaml").is_file()


GENERATED = "tests/generated"
"""Where the scenarios lie that are made from the flows."""


def read_scenarios(folder: Path, *, generated: bool = True) -> list[schema.ScenarioFile]:
    """The scenarios in `folder/tests`, then those made from the flows, in the order of the files' names. Raises
    `BadFolder`.
    """
    reading = _Reading(folder)
    files = [*_yaml_files(folder / "tests"), *(_yaml_files(folder / GENERATED) if generated else ())]
    found = [one for file in files for one in reading.model(file, schema.ScenariosFile)[0].root]
    if reading.problems:
        raise BadFolder(tuple(reading.problems))
    return found


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yaml", ".yml"))


class _Reading:
    """One reading of a folder: collects problems, so that all of them are told at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def assistant(self, *, with_model: bool) -> Assistant:
        top = self.folder / "assistant.yaml"
        if not top.is_file():
            raise BadFolder((_missing(self.folder),))
        head, head_page = self.model(top, schema.AssistantFile)
        intents, intents_page = self._optional("intents.yaml", schema.IntentsFile)
        slots, slots_page = self._optional("slots.yaml", schema.SlotsFile)
        answers, answers_page = self._optional("answers.yaml", schema.AnswersFile)
        flows = [self.model(path, schema.FlowFile) for path in _yaml_files(self.folder / "flows")]
        if self.problems:
            raise BadFolder(tuple(self.problems))
        names = _names(head, slots, [flow for flow, _ in flows])
        self._reserved(slots, slots_page)
        known = Known(
            {name: slot.type for name, slot in slots.root.items()},
            {name: [one for one in slot.fill if one in slots.root] for name, slot in slots.root.items()},
            list(head.actions),
            [f.flow for f, _ in flows],
        )
        wanted = read_intents(intents, intents_page, sorted(known.slots))
        built_intents = wanted.named
        actions = _actions(head, Checker(head_page, names))
        built_flows = self._flows(flows, names, known, list(built_intents), actions)
        _answered(built_intents, built_flows, answers, intents_page)
        if head.outbound and head.outbound not in built_flows:
            head_page.add_unknown(("outbound",), head.outbound, list(built_flows), vi="kịch bản", en="flow")
        return Assistant(
            folder=self.folder,
            name=head.name,
            description=head.description,
            persona=Persona(**head.persona.model_dump()),
            voice=Voice(**head.voice.model_dump()),
            channels=tuple(head.channels),
            knowledge=self._knowledge(head, head_page),
            thresholds=_thresholds(head, head_page),
            document_thresholds=Thresholds(**head.understanding.documents.model_dump()),
            limits=Limits(**head.limits.model_dump()),
            desk=Desk(**head.hand_over.model_dump()),
            hosts=_hosts(head, head_page),
            actions=actions,
            servers=_servers(head, head_page),
            variables=head.variables,
            outbound=head.outbound,
            bias=tuple(head.bias),
            intents=built_intents,
            slots=_slots(slots, Checker(slots_page, names)),
            answers=_answers(answers, Checker(answers_page, names), list(built_intents)),
            flows=built_flows,
            outside=wanted.outside,
            model=self._trained(list(built_intents), list(slots.root)) if with_model else None,
        )

    def model(self, path: Path, model: type[Model]) -> tuple[Model, Page]:
        """The file as a model. Raises `BadFolder` only when it cannot be read at all."""
        page = self._page(path)
        try:
            return model.model_validate(page.marked.data), page
        except ValidationError as error:
            page.add_validation(error)
        raise BadFolder(tuple(self.problems))

    def _optional(self, name: str, model: type[Model]) -> tuple[Model, Page]:
        path = self.folder / name
        if path.is_file() and path.read_text(encoding="utf-8", errors="replace").strip():
            return self.model(path, model)
        return model.model_validate({}), Page(name, marks.Marked({}), self.problems)

    def _page(self, path: Path) -> Page:
        name = path.relative_to(self.folder).as_posix()
        try:
            return Page(name, marks.read(path.read_text(encoding="utf-8")), self.problems)
        except marks.YamlError as error:
            self.problems.append(Problem(name, error.mark.line, error.mark.column, error.vi, error.en))
        except UnicodeDecodeError:
            self.problems.append(Problem(name, 1, 1, "tệp phải lưu bằng UTF-8", "save the file as UTF-8"))
        raise BadFolder(tuple(self.problems))

    def _reserved(self, slots: schema.SlotsFile, page: Page) -> None:
        for name in slots.root.keys() & standing.NAMES:
            page.add((name,), f"“{name}” là tên dành riêng; hãy đổi tên", f"“{name}” is reserved; rename it")

    def _flows(
        self,
        files: list[tuple[schema.FlowFile, Page]],
        names: frozenset[str],
        known: Known,
        intents: list[str],
        actions: dict[str, Action],
    ) -> dict[str, Flow]:
        flows: dict[str, Flow] = {}
        written: dict[str, tuple[Page, list[marks.Path]]] = {}
        started: dict[str, str] = {}
        for file, page in files:
            if file.flow in flows:
                page.add(
                    ("flow",),
                    f"kịch bản “{file.flow}” đã có ở tệp khác",
                    f"the flow “{file.flow}” exists already",
                )
            for number, intent in enumerate(file.start):
                if intent not in intents:
                    page.add_unknown(("start", number), intent, intents, vi="ý định (intent)", en="intent")
                if other := started.setdefault(intent, file.flow) != file.flow and started[intent]:
                    page.add(
                        ("start", number),
                        f"ý định này đã mở kịch bản “{other}”",
                        f"this intent starts “{other}”",
                    )
            plan = Plan(Checker(page, names), known)
            plan.add(file.steps, ("steps",))
            title = file.title or file.flow.replace("_", " ")
            flows[file.flow] = Flow(file.flow, title, tuple(file.start), tuple(plan.steps))
            written[file.flow] = page, plan.paths
        for name, number in endless(flows):
            page, paths = written[name]
            page.add(
                paths[number],
                f"kịch bản “{name}” đi vòng mãi: từ bước này không có lối nào tới bước cuối, “end” hay “hand_over”",
                f"the flow “{name}” goes round for ever: no way leads from here to its end, an “end” or a “hand_over”",
            )
        for name, number, action in unconfirmed(flows, actions):
            page, paths = written[name]
            page.add(
                paths[number],
                f"hành động “{action}” ghi dữ liệu nhưng có đường tới đây mà khách chưa xác nhận: thêm bước “confirm” "
                "sau câu hỏi cuối và trước bước này, hoặc khai “writes: false” nếu nó chỉ đọc",
                f"the action “{action}” writes, but a way leads here on which the person has not confirmed: put a "
                "“confirm” after the last question and before this step, or state “writes: false” if it only reads",
            )
        return flows

    def _trained(self, intents: list[str], slots: list[str]) -> Trained | None:
        """The model in the folder, which must speak of this assistant."""
        file = self.folder / UNDERSTANDING
        if not file.is_file():
            return None
        page = Page(UNDERSTANDING, marks.Marked({}), self.problems)
        try:
            model = Trained.load(file)
        except BadInput as error:
            page.add((), error.vi, error.en)
            return None
        for intent in model.labels.intents:
            if intent not in intents:
                page.add_unknown((), intent, intents, vi="ý định (intent)", en="intent")
        for slot in sorted({tag[2:] for tag in model.labels.tags if tag != OUTSIDE}):
            if slot not in slots:
                page.add_unknown((), slot, slots, vi="thông tin (slot)", en="slot")
        return model

    def _knowledge(self, head: schema.AssistantFile, page: Page) -> tuple[Source, ...]:
        if head.knowledge is None:
            found = sorted(p for p in (self.folder / "knowledge").rglob("*") if p.suffix.lower() in KNOWLEDGE_SUFFIXES)
            return tuple(Source(path.relative_to(self.folder).as_posix()) for path in found)
        root = self.folder.resolve()
        for number, source in enumerate(head.knowledge):
            path = (root / source.path).resolve()
            where: marks.Path = ("knowledge", number, "path")
            if not path.is_relative_to(root):
                page.add(
                    where,
                    "tệp phải nằm trong thư mục của trợ lý",
                    "the file must lie inside the assistant's folder",
                )
            elif not path.exists():
                page.add(where, f"không có tệp {source.path}", f"there is no file {source.path}")
            if source.since and source.until and source.since > source.until:
                page.add(
                    ("knowledge", number, "until"),
                    "ngày hết hạn đứng trước ngày bắt đầu",
                    "it ends before it begins",
                )
        return tuple(
            Source(source.path, source.title, source.since, source.until, tuple(source.replaces))
            for source in head.knowledge
        )


def _missing(folder: Path) -> Problem:
    return Problem(
        "assistant.yaml",
        1,
        1,
        f"không có tệp này trong {folder}; tạo trợ lý mới bằng “giong init”",
        f"no such file in {folder}; make an assistant with “giong init”",
    )


def _names(head: schema.AssistantFile, slots: schema.SlotsFile, flows: list[schema.FlowFile]) -> frozenset[str]:
    saved = (name for action in head.actions.values() for name in action.save)
    put = (
        name for flow in flows for step in _walk(flow.steps) if isinstance(step, schema.SetStep) for name in step.set
    )
    return frozenset({*standing.NAMES, *slots.root, *head.variables, *saved, *put})


def _walk(steps: list[schema.AnyStep]) -> Iterator[schema.StepFile]:
    for step in steps:
        yield step
        inner: list[list[schema.AnyStep]] = []
        if isinstance(step, schema.ConfirmStep):
            inner = [step.no or []]
        elif isinstance(step, schema.CallStep):
            inner = [step.failed or []]
        elif isinstance(step, schema.BranchStep):
            inner = [arm.steps if isinstance(arm, schema.ArmFile) else arm.otherwise for arm in step.branch]
        for some in inner:
            yield from _walk(some)


def _answered(intents: dict[str, Intent], flows: dict[str, Flow], answers: schema.AnswersFile, page: Page) -> None:
    started = {intent for flow in flows.values() for intent in flow.start}
    for name in intents.keys() - started - answers.root.keys() - standing.INTENTS.keys():
        page.add(
            (name,),
            f"ý định “{name}” chưa có câu trả lời: thêm “{name}” vào answers.yaml, hoặc vào “start” của một kịch bản",
            f"nothing answers “{name}”: add “{name}” to answers.yaml, or to the “start” of a flow",
        )


def _slots(file: schema.SlotsFile, checker: Checker) -> dict[str, Slot]:
    for name, slot in file.root.items():
        for filled in slot.fill:
            kind = file.root[filled].type if filled in file.root else ""
            if kind in ("", DOCUMENT, "file"):
                others = [other for other, one in file.root.items() if one.type not in (DOCUMENT, "file")]
                checker.page.add_unknown((name, "fill", filled), filled, others, vi="thông tin (slot)", en="slot")
    return {name: _slot(name, slot, checker) for name, slot in file.root.items()}


def _slot(name: str, slot: schema.SlotFile, checker: Checker) -> Slot:
    if slot.type == "choice" and not slot.options:
        checker.page.add((name,), "loại choice cần “options”", "a choice needs “options”")
    if slot.type == "code" and not slot.pattern:
        checker.page.add((name,), "loại code cần “pattern”", "a code needs a “pattern”")
    if slot.type == DOCUMENT and not (slot.accept and slot.fill):
        checker.page.add(
            (name,),
            "loại document cần “accept” (các loại giấy tờ) và “fill” (thông tin lấy từ trường nào)",
            "a document needs “accept” (kinds of paper) and “fill” (which field gives which slot)",
        )
    if slot.type != DOCUMENT and (slot.accept or slot.fill):
        checker.page.add((name,), "chỉ loại document có “accept” và “fill”", "only a document has “accept” and “fill”")
    for number, sort in enumerate(slot.only):
        if sort not in SORTS.get(slot.type, ()):
            sorts = list(SORTS.get(slot.type, ()))
            checker.page.add_unknown((name, "only", number), sort, sorts, vi=f"loại của {slot.type}", en="sort")
    try:
        re.compile(slot.pattern)
    except re.error as error:
        checker.page.add((name, "pattern"), f"biểu thức chính quy sai: {error}", f"bad regular expression: {error}")
    return Slot(
        name=name,
        type=slot.type,
        ask=checker.phrases(slot.ask, (name, "ask")),
        title=slot.title or _TITLES.get(slot.type) or name.replace("_", " "),
        again=checker.phrases(slot.again, (name, "again")) if slot.again is not None else (),
        read_back=slot.read_back,
        pattern=slot.pattern,
        options=tuple(_option(option) for option in slot.options),
        minimum=slot.min,
        maximum=slot.max,
        only=tuple(slot.only),
        accept=tuple(slot.accept),
        fill=dict(slot.fill),
        retakes=slot.retakes,
    )


def _option(option: schema.OptionFile | str) -> Option:
    if isinstance(option, str):
        return Option(option, option)
    return Option(option.value, option.title or option.value, tuple(option.synonyms))


def _answers(file: schema.AnswersFile, checker: Checker, intents: list[str]) -> dict[str, Phrases]:
    answers = {
        name: checker.knowing(standing.LINE_NAMES.get(name, ())).phrases(list(texts), ())
        for name, texts in standing.LINES.items()
    }
    known = [*standing.LINES, *intents]
    for name, written in file.root.items():
        if name not in known:
            checker.page.add_unknown((name,), name, known, vi="câu hay ý định", en="line or intent")
        answers[name] = checker.knowing(standing.LINE_NAMES.get(name, ())).phrases(written, (name,))
    return answers


def _thresholds(head: schema.AssistantFile, page: Page) -> Thresholds:
    """As the author states them; one that is not stated keeps its distance to the other."""
    answer, clarify = head.understanding.answer, head.understanding.clarify
    if answer is None and clarify is None:
        return Thresholds(ANSWER, CLARIFY, stated=False)
    if answer is None:
        answer = max(ANSWER, clarify or 0.0)
    if clarify is None:
        clarify = min(CLARIFY, answer)
    if clarify > answer:
        page.add(
            ("understanding", "clarify"),
            f"clarify ({clarify:g}) không được lớn hơn answer ({answer:g})",
            f"clarify ({clarify:g}) must not be more than answer ({answer:g})",
        )
    return Thresholds(answer, clarify)


def _hosts(head: schema.AssistantFile, page: Page) -> frozenset[str]:
    for number, host in enumerate(head.hosts):
        if host != host.strip().lower() or "/" in host or not host:
            page.add(
                ("hosts", number),
                f"“{host}” phải là tên máy viết thường, không có https:// và đường dẫn, ví dụ api.example.vn",
                f"“{host}” must be a host in lower case without https:// or a path, e.g. api.example.vn",
            )
    return frozenset(head.hosts)


def _servers(head: schema.AssistantFile, page: Page) -> dict[str, ToolServer]:
    for name, server in head.servers.items():
        if bool(server.url) == bool(server.program):
            page.add(
                ("servers", name),
                "ghi đúng một trong hai: “url” của máy chủ, hoặc “program” đã khai trong cấu hình (tool_programs)",
                "write one of the two: the server's “url”, or a “program” of the settings (tool_programs)",
            )
        elif server.url:
            _allowed(server.url, head, page, ("servers", name, "url"))
    return {name: ToolServer(name, server.url, server.headers, server.program) for name, server in head.servers.items()}


def _allowed(url: str, head: schema.AssistantFile, page: Page, path: marks.Path) -> None:
    host = urlsplit(url).netloc.rpartition("@")[2]
    if host not in head.hosts:
        page.add_unknown(path, host, head.hosts, vi="trong hosts: máy", en="host among hosts:")


def _actions(head: schema.AssistantFile, checker: Checker) -> dict[str, Action]:
    return {
        name: _tool(name, action, head, checker)
        if isinstance(action, schema.ToolFile)
        else _action(name, action, head, checker)
        for name, action in head.actions.items()
    }


def _tool(name: str, action: schema.ToolFile, head: schema.AssistantFile, checker: Checker) -> ToolAction:
    path: marks.Path = ("actions", name)
    if action.mcp not in head.servers:
        checker.page.add_unknown((*path, "mcp"), action.mcp, list(head.servers), vi="máy chủ MCP", en="MCP server")
    return ToolAction(
        name=name,
        server=action.mcp,
        tool=action.tool,
        body=_body(action.arguments, checker, (*path, "arguments")),
        timeout_s=action.timeout_s,
        save=action.save,
        writes=action.writes,
    )


def _action(name: str, action: schema.ActionFile, head: schema.AssistantFile, checker: Checker) -> HttpAction:
    path: marks.Path = ("actions", name)
    _allowed(action.url, head, checker.page, (*path, "url"))
    return HttpAction(
        name=name,
        method=action.method,
        url=checker.template(action.url, (*path, "url")),
        headers={key: checker.template(text, (*path, "headers", key)) for key, text in action.headers.items()},
        body=_body(action.body, checker, (*path, "body")),
        timeout_s=action.timeout_s,
        retries=action.retries,
        save=action.save,
        writes=action.method != "GET" if action.writes is None else action.writes,
    )


def _body(value: Any, checker: Checker, path: marks.Path) -> Any:
    if isinstance(value, dict):
        return {key: _body(item, checker, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_body(item, checker, (*path, number)) for number, item in enumerate(value)]
    if isinstance(value, str):
        return checker.template(value, path)
    return value
