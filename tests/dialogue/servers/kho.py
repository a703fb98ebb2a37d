"""A small MCP server of a warehouse, on stdio or over HTTP: `python kho.py FILE [PORT]`. What it was asked to write is
added to FILE, so that a test can see it from outside.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import ToolAnnotations

server = MCPServer("kho")
written = Path(sys.argv[1])


@server.tool(annotations=ToolAnnotations(read_only_hint=True))
def ton_kho(ma: str) -> dict[str, object]:
    """How many there are."""
    return {"data": {"so_luong": 12, "ma": ma}}


@server.tool()
def dat_hang(ma: str, so_luong: int, context: Context) -> dict[str, object]:
    """Order some."""
    meta = dict(context.request_context.meta or {})
    with written.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"ma": ma, "so_luong": so_luong, "key": meta.get("giong/key")}) + "\n")
    return {"phieu": "P-7"}


@server.tool(annotations=ToolAnnotations(read_only_hint=True))
def hong(ma: str) -> str:
    """Always fails."""
    raise ValueError(ma)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]))
    else:
        server.run("stdio")
