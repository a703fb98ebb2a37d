"""Writes the reference pages that are made from the code. `tests/test_docs.py` fails when they are out of date."""

from __future__ import annotations

from pathlib import Path

from giong.api.server import server
from giong.dialogue.folder import schema
from giong.settings import Settings, load

DOCS = Path(__file__).parent
METHODS = ("get", "post", "put", "patch", "delete")


def settings_page() -> str:
    """Every setting with its default and what it is."""
    rows = [
        f"| `{name}` | `{_default(field.get_default())}` | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    intro = (
        "# Settings\n\n"
        "Made from `giong/settings.py` by `scripts/docs`. A value comes from the first of: a command's flag, the\n"
        "environment (`GIONG_PORT=8400`), `.env`, `giong.toml` (`port = 8400`), the default. Where each came from is\n"
        "shown by `giong doctor --settings`.\n\n| setting | default | what it is |\n|---|---|---|\n"
    )
    return intro + "\n".join(rows) + "\n"


def routes_page() -> str:
    """Every route with its summary."""
    paths = server(load()).openapi()["paths"]
    rows = [
        f"| `{method.upper()}` | `{path}` | {operation['summary']} |"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method in METHODS
    ]
    intro = (
        "# HTTP API\n\n"
        "Made from the code by `scripts/docs`. The running server describes itself at `/openapi.json` (OpenAPI 3.1)\n"
        "and `/docs`. Programs send `Authorization: Bearer <API key>` (`giong organisation key demo`); a page sends\n"
        "the ticket that it got when the conversation was opened. Errors are\n"
        '`{"error": {"code", "message", "message_en"}}`, under `/v1/` in OpenAI\'s shape. Two WebSockets stand beside\n'
        "these routes: `/api/v1/conversations/{conversation_id}/stream` (`giong/api/routes/conversations.py`) and\n"
        "`/api/v1/calls/stream` (`giong/voice/websocket.py`).\n\n"
        "| method | path | what it does |\n|---|---|---|\n"
    )
    return intro + "\n".join(rows) + "\n"


def pages() -> dict[Path, str]:
    """Each generated file and its content."""
    made = {DOCS / "SETTINGS.md": settings_page(), DOCS / "API.md": routes_page()}
    return made | {DOCS / "schema" / f"{kind}.schema.json": text for kind, text in schema.published().items()}


def _default(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return str(getattr(value, "get_secret_value", lambda: value)())


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
