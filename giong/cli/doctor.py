"""`giong doctor`: what is wrong with this machine or these settings, and how to mend it."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from giong import settings
from giong.api.page import DIST
from giong.app import folders_of, open_rooms
from giong.cli.language import t
from giong.cli.session import as_json, data_dir, show_json
from giong.confined.probe import bounds
from giong.conversations.exchange.lines import telephone_config
from giong.conversations.exchange.probe import try_accounts
from giong.dialogue.folder.reading import read_assistant
from giong.engines.load import states
from giong.engines.table import Slot
from giong.errors import GiongError

ASK_S = 3.0
LEAST_FREE_GB = 1.0
"""Below this a few days of recorded calls fill the disk."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is empty when all is well."""

    what: str
    well: bool
    says: str
    mend: str = ""


@click.command(
    help=t(
        "Kiểm tra máy và cấu hình; chỗ nào hỏng thì nói cách sửa.",
        "Check machine and settings, and say how to mend them.",
    ),
    epilog=t("Ví dụ: giong doctor · giong doctor --settings", "Examples: giong doctor · giong doctor --settings"),
)
@click.option(
    "--settings",
    "show_settings",
    is_flag=True,
    help=t("In mọi cấu hình và nguồn", "Print every setting and its source"),
)
@data_dir
@as_json
def doctor(show_settings: bool, data_dir: Path | None, json_: bool) -> None:
    chosen = settings.load(data_dir=data_dir)
    if show_settings:
        _show_settings(chosen, data_dir, json_)
        return
    findings = list(_look(chosen))
    if json_:
        show_json({"ok": all(one.well for one in findings), "findings": [vars(one) for one in findings]})
    else:
        for one in findings:
            click.echo(
                f"{'✓' if one.well else '✗'} {one.what}: {one.says}" + (f"\n    → {one.mend}" if one.mend else "")
            )
    sys.exit(0 if all(one.well for one in findings) else 1)


def _show_settings(chosen: settings.Settings, data_dir: Path | None, json_: bool) -> None:
    shown = settings.describe(chosen, data_dir=data_dir)
    if json_:
        show_json({"settings": [vars(one) for one in shown]})
    else:
        click.echo("\n".join(f"{one.name} = {one.value}  ({one.source}; {one.description})" for one in shown))


def _look(chosen: settings.Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", True, version)
    yield from _engines(chosen)
    yield _tried(t("dữ liệu", "data"), lambda: asyncio.run(_open(chosen)))
    free_gb = shutil.disk_usage(chosen.data_dir if chosen.data_dir.exists() else Path.cwd()).free / 1e9
    yield Finding(
        t("đĩa", "disk"),
        free_gb >= LEAST_FREE_GB,
        t(f"còn {free_gb:.1f} GB", f"{free_gb:.1f} GB free"),
        ""
        if free_gb >= LEAST_FREE_GB
        else t("Hãy xoá bớt, hoặc đặt data_dir sang đĩa khác", "Free some space, or move data_dir"),
    )
    yield _confinement()
    built = DIST.joinpath("index.html").exists()
    yield Finding(
        t("trang web", "web page"),
        built,
        t("đã dựng", "built") if built else t("chưa dựng", "not built"),
        "" if built else t("Hãy chạy: make web", "Run: make web"),
    )
    yield from _telephone(chosen)
    for folder in folders_of(chosen):
        yield _tried(t(f"trợ lý {folder.name}", f"assistant {folder.name}"), partial(_name, folder))


def _confinement() -> Finding:
    """Whether files of strangers are read where they can do no harm."""
    held = bounds()
    lacking = [
        what
        for holds, what in (
            (held.starts, t("tiến trình con", "a child process")),
            (held.network, t("chặn mạng (seccomp)", "no network (seccomp)")),
            (held.memory, t("giới hạn bộ nhớ", "a limit on memory")),
        )
        if not holds
    ]
    return Finding(
        t("đọc tệp lạ", "files of strangers"),
        held.hold,
        t("cách ly: không mạng, giới hạn bộ nhớ và thời gian", "confined: no network, limits on memory and time")
        if held.hold
        else t("thiếu ", "lacks ") + ", ".join(lacking),
        "" if held.hold else t("Hãy chạy trên Linux x86-64 hoặc arm64", "Run on Linux, x86-64 or arm64"),
    )


def _engines(chosen: settings.Settings) -> Iterator[Finding]:
    wanted = {
        Slot.ASR: chosen.asr,
        Slot.TTS: chosen.tts,
        Slot.EMBEDDING: chosen.embedding,
        Slot.LLM: chosen.llm,
    }
    for state in states(weights=chosen.weights_dir):
        if wanted.get(state.engine.slot) == state.engine.name:
            missing = "; ".join(one.command for one in state.missing)
            yield Finding(
                f"{state.engine.slot} {state.engine.name}",
                state.ready,
                t("có đủ", "ready")
                if state.ready
                else t("thiếu ", "lacks ") + ", ".join(one.what for one in state.missing),
                missing,
            )


def _telephone(chosen: settings.Settings) -> Iterator[Finding]:
    """Its accounts, as the server that runs with these settings sees them; if none runs, each is tried from here."""
    what = t("điện thoại", "telephone")
    try:
        config = telephone_config(chosen)
        if config is None:
            return
        yield Finding(what, True, ", ".join(f"{bind.transport}:{bind.host}:{bind.port}" for bind in config.binds))
        states = _states_at_server(chosen)
        if states is None:
            states = {one.name: one.state for one in asyncio.run(try_accounts(config))}
    except GiongError as error:
        yield Finding(what, False, error.code, t(error.vi, error.en))
        return
    for trunk in config.trunks:
        state = states.get(trunk.name, "unreachable")
        well = state == "registered" or (state == "unregistered" and not trunk.register)
        says = f"{trunk.user}@{trunk.server}: {state}"
        yield Finding(t(f"tài khoản {trunk.name}", f"account {trunk.name}"), well, says, "" if well else _mend(state))


def _mend(state: str) -> str:
    if state == "refused":
        return t(
            "Sai mật khẩu hoặc tên xác thực: sửa sip_password, hoặc thêm ;auth=TÊN vào sip_account",
            "A wrong password or authentication name: mend sip_password, or add ;auth=NAME to sip_account",
        )
    return t(
        "Tổng đài không trả lời: kiểm tra địa chỉ, cổng, tường lửa và ;transport trong sip_account",
        "The trunk does not answer: check address, port, firewall and ;transport in sip_account",
    )


def _states_at_server(chosen: settings.Settings) -> dict[str, str] | None:
    """Account → state, as the server tells that runs with these settings; None if there is none."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(chosen.host, chosen.host)
    try:
        with urllib.request.urlopen(f"http://{host}:{chosen.port}/api/v1/health", timeout=ASK_S) as answer:
            trunks = json.load(answer)["trunks"]
    except (OSError, ValueError, KeyError):
        return None
    return {str(name): str(state) for name, state in trunks.items()}


def _name(folder: Path) -> str:
    return read_assistant(folder).name


async def _open(chosen: settings.Settings) -> str:
    async with open_rooms(chosen) as rooms:
        return f"{rooms.database.dialect}, {chosen.data_dir}"


def _tried(what: str, attempt: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, attempt())
    except GiongError as error:
        return Finding(what, False, error.code, t(error.vi, error.en))
