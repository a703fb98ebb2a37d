"""Actions of a rehearsed talk that call tools."""

from __future__ import annotations

import asyncio

from giong.dialogue.actions import Outcome
from giong.dialogue.assistant import ToolAction
from giong.dialogue.expressions import Scope, Template
from giong.dialogue.folder.schema import FakeAnswerFile
from giong.dialogue.functions import FUNCTIONS
from giong.evaluation.sender import RehearsedSender

ACTION = ToolAction("dat", "kho", "dat_hang", {"so": Template.parse("{{so}}")}, save={"phieu": "phieu"})
SCOPE = Scope({"so": 3}, FUNCTIONS, {})


def test_a_tool_answers_as_the_scenario_says_and_then_is_away() -> None:
    answers = [FakeAnswerFile.model_validate(one) for one in ({"json": {"phieu": "P-1"}}, {"status": 503, "json": {}})]
    sender = RehearsedSender(frozenset(), {"dat": answers})
    sender.next_turn()
    outcomes = [asyncio.run(sender.send(ACTION, SCOPE, key="k")) for _ in range(3)]
    assert outcomes == [Outcome(True, {"phieu": "P-1"}), Outcome(False), Outcome(False)]
    assert sender.sent == [[{"so": 3}] * 3]
