"""A session in which a person is checked, over HTTP; and FPT.AI's paths of faces."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import httpx
import pytest

from giong.papers.persons.faces import Faces
from tests.labelling.fakes import WORK
from tests.papers.persons.fakes import ENGINE, frame, performed
from tests.papers.persons.test_sessions import back, front
from tests.support.reading import reading
from tests.support.serving import Served


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with (
        patch("giong.app.Faces", lambda _: Faces(ENGINE)),
        reading(tmp_path_factory.mktemp("ekyc"), work=WORK, photo_mb=1) as running,
    ):
        yield running


@pytest.fixture
def client(counter: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=counter.url, headers=counter.headers, timeout=60) as one:
        yield one


def test_a_session_from_the_first_picture_to_a_persons_verdict(client: httpx.Client) -> None:
    session = client.post("/api/v1/ekyc/sessions", json={"key": "khách 1"}).json()
    path = f"/api/v1/ekyc/sessions/{session['id']}"
    assert client.post(f"{path}/back", files={"file": back()}).json()["error"]["code"] == "ekyc.front_first"
    blurred = client.post(f"{path}/front", files={"file": b"blurred\nx"}).json()
    assert blurred["refused"]["code"] == "blur"
    side = client.post(f"{path}/front", files={"file": front()}).json()
    assert (side["kind"], side["refused"], side["session"]["has_front"]) == ("cccd_front", None, True)
    assert side["fields"]["id"] != "001188004567"
    assert client.post(f"{path}/back", files={"file": back()}).json()["session"]["has_back"]
    files = [("files", picture) for picture in performed(tuple(session["challenge"]))]
    assert client.post(f"{path}/frames", files=files).json() == {"met": True, "problems": []}

    settled = client.post(f"{path}/result").json()
    assert (settled["verdict"], settled["reasons"]) == ("review", ["person.to_confirm"])
    assert [one["id"] for one in client.get("/api/v1/ekyc/sessions/review").json()["items"]] == [session["id"]]
    assert client.get(f"{path}/comparison").json()["similarity"] > 80
    assert client.get(f"{path}/portraits/selfie").headers["content-type"] == "image/jpeg"
    decided = client.post(f"{path}/decision", json={"approved": True}).json()
    assert (decided["verdict"], decided["decided_by"]) == ("approved", "test")
    assert client.get(f"{path}/portraits/selfie").status_code == 404


def test_a_stranger_sees_no_session(client: httpx.Client, counter: Served) -> None:
    session = client.post("/api/v1/ekyc/sessions", json={}).json()
    stranger = {"Authorization": f"Bearer {counter.stranger}"}
    assert httpx.get(f"{counter.url}/api/v1/ekyc/sessions/{session['id']}", headers=stranger).status_code == 404
    refused = client.post("/api/v1/ekyc/sessions", json={"callback_url": "https://elsewhere.example/"})
    assert refused.json()["error"]["code"] == "paper.callback_refused"


def test_an_fpt_client_compares_faces(counter: Served) -> None:
    client = httpx.Client(base_url=counter.url, headers={"api_key": counter.key}, timeout=60)

    def compared(*pictures: bytes) -> httpx.Response:
        return client.post("/dmp/checkface/v1", files=[("file[]", ("a.png", picture)) for picture in pictures])

    same = compared(frame("straight", 240), frame("left", 238)).json()
    assert (same["code"], same["data"]["isMatch"]) == ("200", True)
    assert same["data"]["similarity"] > 80
    other = compared(frame("straight", 240), frame("straight", 120)).json()
    assert other["data"]["isMatch"] is False
    assert compared(frame("straight")).json()["code"] == "409"
    assert compared(frame("straight"), frame("straight", faces=0)).json()["code"] == "407"
    assert compared(frame("straight"), b"not a picture").json()["code"] == "408"
    video = client.post("/dmp/liveness/v3", files={"video": b"0"}).json()
    assert (video["code"], video["liveness"]["is_live"], video["liveness"]["need_to_review"]) == (
        "409",
        "false",
        "true",
    )
