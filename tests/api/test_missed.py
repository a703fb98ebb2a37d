"""Ratings with a customer's ticket, and missed questions with an organisation's key, over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.serving import TEMPLATE, Served, serving

PATH = "/api/v1/assistants/thu-vien"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("assistants") / "thu-vien"
    shutil.copytree(TEMPLATE, folder)
    with serving(tmp_path_factory.mktemp("served"), assistants=[folder], upload_mb=1) as served:
        yield served, folder


@pytest.fixture
def client(library: tuple[Served, Path]) -> Iterator[httpx.Client]:
    served, _ = library
    with httpx.Client(base_url=served.url, headers=served.headers, timeout=30) as one:
        yield one


def asked(client: httpx.Client, text: str) -> tuple[str, dict[str, str], int]:
    """A customer asks; the conversation, the ticket's header, and the number of the event that completed the answer."""
    opened = client.post("/api/v1/conversations", json={"assistant": "thu-vien"}).json()
    ticket = {"Authorization": f"Bearer {opened['token']}"}
    path = f"/api/v1/conversations/{opened['id']}"
    said = client.post(f"{path}/messages", json={"text": text}, headers=ticket).json()
    events = client.get(f"{path}/events", params={"after": said["number"], "wait_s": 20}, headers=ticket).json()[
        "items"
    ]
    return path, ticket, events[-1]["number"]


def test_a_ticket_rates_the_answers_of_its_conversation_only(client: httpx.Client) -> None:
    path, ticket, number = asked(client, "thư viện mở cửa mấy giờ")
    put = client.put(f"{path}/events/{number}/rating", json={"good": False, "reason": "sai"}, headers=ticket)
    assert (put.status_code, put.json()["good"]) == (200, False)
    assert client.put(f"{path}/events/{number}/rating", json={"good": True}, headers=ticket).json()["reason"] == ""
    assert [one["good"] for one in client.get(f"{path}/ratings", headers=ticket).json()["items"]] == [True]
    other, _, other_number = asked(client, "thư viện mở cửa mấy giờ")
    assert client.put(f"{other}/events/{other_number}/rating", json={"good": True}, headers=ticket).status_code == 403
    assert client.put(f"{path}/events/999/rating", json={"good": True}, headers=ticket).status_code == 404
    assert client.delete(f"{path}/events/{number}/rating", headers=ticket).status_code == 204
    assert client.get(f"{path}/ratings", headers=ticket).json()["items"] == []


def test_a_missed_question_is_mended_and_taken_back(client: httpx.Client, library: tuple[Served, Path]) -> None:
    served, folder = library
    for question in ("làm thẻ bạn đọc cần giấy tờ gì", "thủ tục làm thẻ bạn đọc cần giấy tờ gì ạ"):
        _, ticket, _ = asked(client, question)
    found = client.get(f"{PATH}/missed").json()
    (group,) = found["items"]
    assert (group["people"], group["suggestion"]["kind"]) == (2, "answer")
    messages = client.get(f"{PATH}/missed/{group['id']}/messages").json()["items"]
    assert [one["signs"] for one in messages] == [["unknown"], ["unknown"]]
    stranger = {"Authorization": f"Bearer {served.stranger}"}
    for headers in (stranger, ticket):
        assert client.get(f"{PATH}/missed", headers=headers).status_code in (401, 403, 404)
    wanted = {"kind": "answer", "text": "Dạ, cần căn cước công dân ạ."}
    assert client.post(f"{PATH}/missed/{group['id']}/fix", json=wanted, headers=stranger).status_code == 404
    fix = client.post(f"{PATH}/missed/{group['id']}/fix", json=wanted).json()
    assert (fix["trial"]["passed"], fix["trial"]["answered"]) == (True, 2)
    assert not fix["waits_for_publication"]
    assert fix["files"] == ["knowledge/hoi-dap-them.csv"]
    assert client.get(f"{PATH}/missed").json()["items"] == []
    assert [one["id"] for one in client.get(f"{PATH}/fixes").json()["items"]] == [fix["id"]]
    assert client.post(f"{PATH}/fixes/{fix['id']}/undo").json()["undone_at"]
    assert client.post(f"{PATH}/fixes/{fix['id']}/undo").status_code == 409
    assert client.get(f"{PATH}/missed").json()["items"][0]["id"] == group["id"]
    assert not (folder / "knowledge" / "hoi-dap-them.csv").exists()


def test_a_document_mends_too_and_one_that_nothing_can_read_does_not(client: httpx.Client) -> None:
    asked(client, "thư viện có cho thuê phòng họp nhóm không")
    group = next(one for one in client.get(f"{PATH}/missed").json()["items"] if "phòng họp" in one["question"])
    path = f"{PATH}/missed/{group['id']}/knowledge"
    refused = client.post(path, files={"file": ("a.exe", b"MZ")})
    assert (refused.status_code, client.get(f"{PATH}/missed").json()["groups"]) == (422, 2)
    text = "# Phòng họp\n\nThư viện cho thuê phòng họp nhóm, 50.000 đồng một giờ.".encode()
    fix = client.post(path, files={"file": ("Phòng họp.md", text)}, data={"title": "Phòng họp nhóm"}).json()
    assert fix["files"] == ["knowledge/bo-sung/phong-hop.md"]
    assert fix["trial"]["answered"] == 1
