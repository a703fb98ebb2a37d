"""What a person decided about a group, as changes of the assistant's files. Knows their layout, writes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from giong.adaptation.mending.amendments import with_answer, with_example, with_source
from giong.adaptation.mending.fixes import Kind
from giong.adaptation.mending.groups import Group
from giong.dialogue.assistant import Assistant
from giong.dialogue.folder.reading import KNOWLEDGE_SUFFIXES
from giong.dialogue.folder.schema import nearest
from giong.errors import BadInput, Conflict, NotFound
from giong.retrieval.sources import media_type_of
from giong.text.masking import LABELS
from giong.text.unicode import fold, nfc

FAQ = "knowledge/hoi-dap-them.csv"
FAQ_TITLE = "Hỏi đáp bổ sung"
ADDED = "knowledge/bo-sung"
"""Where added documents are kept."""
_MARK = re.compile(r"\](\s*)\(")


@dataclass(frozen=True)
class Remedy:
    """`text`: the example, the answer, or the document's words; `title`: the question, or the document's title.

    What is empty is taken from the group where that makes sense. `name` and `data` are a file's.
    """

    kind: Kind
    intent: str = ""
    text: str = ""
    title: str = ""
    name: str = ""
    data: bytes = b""


def changes(assistant: Assistant, folder: Path, group: Group, remedy: Remedy) -> dict[str, bytes]:
    """Path within the folder → the file's new content. Raises `BadInput`, `NotFound` or `Conflict`."""
    match remedy.kind:
        case Kind.EXAMPLE:
            return _example(assistant, folder, group, remedy)
        case Kind.ANSWER:
            return _answer(folder, group, remedy)
        case Kind.KNOWLEDGE:
            return _document(folder, group, remedy)
        case Kind.IGNORE:
            return {}


def _example(assistant: Assistant, folder: Path, group: Group, remedy: Remedy) -> dict[str, bytes]:
    if remedy.intent not in assistant.intents:
        near = nearest(remedy.intent, list(assistant.intents))
        vi, en = (f" Có phải “{near}”?", f" Did you mean “{near}”?") if near else ("", "")
        raise NotFound(
            "fix.no_intent",
            vi=f"Trợ lý không có ý định “{remedy.intent}”.{vi}",
            en=f"The assistant has no intent “{remedy.intent}”.{en}",
        )
    example = _one_line(remedy.text) or unmarked(group.question)
    if not example:
        raise _empty("câu mẫu", "an example")
    return {"intents.yaml": with_example(_text(folder, "intents.yaml"), remedy.intent, example).encode()}


def _answer(folder: Path, group: Group, remedy: Remedy) -> dict[str, bytes]:
    question, answer = _one_line(remedy.title) or unmarked(group.question), _one_line(remedy.text)
    if not question or not answer:
        raise _empty("câu trả lời", "an answer")
    return {
        FAQ: with_answer(_text(folder, FAQ), question, answer).encode(),
        **_listed(folder, FAQ, FAQ_TITLE),
    }


def _document(folder: Path, group: Group, remedy: Remedy) -> dict[str, bytes]:
    title = _one_line(remedy.title) or unmarked(group.question)
    if remedy.name:
        name, data = PurePosixPath(remedy.name.replace("\\", "/")).name, remedy.data
        title = _one_line(remedy.title) or PurePosixPath(name).stem
    else:
        if not remedy.text.strip():
            raise _empty("nội dung", "a text")
        name, data = f"{_slug(title)}.md", f"# {title}\n\n{nfc(remedy.text).strip()}\n".encode()
    media_type_of(name)
    if PurePosixPath(name).suffix.lower() not in KNOWLEDGE_SUFFIXES:
        raise _unreadable(name)
    path = f"{ADDED}/{_slug(PurePosixPath(name).stem)}{PurePosixPath(name).suffix.lower()}"
    if (folder / path).exists():
        raise Conflict(
            "fix.file_exists",
            vi=f"Đã có tệp {path}. Hãy đặt tên khác.",
            en=f"There is a file {path} already. Give another title.",
        )
    return {path: data, **_listed(folder, path, title)}


def _listed(folder: Path, path: str, title: str) -> dict[str, bytes]:
    before = _text(folder, "assistant.yaml")
    after = with_source(before, path, title)
    return {} if after == before else {"assistant.yaml": after.encode()}


def _text(folder: Path, path: str) -> str:
    file = folder / path
    return file.read_bytes().decode() if file.is_file() else ""


def unmarked(masked: str) -> str:
    """A masked sentence without what stands for personal data."""
    for label in LABELS.values():
        masked = masked.replace(label, " ")
    return _MARK.sub(r"] \1(", _one_line(masked))


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(title).lower())
    return "-".join(words)[:60].strip("-") or "tai-lieu"


def _empty(vi: str, en: str) -> BadInput:
    return BadInput("fix.empty", vi=f"Thiếu {vi}. Hãy nhập vào.", en=f"It needs {en}.")


def _unreadable(name: str) -> BadInput:
    known = " ".join(KNOWLEDGE_SUFFIXES)
    return BadInput(
        "fix.unreadable",
        vi=f"Không đọc được loại tệp của {name}. Dùng một trong: {known}.",
        en=f"Files like {name} cannot be read. Use one of: {known}.",
    )
