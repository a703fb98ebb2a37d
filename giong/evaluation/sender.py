"""Actions of a rehearsed talk: the real request is built and kept, and answered as the scenario says. Knows no flow."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from giong.dialogue.actions import HttpSender, Outcome, filled, kept
from giong.dialogue.assistant import Action, ToolAction
from giong.dialogue.expressions import Scope
from giong.dialogue.folder.schema import FakeAnswerFile

Answers = Mapping[str, FakeAnswerFile | list[FakeAnswerFile]]


class RehearsedSender:
    """Sends actions to nobody. An action that the scenario does not mention finds its service away.

    `sent` holds, for each turn, the JSON bodies that its actions sent.
    """

    def __init__(self, hosts: frozenset[str], answers: Answers) -> None:
        self.sent: list[list[Any]] = []
        self._hosts = hosts
        self._answers = {
            name: iter(answer) if isinstance(answer, list) else _for_ever(answer) for name, answer in answers.items()
        }

    def next_turn(self) -> None:
        """What is sent from now on belongs to a new turn."""
        self.sent.append([])

    async def send(self, action: Action, scope: Scope, *, key: str) -> Outcome:
        if isinstance(action, ToolAction):
            return self._called(action, scope)

        def answer(request: httpx.Request) -> httpx.Response:
            if request.content and self.sent:
                self.sent[-1].append(json.loads(request.content))
            fake = next(self._answers.get(action.name, iter(())), None)
            if fake is None:
                raise httpx.ConnectError("the scenario has no answer for it", request=request)
            return httpx.Response(fake.status, json=fake.body)

        sender = HttpSender(
            self._hosts, environment=_AnySecret(), transport=httpx.MockTransport(answer), failures=logging.INFO
        )
        return await sender.send(action, scope, key=key)

    def _called(self, action: ToolAction, scope: Scope) -> Outcome:
        """A tool answers as a service does; it fails where its scenario gives it an error's status."""
        if self.sent:
            self.sent[-1].append(filled(action.body, scope))
        fake = next(self._answers.get(action.name, iter(())), None)
        return kept(action, fake.body) if fake is not None and fake.status < 400 else Outcome(False)


def _for_ever(answer: FakeAnswerFile) -> Iterator[FakeAnswerFile]:
    while True:
        yield answer


class _AnySecret(dict[str, str]):
    """Every secret is set in a rehearsal."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> str:
        return "secret"
