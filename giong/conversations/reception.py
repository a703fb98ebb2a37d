"""Takes in messages and has them answered, one at a time in each conversation. Knows no HTTP.

A message is on the disk before its sender is told so, and is answered by a task of its own: whoever sent it may go
away, and a crash leaves it to be found and answered at the next start.
"""

from __future__ import annotations

import asyncio
import logging

from giong.channels.web import Publish, WebLine
from giong.conversations.catalogue import Conversation, Conversations
from giong.conversations.photos import Photos
from giong.conversations.staff import Staff
from giong.conversations.threads import Thread
from giong.dialogue.line import Heard, Piece, Said
from giong.dialogue.notes import Notes
from giong.dialogue.paperwork import awaited, only_kind
from giong.dialogue.turn import take_turn
from giong.errors import BadInput, Conflict, GiongError, TooLarge, Unavailable
from giong.failure import place_of

log = logging.getLogger(__name__)

TRY_AGAIN_S = 5.0
"""How long a message waits whose answer could not be stored, e.g. because the disk is full."""


class Reception:
    """Answers chats. Close it when done; what is not answered by then is answered after the next start."""

    def __init__(
        self, conversations: Conversations, staff: Staff, *, message_chars: int, photos: Photos | None = None
    ) -> None:
        self._conversations = conversations
        self._staff = staff
        self._message_chars = message_chars
        self._photos = photos
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, organisation_id: str, *, assistant: str, channel: str, key: str = "") -> Conversation:
        """Begin a conversation (or find the one with this `key`) and have the person greeted."""
        await self._staff.get(organisation_id, assistant)
        conversation, fresh = await self._conversations.open(
            organisation_id, assistant=assistant, channel=channel, key=key
        )
        if fresh:
            self._start(conversation, None, None)
        return conversation

    async def say(self, organisation_id: str, conversation_id: str, said: Said) -> tuple[int, bool]:
        """Store a message and have it answered; its event number, and False if its key was stored before."""
        conversation = await self._conversations.get(organisation_id, conversation_id)
        self._check(said)
        if said.photos:
            await self._kept(self._photos).check(organisation_id, conversation_id, said.photos)
        number, fresh = await self._conversations.thread(organisation_id, conversation_id).post(said)
        if fresh:
            self._start(conversation, number, said)
        return number, fresh

    async def receive_photo(self, organisation_id: str, conversation_id: str, data: bytes, *, name: str = "") -> str:
        """Keep a photo that is sent next, in `Said.photos`, and begin to read it; its reference."""
        photos = self._kept(self._photos)
        conversation = await self._conversations.get(organisation_id, conversation_id)
        colleague = await self._staff.get(organisation_id, conversation.assistant)
        state = await self._conversations.thread(organisation_id, conversation_id).recall()
        kind = only_kind(awaited(colleague.assistant, Notes.load(state)))
        return await photos.receive(organisation_id, conversation_id, data, name=name, kind=kind)

    async def catch_up(self) -> int:
        """Answer what a crash left unanswered in chats; returns how many messages that are. What is said on a call is
        answered there, or never.
        """
        unanswered = await self._conversations.unanswered()
        waiting = [one for one in unanswered if one.conversation.channel != "call"]
        for one in waiting:
            self._start(one.conversation, one.number, one.said)
        return len(waiting)

    async def settled(self) -> None:
        """Wait until every message taken in so far has been answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self, *, grace_s: float = 10.0) -> None:
        """Let answers under way finish, for a while."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_s)
        for task in self._tasks:
            task.cancel()

    def _check(self, said: Said) -> None:
        if not said.text.strip() and not said.photos:
            raise BadInput(
                "message.empty",
                vi="Tin nhắn trống. Hãy nhập điều bạn cần.",
                en="The message is empty. Write what you need.",
            )
        if len(said.text) > self._message_chars:
            raise TooLarge(
                "message.too_long",
                vi=f"Tin nhắn dài quá {self._message_chars} ký tự. Hãy viết ngắn lại hoặc chia thành nhiều tin.",
                en=f"The message is longer than {self._message_chars} characters. Shorten it or send several.",
            )

    @staticmethod
    def _kept(photos: Photos | None) -> Photos:
        if photos is None:
            raise Unavailable(
                "papers.not_here",
                vi="Máy chủ này không nhận ảnh giấy tờ. Hãy nhắn bằng chữ.",
                en="This server takes no photos of papers. Write instead.",
            )
        return photos

    def _start(self, conversation: Conversation, number: int | None, heard: Heard) -> None:
        task = asyncio.create_task(self._answer(conversation, number, heard))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, conversation: Conversation, number: int | None, heard: Heard) -> None:
        async with self._conversations.turn(conversation.id):
            while not await self._settle(conversation, number, heard):  # noqa: ASYNC110 - nothing tells of room
                await asyncio.sleep(TRY_AGAIN_S)

    async def _settle(self, conversation: Conversation, number: int | None, heard: Heard) -> bool:
        """Answer, or say visibly that there is no answer. False if neither could be stored."""
        thread = self._conversations.thread(conversation.organisation_id, conversation.id)
        try:
            await self._take_turn(thread, conversation, number, heard)
        except Conflict:
            log.info("conversation %s: answered by another process", conversation.id)
        except Exception as error:
            log.error("conversation %s: no answer: %s", conversation.id, place_of(error))
            if number is not None:
                return await _failed(thread, number, error)
        return True

    async def _take_turn(self, thread: Thread, conversation: Conversation, number: int | None, heard: Heard) -> None:
        if number is not None and not await thread.take_up(number):
            return
        colleague = await self._staff.get(conversation.organisation_id, conversation.assistant)
        mind = colleague.mind
        if self._photos is not None:
            mind = mind.seeing(self._photos.of(conversation.organisation_id, conversation.id))
        await take_turn(
            heard=heard,
            answerer=mind,
            memory=thread,
            line=WebLine(_publisher(thread)),
            stop=asyncio.Event(),
        )


async def _failed(thread: Thread, number: int, error: Exception) -> bool:
    """Store that the message gets no answer. False if the database takes nothing, as when its disk is full."""
    try:
        await thread.fail(number, error if isinstance(error, GiongError) else _unforeseen())
    except GiongError:
        return False
    return True


def _publisher(thread: Thread) -> Publish:
    async def publish(piece: Piece) -> None:
        await thread.publish(piece)

    return publish


def _unforeseen() -> Unavailable:
    return Unavailable(
        "answer.failed",
        vi="Chưa trả lời được tin này vì máy chủ gặp lỗi. Hãy gửi lại.",
        en="This message could not be answered because the server failed. Send it again.",
    )
