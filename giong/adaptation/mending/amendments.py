"""The text of an assistant's files with one thing added; comments, order and style of the rest stay. Knows no file."""

from __future__ import annotations

import csv
import io
import json

import yaml

from giong.errors import BadInput, Conflict
from giong.text.unicode import fold

FAQ_HEADER = ("Câu hỏi", "Trả lời")


def with_example(text: str, intent: str, example: str) -> str:
    """The intents with one more example, last in its intent; the intent itself is added if it is not there."""
    node = _value(_root(text), intent)
    if node is None:
        return _appended(text, f"{intent}:\n  examples:\n    - {_scalar(example)}\n")
    examples = _value(node, "examples")
    if isinstance(examples, yaml.SequenceNode) and (examples.value or examples.flow_style):
        return _with_item(text, examples, [_scalar(example)])
    if examples is None and isinstance(node, yaml.MappingNode) and not node.flow_style:
        margin = " " * node.start_mark.column
        return _after(text, _last_leaf(node), f"{margin}examples:\n{margin}  - {_scalar(example)}")
    raise _unfit(intent)


def with_source(text: str, path: str, title: str) -> str:
    """The assistant's file with one more source of knowledge; as it is where sources are not listed, or this one is."""
    node = _value(_root(text), "knowledge")
    if not isinstance(node, yaml.SequenceNode):
        return text
    if any(_plain(_value(item, "path")) == path for item in node.value):
        return text
    if node.flow_style or not node.value:
        return _with_item(text, node, [f"{{path: {_scalar(path)}, title: {_scalar(title)}}}"])
    return _with_item(text, node, [f"path: {_scalar(path)}", f"title: {_scalar(title)}"])


def with_answer(text: str, question: str, answer: str) -> str:
    """The question–answer list (CSV) with one more pair. Raises `Conflict` where the question has an answer."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    if any(row and fold(row[0]).strip(" ?") == fold(question).strip(" ?") for row in rows):
        raise Conflict(
            "fix.answer_exists",
            vi="Câu hỏi này đã có trong tệp hỏi đáp. Hãy sửa câu trả lời ở đó, hoặc viết câu hỏi khác đi.",
            en="This question is in the list already. Change its answer there, or word the question differently.",
        )
    added = io.StringIO()
    writer = csv.writer(added, lineterminator="\n")
    if not rows:
        writer.writerow(FAQ_HEADER)
    writer.writerow([question, answer])
    return _appended(text, added.getvalue())


def _root(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _plain(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _with_item(text: str, node: yaml.SequenceNode, lines: list[str]) -> str:
    """A list with one more item, which takes several lines in a list that is written one below the other."""
    if node.flow_style:
        end = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
        return text[:end] + (", " if node.value else "") + lines[0] + text[end:]
    margin = " " * node.start_mark.column
    block = [f"{margin}- {lines[0]}", *(f"{margin}  {line}" for line in lines[1:])]
    return _after(text, _last_leaf(node), "\n".join(block))


def _last_leaf(node: yaml.Node) -> yaml.Node:
    """The last thing in a node whose end is known: that of a block reaches to whatever comes next."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_leaf(last[1] if isinstance(last, tuple) else last)
    return node


def _after(text: str, node: yaml.Node, block: str) -> str:
    """The block on lines of its own, below the line on which the node ends."""
    end = node.end_mark.index
    if end and text[end - 1] == "\n":  # a text in block style ends below its last line
        return text[:end] + _with_line_ends(text, block + "\n") + text[end:]
    line_end = text.find("\n", end)
    if line_end < 0:
        return _appended(text, block + "\n")
    return text[: line_end + 1] + _with_line_ends(text, block + "\n") + text[line_end + 1 :]


def _appended(text: str, block: str) -> str:
    gap = "" if not text or text.endswith("\n") else "\n"
    return text + _with_line_ends(text, gap + block)


def _with_line_ends(text: str, block: str) -> str:
    return block.replace("\n", "\r\n") if "\r\n" in text else block


def _scalar(value: str) -> str:
    """The text as YAML, in quotes only where it needs them."""
    plain = not set(value) & set(",[]{}#:\"'|>&*!%@`\\")
    try:
        if plain and yaml.safe_load(f"- {value}") == [value] and yaml.safe_load(f"[{value}]") == [value]:
            return value
    except yaml.YAMLError:
        pass
    return json.dumps(value, ensure_ascii=False)


def _unfit(intent: str) -> BadInput:
    return BadInput(
        "fix.examples_unfit",
        vi=f"Không thêm được câu mẫu cho “{intent}” trong intents.yaml. Hãy viết “examples” của nó thành danh sách, "
        "mỗi dòng một câu.",
        en=f"No example can be added to “{intent}” in intents.yaml. Write its “examples” as a list, one a line.",
    )
