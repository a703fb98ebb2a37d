"""Sends an assistant's HTTP actions: only to the hosts it lists, bounded in time and size, repeated safely. Knows no
flow.

A redirect is never followed. A repeated request carries the same `Idempotency-Key`, also when a whole turn is taken
again after a crash, so a service that honours the key does the thing once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

import httpx

from giong.dialogue.assistant import Action, HttpAction
from giong.dialogue.expressions import Expression, Scope, Template, plain

log = logging.getLogger(__name__)

MAX_RESPONSE_BYTES = 1_000_000
PAUSE_S = 0.2
"""Before the first repetition; doubled for each one after it."""
_SECRET = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_WORTH_REPEATING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Outcome:
    """`saved` are the slots that the answer filled; `ok` is False when the action failed, for whatever reason."""

    ok: bool
    saved: Mapping[str, Any] = field(default_factory=dict)


class Sender(Protocol):
    """Carries out actions."""

    async def send(self, action: Action, scope: Scope, *, key: str) -> Outcome:
        """Do `action` with the values of `scope`. Failures are outcomes, not exceptions.

        The same `key` with the same values is the same doing of it, however often it is sent.
        """


class HttpSender:
    """Sends HTTP actions. `transport` replaces the network in scenarios; `environment` holds the secrets;
    `failures` is the level at which a service that fails is logged.
    """

    def __init__(
        self,
        hosts: frozenset[str],
        *,
        environment: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        failures: int = logging.WARNING,
    ) -> None:
        self._hosts = hosts
        self._environment = os.environ if environment is None else environment
        self._transport = transport
        self._failures = failures

    async def send(self, action: HttpAction, scope: Scope, *, key: str) -> Outcome:
        try:
            request = self._request(action, scope, key)
        except RefusedError as refusal:
            log.warning("action %s was not sent: %s", action.name, refusal)
            return Outcome(False)
        # A client for each action: an event loop may come and go between two of them.
        async with httpx.AsyncClient(
            transport=self._transport or httpx.AsyncHTTPTransport(verify=_trusted(), trust_env=False),
            follow_redirects=False,
            trust_env=False,
            timeout=action.timeout_s,
        ) as client:
            for number in range(action.retries + 1):
                if number:
                    await asyncio.sleep(PAUSE_S * 2 ** (number - 1))
                answer = await _answer(client, request, action, failures=self._failures)
                if answer is not None:
                    return answer
        return Outcome(False)

    def _request(self, action: HttpAction, scope: Scope, key: str) -> httpx.Request:
        url = self._text(action.url, scope, quoted)
        if urlsplit(url).netloc.rpartition("@")[2].lower() not in self._hosts:
            raise RefusedError("host not allowed")
        if any(segment in (".", "..") for segment in urlsplit(url).path.split("/")):
            raise RefusedError("a part of the path is only dots, which would lead to another path")
        headers = {name: self._text(text, scope, str) for name, text in action.headers.items()}
        body = None if action.body is None else filled(action.body, scope, self._text)
        try:
            request = httpx.Request(action.method, url, headers=headers, json=body)
            request.headers["Idempotency-Key"] = f"{key}-{_digest(request)}"
            return request
        except (httpx.InvalidURL, ValueError):
            raise RefusedError("bad URL or header") from None

    def _text(self, template: Template, scope: Scope, each: Callable[[str], str]) -> str:
        """Secrets are put only where the assistant's author wrote them, never where a person's words ask for one."""
        return "".join(
            with_secrets(part, self._environment) if isinstance(part, str) else each(plain(part.value(scope)))
            for part in template.parts
        )


Texts = Callable[[Template, Scope, Callable[[str], str]], str]
"""Makes a text of a template; each value is put in by the function given."""


def rendered(template: Template, scope: Scope, each: Callable[[str], str]) -> str:
    """The text of a template in which no secret is named."""
    return "".join(part if isinstance(part, str) else each(plain(part.value(scope))) for part in template.parts)


def filled(body: Any, scope: Scope, text: Texts = rendered) -> Any:
    """A JSON body; a text that is nothing but one expression becomes its value, of whatever type."""
    if isinstance(body, dict):
        return {key: filled(value, scope, text) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(value, scope, text) for value in body]
    if not isinstance(body, Template):
        return body
    if len(body.parts) == 1 and isinstance(only := body.parts[0], Expression):
        return only.value(scope)
    return text(body, scope, str)


def with_secrets(text: str, environment: Mapping[str, str]) -> str:
    """`${NAME}` in an author's text replaced by what the environment holds."""

    def secret(match: re.Match[str]) -> str:
        if match.group(1) not in environment:
            raise RefusedError(f"environment variable {match.group(1)} is not set")
        return environment[match.group(1)]

    return _SECRET.sub(secret, text)


@cache
def _trusted() -> ssl.SSLContext:
    """Read once: the machine's certificates take longer to read than most services to answer."""
    return httpx.create_ssl_context()


def _digest(request: httpx.Request) -> str:
    """After a correction the same step asks for another thing, which a service must not take for the first one."""
    return hashlib.sha256(f"{request.method} {request.url} ".encode() + request.content).hexdigest()[:16]


class RefusedError(Exception):
    """The action cannot be sent as it is; the message names nothing that a person said."""


async def _answer(
    client: httpx.AsyncClient, request: httpx.Request, action: HttpAction, *, failures: int
) -> Outcome | None:
    """The outcome, or None where trying again may help."""
    try:
        async with asyncio.timeout(action.timeout_s):
            response = await client.send(request, stream=True)
            try:
                body = await _read(response)
            finally:
                await response.aclose()
    except (httpx.HTTPError, TimeoutError) as error:
        log.log(failures, "action %s: %s", action.name, type(error).__name__)
        return None
    if response.status_code in _WORTH_REPEATING:
        log.log(failures, "action %s: status %d", action.name, response.status_code)
        return None
    if not response.is_success or body is None:
        log.log(failures, "action %s failed: status %d", action.name, response.status_code)
        return Outcome(False)
    return _saved(action, body)


async def _read(response: httpx.Response) -> bytes | None:
    """The body, or None where it is too large."""
    body = b""
    async for part in response.aiter_bytes():
        body += part
        if len(body) > MAX_RESPONSE_BYTES:
            return None
    return body


def _saved(action: HttpAction, body: bytes) -> Outcome:
    if not action.save:
        return Outcome(True)
    try:
        return kept(action, json.loads(body))
    except ValueError:
        log.warning("action %s: the answer is not JSON", action.name)
        return Outcome(False)


def kept(action: Action, answer: Any) -> Outcome:
    """What `action` saves of a JSON answer."""
    saved = {slot: at_path(answer, path) for slot, path in action.save.items()}
    return Outcome(True, {slot: value for slot, value in saved.items() if value is not None})


def at_path(value: Any, path: str) -> Any:
    """`data.items.0.name` in a JSON value; None where there is no such thing or it is no plain value."""
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value if isinstance(value, str | int | float | bool) else None


def quoted(text: str) -> str:
    """What a person said may be any text: in a URL it must not add a path, a query or a host."""
    return quote(text, safe="")
