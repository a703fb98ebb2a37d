"""`giong chat`: a talk in the terminal. Each line that comes in is a message, so it can also be piped."""

from __future__ import annotations

import asyncio
import sys
import textwrap
from pathlib import Path

import click

from giong.app import Rooms
from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, colleague_at_work, data_dir, run, show_json
from giong.conversations.events import Event, Kind
from giong.conversations.staff import Colleague
from giong.dialogue.line import Said, Via

QUOTE_CHARS = 90


@click.command(
    help=t(
        "Trò chuyện với trợ lý. Gõ số để chọn một mục, Ctrl-D để thôi. Hội thoại được lưu lại.",
        "Chat with an assistant. A number picks a choice, Ctrl-D leaves. The conversation is kept.",
    ),
    epilog=t("Ví dụ: giong chat assistants/phuong", "Example: giong chat assistants/phuong"),
)
@assistant_argument
@click.option(
    "--draft",
    is_flag=True,
    help=t(
        "Thử thư mục đang sửa, dù đã có bản phát hành", "Try the folder as it is, also where a version is published"
    ),
)
@data_dir
@as_json
def chat(assistant: str, *, draft: bool, data_dir: Path | None, json_: bool) -> None:
    run(_chat(assistant, data_dir, draft=draft, json_=json_))


async def _chat(assistant: str, data_dir: Path | None, *, draft: bool, json_: bool) -> None:
    async with colleague_at_work(assistant, data_dir=data_dir, draft=draft) as (rooms, colleague):
        talk = _Talk(rooms, await _begin(rooms, colleague), json_)
        await talk.show()
        while (line := await _read_line()) is not None:
            if line.strip() and not await talk.say(line.strip()):
                return


async def _begin(rooms: Rooms, colleague: Colleague) -> str:
    opened = await rooms.reception.open(colleague.organisation_id, assistant=colleague.id, channel="terminal")
    return opened.id


async def _read_line() -> str | None:
    """The next line of standard input, read without stopping the event loop; None at its end."""
    if not sys.stdin.isatty():
        return await asyncio.to_thread(sys.stdin.readline) or None
    click.echo("> ", nl=False, err=True)
    await _line_typed()
    return sys.stdin.readline() or None


async def _line_typed() -> None:
    """Wait for a line on the terminal. No thread: one that sits in `readline` would hold up Ctrl-C until Enter."""
    typed = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, typed.set)
    try:
        await typed.wait()
    finally:
        loop.remove_reader(sys.stdin)


def _short(quote: str) -> str:
    """The beginning of a quotation on one line; the answer above it often says it in full."""
    return textwrap.shorten(quote, QUOTE_CHARS, placeholder=" …")


class _Talk:
    """What the terminal has shown so far of one conversation."""

    def __init__(self, rooms: Rooms, conversation_id: str, json_: bool) -> None:
        self._rooms = rooms
        self._id = conversation_id
        self._json = json_
        self._thread = rooms.conversations.thread(rooms.home.id, conversation_id)
        self._seen = 0
        self._choices: list[str] = []

    async def say(self, text: str) -> bool:
        """Send a message and show the answer. False when the talk is over."""
        said = Said(text)
        if text.isdigit() and 1 <= int(text) <= len(self._choices):
            said = Said(self._choices[int(text) - 1], Via.BUTTON)
        await self._rooms.reception.say(self._rooms.home.id, self._id, said)
        return await self.show()

    async def show(self) -> bool:
        """Show what is new. False when the talk is over."""
        await self._rooms.reception.settled()
        goes_on = True
        for event in await self._thread.events(self._seen):
            self._seen = event.number
            goes_on = self._show(event) and goes_on
        return goes_on

    def _show(self, event: Event) -> bool:
        if self._json:
            show_json({"number": event.number, "kind": event.kind.value, **event.body})
        elif event.kind is Kind.PIECE:
            self._show_piece(event)
        elif event.kind is Kind.FAILED:
            click.echo(t(event.body["vi"], event.body["en"]), err=True)
        elif event.kind is Kind.TURN and event.body.get("act"):
            click.echo(t("(Hội thoại đã kết thúc.)", "(The conversation has ended.)"), err=True)
        return not (event.kind is Kind.TURN and event.body.get("act"))

    def _show_piece(self, event: Event) -> None:
        click.echo(event.body.get("text", ""))
        for citation in event.body.get("citations", ()):
            click.echo(
                click.style(
                    t("  nguồn: ", "  source: ") + f"{citation['source_title']} — “{_short(citation['quote'])}”",
                    dim=True,
                )
            )
        choices = event.body.get("choices", ())
        self._choices = [choice["value"] for choice in choices]
        for place, choice in enumerate(choices, start=1):
            click.echo(f"  {place}. {choice['title']}")
