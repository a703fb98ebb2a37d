"""The built web page, served with a policy under which it can load nothing from anywhere else."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

DIST = Path(__file__).parent.parent / "web" / "dist"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

PAGES = {"/": "index.html", "/review": "review.html"}
"""Addresses of pages: the customers', and the one on which uncertain fields of papers are reviewed."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}


_API = ("/api/", "/v1/")
"""Programs ask here; they get errors of their own shape, not the page's."""


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application for every path that is no route."""
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1000})
    if scope["path"].startswith(_API):
        raise HTTPException(404)
    if scope["method"] not in ("GET", "HEAD"):
        raise HTTPException(405, headers={"Allow": "GET, HEAD"})
    return await _answer(scope["path"])(scope, receive, send)


def _answer(path: str) -> Response:
    name = PAGES.get(path, path.removeprefix("/"))
    if not DIST.joinpath("index.html").exists():
        return PlainTextResponse("Trang web chưa được dựng: chạy `make web`. (Build the page: `make web`.)", 503)
    file = _file(name)
    if file is None:
        return PlainTextResponse("Không có trang này. (No such page.)", 404)
    # Built files carry a hash of their content in their name; the page itself does not.
    fresh = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
    return FileResponse(file, headers={**_HEADERS, "Cache-Control": fresh})


def _file(name: str) -> Path | None:
    """The built file of this name; None too for names that no file can have."""
    try:
        file = (DIST / name).resolve()
        return file if file.is_relative_to(DIST) and file.is_file() else None
    except (OSError, ValueError):
        return None
