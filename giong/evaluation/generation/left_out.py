"""What no cases are made of, and why, so that nobody takes a short list of scenarios for a whole one. Knows no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from giong.dialogue.assistant import Assistant, Slot
from giong.evaluation.generation.ground import Ground
from giong.evaluation.generation.samples import samples


@dataclass(frozen=True)
class LeftOut:
    """A slot or a flow, by its name, and the reason in both languages."""

    name: str
    vi: str
    en: str


def left_out(assistant: Assistant) -> Iterator[LeftOut]:
    """Slots to which the generator knows no answer, or tries only plain ones, then flows that it cannot walk."""
    ground = Ground(assistant)
    walked = {name for opened in ground.opened for name in opened.flow.slots}
    asked = dict.fromkeys(name for flow in assistant.flows.values() for name in flow.slots)
    for slot in map(assistant.slots.__getitem__, asked):
        known = samples(slot)
        if known is None or not known.good:
            yield _without_samples(slot)
        elif slot.name in walked and (known.odd or known.bad) and ground.asked_for(slot) is None:
            yield _off_the_plain_path(slot)
    for name, slot_name in ground.unopened.items():
        yield _unwalked(name, slot_name)


def _without_samples(slot: Slot) -> LeftOut:
    if slot.pattern:
        vi = f"không nghĩ ra được mã nào khớp mẫu {slot.pattern}; hãy tự viết kịch bản cho “{slot.name}”"
        en = f"no code was found that matches {slot.pattern}; write scenarios for “{slot.name}” by hand"
    else:
        vi = f"không có câu trả lời mẫu nào hợp với giới hạn của “{slot.name}”; hãy tự viết kịch bản cho nó"
        en = f"no sample answer lies within the limits of “{slot.name}”; write scenarios for it by hand"
    return LeftOut(slot.name, vi, en)


def _off_the_plain_path(slot: Slot) -> LeftOut:
    vi = f"“{slot.name}” chỉ được hỏi ở nhánh phụ nên chưa thử câu trả lời lạ và sai; hãy tự viết kịch bản cho nó"
    en = f"“{slot.name}” is asked for on a side path only: no odd and bad answers are tried; write scenarios by hand"
    return LeftOut(slot.name, vi, en)


def _unwalked(flow: str, slot: str) -> LeftOut:
    if slot:
        vi = f"không đi hết được kịch bản “{flow}” vì không trả lời được câu hỏi về “{slot}”"
        en = f"the flow “{flow}” cannot be walked, for there is no answer to the question for “{slot}”"
    else:
        vi = f"ý định mở kịch bản “{flow}” không có câu mẫu nào không kèm thông tin; hãy thêm một câu"
        en = f"no example that opens the flow “{flow}” comes without a value; add one"
    return LeftOut(flow, vi, en)
