"""Has a language model sum up a call that is over, and believes of it only what was said in the call. Knows no engine.

The record has a summary of its own from the first turn on; where the model is away, slow or wrong, that one stays.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence

from giong.conversations.calls.record import Calls
from giong.conversations.calls.summaries import MOST_CHARS, ending
from giong.conversations.calls.transcripts import CallLine, Side, Transcripts
from giong.dialogue.assistance import prompts
from giong.dialogue.assistance.grounding.claims import Grounds
from giong.dialogue.assistance.wording import written
from giong.errors import GiongError
from giong.failure import place_of
from giong.language.llm.model import LanguageModel

WITHIN_S = 60.0
"""Nobody waits for it."""
FEWEST_LINES = 2
"""So many lines of the caller are worth being summed up; one is in the record's own summary."""

_WHO = {Side.CALLER: "Khách", Side.ASSISTANT: "Trợ lý", Side.AGENT: "Nhân viên"}

_log = logging.getLogger(__name__)


class Retelling:
    """Sums calls up one after the other, behind the calls in progress."""

    def __init__(self, model: Callable[[], LanguageModel], calls: Calls, transcripts: Transcripts) -> None:
        """`model` is asked for it when it is needed, and may block while it is loaded."""
        self._model = model
        self._calls = calls
        self._transcripts = transcripts
        self._one_by_one = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, organisation_id: str, call_id: str) -> None:
        """Sum up a call that is over, when the model has time."""
        task = asyncio.create_task(self._retell(organisation_id, call_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until all calls are summed up."""
        if self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """What is not summed up by now keeps the summary that it has."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _retell(self, organisation_id: str, call_id: str) -> None:
        try:
            async with self._one_by_one:
                call = await self._calls.get(organisation_id, call_id)
                told = await self._told(await self._transcripts.of(organisation_id, call_id))
            if told and call.forgotten_at is None:
                summary = f"{told} {ending(call.outcome, call.reason)}".strip()[:MOST_CHARS]
                await self._calls.change(organisation_id, call_id, summary=summary)
        except GiongError as error:
            _log.warning("call %s keeps its own summary: %s", call_id, place_of(error))

    async def _told(self, lines: Sequence[CallLine]) -> str:
        """The model's sentences that the call bears out; "" if there are none."""
        if sum(line.side is Side.CALLER for line in lines) < FEWEST_LINES:
            return ""
        mark = secrets.token_hex(4)
        story = "\n".join(f"{_WHO[line.side]}: {line.text}" for line in lines)
        messages = prompts.retell(story, mark=mark)
        model = await asyncio.to_thread(self._model)
        text, _ = await written(model, messages, within_s=WITHIN_S)
        if not text or prompts.repeats(text, messages, mark=mark):
            return ""
        # What belongs together is spread over many lines of a call, so it is one sentence to be held against.
        grounds = Grounds([", ".join(line.text.rstrip(".?!") for line in lines)])
        claims = await asyncio.to_thread(grounds.check, text)
        return " ".join(claim.text for claim in claims if claim.source >= 0)
