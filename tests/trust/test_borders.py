"""What belongs to one organisation looks to every other as if it did not exist: on every route of the API document."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from giong.adaptation.mending.fixes import Kind
from giong.adaptation.mending.groups import Group
from giong.adaptation.mending.remedies import Remedy
from giong.api.server import server
from giong.app import Rooms, open_rooms
from giong.clock import SystemClock
from giong.conversations.knowledge import JOB
from giong.dialogue.line import Said
from giong.documents.forms.form import Form
from giong.settings import Settings
from giong.storage.ids import new_id
from giong.storage.schema import reviews
from tests.retrieval import files
from tests.support.serving import Served

MISSING = {
    "conversation_id": "conv_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "call_id": "call_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "job_id": "job_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "source_id": "src_none",
    "assistant": "nobody",
    "model": "nobody",
    "number": "987654321",
    "group": "conv_01JZZZZZZZZZZZZZZZZZZZZZZZ.9",
    "fix_id": "fix_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "campaign_id": "camp_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "import_id": "imp_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "phone": "0987654321",
    "callback_id": "back_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "document_id": "paper_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "review_id": "review_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "session_id": "ekyc_01JZZZZZZZZZZZZZZZZZZZZZZZ",
    "form": "nobodys",
}
WORDS = {"paper": "idr", "which": "card"}
"""Names in paths that are no ids: choices which are the same for every organisation."""
JPEG = ("a.jpg", b"\xff\xd8\xff")
QUERY = {"q": "giờ mở cửa", "start": 0, "end": 5, "purpose": "thử", "reveal_for": "thử"}
BODIES: dict[str, dict[str, Any]] = {
    "/api/v1/conversations/{conversation_id}/messages": {"json": {"text": "xin chào"}},
    "/api/v1/assistants/{assistant}/knowledge": {"files": {"file": ("a.md", b"# A\n\nB.")}},
    "/api/v1/assistants/{assistant}/missed/{group}/knowledge": {"files": {"file": ("a.md", b"# A\n\nB.")}},
    "/api/v1/assistants/{assistant}/missed/{group}/fix": {"json": {"kind": "ignore"}},
    "/api/v1/assistants/{assistant}/faq": {"files": {"file": ("a.csv", "hỏi,đáp\nĐỗ xe ở đâu?,Ở cổng.".encode())}},
    "/api/v1/assistants/{assistant}/faq/drafts": {"json": {"source": "a.md"}},
    "/api/v1/assistants/{assistant}/faq/drafts/decisions": {"json": {"ids": ["a"], "decision": "reject"}},
    "/api/v1/assistants/{assistant}/versions": {"json": {"note": "a"}},
    "/api/v1/campaigns/{campaign_id}/plan": {"json": {"plan": {}}},
    "/api/v1/campaigns/{campaign_id}/contacts": {"files": {"file": ("a.csv", b"sdt\n0912345679\n")}},
    "/api/v1/callbacks/{callback_id}/done": {"json": {"note": "đã gọi"}},
    "/api/v1/conversations/{conversation_id}/events/{number}/rating": {"json": {"good": True}},
    "/api/v1/reviews/{review_id}/correct": {"json": {"value": "LÊ THỊ HẠNH"}},
    "/api/v1/document-forms/{form}": {"json": {"examples": [{"paper_id": "paper_01J", "fields": []}]}},
    "/api/v1/ekyc/sessions/{session_id}/front": {"files": {"file": JPEG}},
    "/api/v1/ekyc/sessions/{session_id}/back": {"files": {"file": JPEG}},
    "/api/v1/ekyc/sessions/{session_id}/frames": {"files": {"files": JPEG}},
    "/api/v1/ekyc/sessions/{session_id}/decision": {"json": {"approved": True}},
}


def _routes() -> Iterator[tuple[str, str]]:
    for path, operations in server(Settings()).openapi()["paths"].items():
        if "{" in path:
            yield from ((method, path) for method in operations)


def _ids(path: str) -> list[str]:
    return [name for name in re.findall(r"{(\w+)}", path) if name not in WORDS]


@pytest.fixture(scope="module")
def real(served: Served) -> dict[str, str]:
    """Ids that exist and belong to the home organisation."""
    with httpx.Client(base_url=served.url, headers=served.headers, timeout=30) as client:
        body = {"assistant": "template", "key": "borders"}
        conversation = client.post("/api/v1/conversations", json=body).json()["id"]
        taken = client.post(
            "/api/v1/assistants/template/knowledge", files={"file": ("b.md", "# Bến\n\nXe ôm đỗ ở cổng.".encode())}
        )
    return {
        "conversation_id": conversation,
        "number": "2",
        **asyncio.run(_made_beside(served.settings, conversation)),
        "source_id": taken.json()["source"]["id"],
        "assistant": "template",
        "model": "template",
    }


async def _made_beside(settings: Settings, conversation_id: str) -> dict[str, str]:
    async with open_rooms(settings) as rooms:
        home = rooms.home.id
        call = await rooms.calls.begin(home, assistant="template", channel="call", conversation_id=conversation_id)
        ticket = await rooms.callbacks.open(home, assistant="template", number="0912345678", call_id=call.id)
        job = await rooms.jobs.submit(home, JOB, {"assistant": "template"})
        fixed, waiting = [
            (await _missed(rooms, question)).id
            for question in ("mật khẩu mạng không dây là gì", "có dạy bơi lội mùa hè chăng")
        ]
        fix = await rooms.learning.fix(home, "template", fixed, Remedy(Kind.IGNORE))
        campaign = await rooms.campaigns.create(home, name="thử", assistant="template")
        taken = await rooms.lists.take_in(home, campaign.id, "a.csv", b"sdt\n0912345678\n")
        await rooms.do_not_call.add(home, ["0912345670"])
        paper = await rooms.papers.receive(home, files.pdf([["mot dong chu"]]), purpose="thử")
        await rooms.formbook.keep(home, Form("leave", 100, 100, (), ()))
        ids = {
            "form": "leave",
            "document_id": paper.id,
            "call_id": call.id,
            "callback_id": ticket.id,
            "job_id": job.id,
            "campaign_id": campaign.id,
            "review_id": await _review(rooms, paper.id),
            "session_id": (await rooms.persons.open(home)).id,
        }
        ids |= {"import_id": taken.id, "phone": "0912345670"}
        return {**ids, "group": waiting, "fix_id": fix.id}


async def _review(rooms: Rooms, paper_id: str) -> str:
    row = {"id": new_id("review"), "organisation_id": rooms.home.id, "paper_id": paper_id, "kind": "cccd_front"}
    row |= {"field": "name", "page": 1, "confidence": 0.5, "uncertainty": 0.5, "checks": [], "has_crop": False}
    row |= {"status": "open", "who": "", "created_at": SystemClock().now()}
    await rooms.database.write(lambda connection: connection.execute(insert(reviews), row))
    return str(row["id"])


async def _missed(rooms: Rooms, question: str) -> Group:
    opened = await rooms.reception.open(rooms.home.id, assistant="template", channel="web")
    await rooms.reception.say(rooms.home.id, opened.id, Said(question))
    await rooms.reception.settled()
    groups = (await rooms.learning.missed(rooms.home.id, "template", limit=1000)).items
    return next(group for group in groups if group.question == question)


def test_the_document_has_routes_with_ids_of_every_kind() -> None:
    names = {name for _, path in _routes() for name in _ids(path)}
    assert names == set(MISSING)


@pytest.mark.parametrize(("method", "path"), [route for route in _routes() if _ids(route[1])])
def test_anothers_id_is_a_missing_id(stranger: httpx.Client, real: dict[str, str], method: str, path: str) -> None:
    names = _ids(path)
    seen = set()
    for kinds in itertools.product((real, MISSING), repeat=len(names)):
        ids = {name: kind[name] for name, kind in zip(names, kinds, strict=True)}
        answer = stranger.request(method, path.format(**WORDS, **ids), params=QUERY, **BODIES.get(path, {}))
        text = answer.text
        for id in ids.values():  # a message may repeat what was asked for, and nothing else
            text = text.replace(id, "…")
        seen.add((answer.status_code, text))
    assert len(seen) == 1
    assert seen.pop()[0] == 404


@pytest.mark.parametrize(("method", "path"), list(_routes()))
def test_an_unknown_key_opens_nothing(served: Served, real: dict[str, str], method: str, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer gk_unknown"}, {"Authorization": "Bearer ck_a.b.c"}):
        answer = httpx.request(
            method, served.url + path.format(**WORDS, **real), headers=headers, params=QUERY, **BODIES.get(path, {})
        )
        assert answer.status_code == 401


def test_ids_in_bodies_are_no_side_door(stranger: httpx.Client) -> None:
    theirs = stranger.post("/api/v1/conversations", json={"assistant": "template"})
    assert (theirs.status_code, theirs.json()["error"]["code"]) == (404, "assistant.not_found")
    chat = {"model": "template", "messages": [{"role": "user", "content": "xin chào"}]}
    theirs = stranger.post("/v1/chat/completions", json=chat)
    assert (theirs.status_code, theirs.json()["error"]["code"]) == (404, "assistant.not_found")


def test_lists_hold_only_what_is_ones_own(stranger: httpx.Client, real: dict[str, str]) -> None:
    for path in (
        "/api/v1/conversations",
        "/api/v1/calls",
        "/api/v1/assistants",
        "/api/v1/campaigns",
        "/api/v1/documents",
        "/api/v1/do-not-call",
    ):
        assert stranger.get(path).json() == {"items": []}
    assert real["assistant"] not in {model["id"] for model in stranger.get("/v1/models").json()["data"]}
