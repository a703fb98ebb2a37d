"""`giong serve`: the server, until Ctrl-C."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from pathlib import Path
from types import FrameType

import click

from giong import settings
from giong.cli.language import t
from giong.cli.session import data_dir
from giong.conversations.exchange.lines import audiosocket_bind, telephone_config
from giong.errors import Conflict

EXIT_NOT_STARTED = 3
"""Something needed for the start failed; the log says what."""


@click.command(
    help=t("Chạy máy chủ: trang web, API và cuộc gọi.", "Run the server: page, API and calls."),
    epilog=t(
        "Ví dụ: giong serve · giong serve --port 9000 --assistants assistants",
        "Examples: giong serve · giong serve --port 9000 --assistants assistants",
    ),
)
@click.option("--host", help=t("Địa chỉ lắng nghe (mặc định 127.0.0.1)", "Address to listen on (default 127.0.0.1)"))
@click.option("--port", type=int, help=t("Cổng (mặc định 8400)", "Port (default 8400)"))
@click.option(
    "--assistants",
    type=click.Path(path_type=Path),
    multiple=True,
    help=t("Thư mục chứa các trợ lý (dùng được nhiều lần)", "Folder that holds assistants (repeatable)"),
)
@data_dir
def serve(host: str | None, port: int | None, assistants: tuple[Path, ...], data_dir: Path | None) -> None:
    chosen = settings.load(host=host, port=port, data_dir=data_dir, assistants=list(assistants) or None)
    _check_free(chosen.host, chosen.port, otherwise="--port")
    telephone, door = telephone_config(chosen), audiosocket_bind(chosen)
    for bind in telephone.binds if telephone else ():
        _check_free(bind.host, bind.port, otherwise="`sip_listen`", udp=bind.transport == "udp")
    if door:
        _check_free(door.host, door.port, otherwise="`audiosocket_listen`")
    _log(chosen.log_level)
    _run(chosen)


def _log(level: str) -> None:
    """Show our own lines from this level on.

    Libraries are never heard at "debug": the WebSocket's writes every frame then, and frames hold what people said.
    """
    shown = logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("giong")
    ours.addHandler(shown)
    ours.setLevel(level.upper())
    ours.propagate = False


def _check_free(host: str, port: int, *, otherwise: str, udp: bool = False) -> None:
    """Raises Conflict where something else listens; `otherwise` is what chooses another port."""
    kind = socket.SOCK_DGRAM if udp else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind) as probe:
        if not udp:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Conflict(
                "serve.port_in_use",
                vi=f"Không mở được {host}:{port} ({error.strerror}). Hãy tắt chương trình đang dùng, hoặc đổi cổng "
                f"bằng {otherwise}.",
                en=f"{host}:{port} cannot be opened ({error.strerror}). Stop what uses it, or choose another port "
                f"with {otherwise}.",
            ) from error


def _run(chosen: settings.Settings) -> None:
    import uvicorn

    from giong.api.server import leave_calls, server

    api = server(chosen)

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            api.state.stopping.set()
            super().handle_exit(sig, frame)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await leave_calls(api, chosen.call_grace_s)
            await super().shutdown(sockets)

    click.echo(
        t(
            f"Gióng đang chạy: http://{chosen.host}:{chosen.port}",
            f"Gióng is running: http://{chosen.host}:{chosen.port}",
        )
        + t("  (Ctrl-C để dừng)", "  (Ctrl-C stops it)"),
        err=True,
    )
    config = uvicorn.Config(
        api,
        host=chosen.host,
        port=chosen.port,
        log_level="info" if chosen.log_level == "debug" else chosen.log_level,
        access_log=False,  # paths name conversations
        ws_max_size=1_000_000,
        timeout_graceful_shutdown=10,
    )
    running = Server(config)
    with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn, when all is closed
        running.run()
    if not running.started:
        sys.exit(EXIT_NOT_STARTED)
