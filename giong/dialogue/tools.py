"""Calls tools of MCP servers for an assistant's actions, and sends each action its own way. Knows no flow and no model.

A connection lives as long as one action, so nothing is shared between conversations and a server that died is started
anew. Only a flow's `call` step comes here: a server's wish for a model, for a file or for more input is declined.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from giong.dialogue.actions import HttpSender, Outcome, RefusedError, filled, kept, with_secrets
from giong.dialogue.assistant import Action, Assistant, HttpAction, ToolAction, ToolServer
from giong.dialogue.expressions import Scope

if TYPE_CHECKING:
    from mcp import Client
    from mcp.client import Transport
    from mcp_types import RequestParamsMeta

log = logging.getLogger(__name__)

MAX_RESULT_CHARS = 1_000_000
KEY = "giong/key"
"""In the request's `_meta`: a server that honours it does the same thing once, however often it is asked."""

Program = tuple[str, ...]
"""A command line: the program and its arguments."""


class Services:
    """See `actions.Sender`. `programs` are those that the operator lets assistants start, by name."""

    def __init__(self, assistant: Assistant, programs: Mapping[str, Program]) -> None:
        self._http = HttpSender(assistant.hosts)
        self._tools = ToolSender(assistant.servers, assistant.hosts, programs=programs)

    async def send(self, action: Action, scope: Scope, *, key: str) -> Outcome:
        if isinstance(action, HttpAction):
            return await self._http.send(action, scope, key=key)
        return await self._tools.send(action, scope, key=key)


class ToolSender:
    """Calls tools. `environment` holds the secrets of the servers' headers."""

    def __init__(
        self,
        servers: Mapping[str, ToolServer],
        hosts: frozenset[str],
        *,
        programs: Mapping[str, Program],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._servers = servers
        self._hosts = hosts
        self._programs = programs
        self._environment = os.environ if environment is None else environment

    async def send(self, action: ToolAction, scope: Scope, *, key: str) -> Outcome:
        """Call the tool once. Failures are outcomes, not exceptions."""
        try:
            async with (
                asyncio.timeout(action.timeout_s),
                AsyncExitStack() as closing,
            ):
                client = await closing.enter_async_context(self._connected(self._servers[action.server]))
                return await _called(client, action, filled(action.body, scope), key)
        except Exception as error:
            log.warning("action %s: %s", action.name, _told(error))
        return Outcome(False)

    @asynccontextmanager
    async def _connected(self, server: ToolServer) -> AsyncIterator[Client]:
        try:
            from mcp import Client
        except ImportError:
            raise RefusedError("MCP is not installed; install it with: pip install 'giong[mcp]'") from None
        async with AsyncExitStack() as closing:
            transport = self._program(server, closing) if server.program else await self._address(server, closing)
            yield await closing.enter_async_context(Client(transport, cache=None))

    def _program(self, server: ToolServer, closing: AsyncExitStack) -> Transport:
        from mcp.client.stdio import StdioServerParameters, stdio_client

        command, *arguments = self._programs.get(server.program, ("",))
        if not command:
            raise RefusedError(f"the program {server.program} is not among tool_programs of the settings")
        # What the program complains about may hold what a customer said.
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # closed with the connection
        closing.callback(nowhere.close)
        return stdio_client(StdioServerParameters(command=command, args=arguments), errlog=nowhere)

    async def _address(self, server: ToolServer, closing: AsyncExitStack) -> Transport:
        import httpx2
        from mcp.client.streamable_http import streamable_http_client

        if urlsplit(server.url).netloc.rpartition("@")[2].lower() not in self._hosts:
            raise RefusedError("host not allowed")
        headers = {name: with_secrets(text, self._environment) for name, text in server.headers.items()}
        client = httpx2.AsyncClient(headers=headers, trust_env=False, follow_redirects=False)
        return streamable_http_client(server.url, http_client=await closing.enter_async_context(client))


async def _called(client: Client, action: ToolAction, arguments: dict[str, Any], key: str) -> Outcome:
    if not action.writes and not await _only_reads(client, action.tool):
        raise RefusedError("it is declared “writes: false”, but its server does not say that the tool only reads")
    meta = cast("RequestParamsMeta", {KEY: key})
    result = await client.call_tool(action.tool, arguments, meta=meta)
    if result.is_error:
        log.warning("action %s failed: the tool reports an error", action.name)
        return Outcome(False)
    return kept(action, _value(result)) if action.save else Outcome(True)


async def _only_reads(client: Client, name: str) -> bool:
    cursor: str | None = None
    while True:
        listed = await client.list_tools(cursor=cursor)
        for tool in listed.tools:
            if tool.name == name:
                return tool.annotations is not None and tool.annotations.read_only_hint is True
        cursor = listed.next_cursor
        if not cursor:
            return False


def _value(result: Any) -> Any:
    """What a tool gave back, as JSON: its structured result, or else its text where that is JSON."""
    if result.structured_content is not None:
        return result.structured_content
    text = "".join(getattr(block, "text", "") for block in result.content)[:MAX_RESULT_CHARS]
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}


def _told(error: Exception) -> str:
    """What may be said of an error in the log: of a foreign one its kind alone, for its words may be a customer's."""
    first: BaseException = error
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return f"not sent: {first}" if isinstance(first, RefusedError) else type(first).__name__
