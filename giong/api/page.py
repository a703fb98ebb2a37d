"""The built web page, served with a policy under which it can load nothing from anywhere else."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

DIST = Path(__file__).parent.parent / "web" / "dist"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
}


async def _page(request: Request) -> Response:
    name = request.path_params.get("path") or "index.html"
    file = (DIST / name).resolve()
    if not DIST.joinpath("index.html").exists():
        return PlainTextResponse("Trang web chưa được dựng: chạy `make web`. (Build the page: `make web`.)", 503)
    if not file.is_relative_to(DIST) or not file.is_file():
        return PlainTextResponse("Không có trang này. (No such page.)", 404)
    # Built files carry a hash of their content in their name; the page itself does not.
    fresh = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
    return FileResponse(file, headers={**_HEADERS, "Cache-Control": fresh})


routes = [Route("/", _page), Route("/{path:path}", _page)]
