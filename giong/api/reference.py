"""The API's reference as a page, made from its OpenAPI description. No scripts and no other host: it works offline."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Coroutine, Iterator
from html import escape
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse

Schema = dict[str, Any]

_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "pre{background:#8881;padding:.7rem;overflow:auto;border-radius:.4rem}h2{font-size:1.1rem;margin-top:2.5rem}"
    "summary{cursor:pointer}:root{color-scheme:light dark}"
)


def page(api: FastAPI) -> Callable[[Request], Coroutine[Any, Any, HTMLResponse]]:
    """The route that shows the reference of `api`."""

    async def show(request: Request) -> HTMLResponse:
        return HTMLResponse(html(api.openapi(), str(request.base_url).rstrip("/")), headers=_HEADERS)

    return show


def html(document: Schema, server: str) -> str:
    """Every operation with a command to try it; `server` is where that command sends to."""
    shapes = document["components"]["schemas"]
    operations = "".join(
        _operation(method, path, operation, shapes, server)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    title = escape(f"{document['info']['title']} {document['info']['version']}")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title} API</title><style>{_STYLE}</style>'
        f"<h1>{title} API</h1><p>{escape(document['info']['description'])}</p>"
        '<p><a href="/openapi.json">openapi.json</a> (OpenAPI 3.1). Key: <code>giong organisation key demo</code>.</p>'
        f"{operations}</html>"
    )


def _operation(method: str, path: str, operation: Schema, shapes: Schema, server: str) -> str:
    answers = "".join(
        f"<li><b>{status}</b> {escape(answer['description'])}{_answer(answer, shapes)}</li>"
        for status, answer in operation["responses"].items()
    )
    return (
        f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation['summary'])}</p>"
        f"<ul>{''.join(_parameters(operation))}</ul>"
        f"<pre>{escape(_command(method, path, operation, shapes, server))}</pre>"
        f"<details><summary>Answers</summary><ul>{answers}</ul></details>"
    )


def _parameters(operation: Schema) -> Iterator[str]:
    for one in operation.get("parameters", []):
        need = "required" if one.get("required") else f"default {json.dumps(one['schema'].get('default'))}"
        said = f": {escape(one['description'])}" if one.get("description") else ""
        yield f"<li><code>{escape(one['name'])}</code> ({one['in']}, {escape(need)}){said}</li>"


def _command(method: str, path: str, operation: Schema, shapes: Schema, server: str) -> str:
    url = server + re.sub(r"\{(\w+)\}", lambda name: "$" + name[1].upper(), path)
    parts = ["curl", url] if method in ("get", "post") else ["curl", "-X", method.upper(), url]
    if operation.get("security"):
        parts += ["-H", "Authorization: Bearer $GIONG_KEY"]
    asked = [one for one in operation.get("parameters", []) if one["in"] == "query" and one.get("required")]
    parts += ["-G"] if asked else []
    for one in asked:
        parts += ["--data-urlencode", f"{one['name']}={example(one['schema'], shapes)}"]
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        body = example(content["schema"], shapes)
        if media == "application/json":
            parts += ["-H", f"Content-Type: {media}", "-d", json.dumps(body, ensure_ascii=False)]
        else:
            for name, value in body.items():
                parts += ["-F", f"{name}={'@FILE' if name == 'file' else value}"]
    return " ".join(_quoted(part) for part in parts)


def _quoted(part: str) -> str:
    return f'"{part}"' if "$" in part else shlex.quote(part)


def _answer(answer: Schema, shapes: Schema) -> str:
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    if not schema:
        return ""
    return f"<pre>{escape(json.dumps(example(schema, shapes), ensure_ascii=False, indent=1))}</pre>"


def example(schema: Schema, shapes: Schema) -> Any:
    """A value of this shape, made of the examples and defaults that it names."""
    if "$ref" in schema:
        return example(shapes[schema["$ref"].rpartition("/")[2]], shapes)
    if "examples" in schema:
        return schema["examples"][0]
    for word in ("default", "const"):
        if word in schema:
            return schema[word]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example(schema["anyOf"][0], shapes)
    match schema.get("type"):
        case "object":
            return {name: example(part, shapes) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [example(schema["items"], shapes)]
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case _:
            return "2026-11-21T08:30:00Z" if schema.get("format") == "date-time" else ""
