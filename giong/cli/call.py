"""`giong call`: a call whose caller is a row of sound files, each spoken when the assistant has finished."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from giong.cli.language import t
from giong.cli.session import as_json, assistant_argument, colleague_at_work, data_dir, run, show_json
from giong.dialogue.memory import End, HandOver
from giong.speech import files
from giong.voice.caller import Press, ScriptedCaller, Speak, Step
from giong.voice.notices import Final, Interrupted, Notice, Speaking, TurnLatency

LONGEST_S = 600.0
"""One utterance of a caller."""


@click.command(
    help=t(
        "Gọi cho trợ lý: mỗi tệp âm thanh là một câu của người gọi; key:123# là bấm phím.",
        "Call an assistant: each sound file is something the caller says; key:123# presses keys.",
    ),
    epilog=t(
        "Ví dụ: giong call danh-ba ca-phe.wav dung.wav key:5",
        "Example: giong call danh-ba ca-phe.wav dung.wav key:5",
    ),
)
@assistant_argument
@click.argument("said", nargs=-1, required=True, metavar=t("ÂM-THANH…", "SOUND…"))
@click.option(
    "--telephone/--wide", default=True, help=t("Đường 8 kHz (mặc định) hay 16 kHz", "8 kHz line (default) or 16 kHz")
)
@data_dir
@as_json
def call(assistant: str, said: tuple[str, ...], telephone: bool, data_dir: Path | None, json_: bool) -> None:
    script = [_step(one) for one in said]
    record = run(_call(assistant, script, 8_000 if telephone else 16_000, data_dir, quiet=json_))
    if json_:
        show_json(record)
    elif record["recording"]:
        click.echo(t(f"Ghi âm: {record['recording']}", f"Recording: {record['recording']}"), err=True)


def _step(said: str) -> Step:
    if said.startswith("key:"):
        return Press(said.removeprefix("key:"))
    return Speak(files.read_audio(Path(said), longest_s=LONGEST_S))


async def _call(
    assistant: str, script: list[Step], rate_hz: int, data_dir: Path | None, *, quiet: bool
) -> dict[str, Any]:
    notices: list[dict[str, Any]] = []
    began_s = time.monotonic()

    def watch(notice: Notice) -> None:
        if isinstance(notice, Final | Speaking | TurnLatency | Interrupted):
            at_s = round(time.monotonic() - began_s, 2)
            notices.append({"at_s": at_s, "kind": type(notice).__name__, **asdict(notice)})
            if not quiet:
                _show(notice)

    async with colleague_at_work(assistant, data_dir=data_dir) as (rooms, colleague):
        connected = await rooms.switchboard.connect(
            ScriptedCaller(script, rate_hz=rate_hz),
            organisation_id=colleague.organisation_id,
            assistant=colleague.id,
            watch=watch,
        )
        await rooms.recordings.settled()
        recording = rooms.recordings.find(colleague.organisation_id, connected.call_id)
    return {
        "call": connected.call_id,
        "conversation": connected.conversation_id,
        "outcome": _outcome(connected.act),
        "recording": str(recording) if recording else None,
        "notices": notices,
    }


def _outcome(act: End | HandOver | None) -> str:
    if isinstance(act, HandOver):
        return f"hand_over:{act.queue}"
    return act.outcome if act else "hung_up"


def _show(notice: Notice) -> None:
    if isinstance(notice, Final):
        click.echo(t("Người gọi: ", "Caller: ") + (notice.text or "…"))
    elif isinstance(notice, Speaking):
        click.echo(t("Trợ lý: ", "Assistant: ") + notice.text)
    elif isinstance(notice, TurnLatency):
        click.echo(click.style(f"  {notice.total_s * 1000:.0f} ms", dim=True))
