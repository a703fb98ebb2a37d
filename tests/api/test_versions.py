"""Publishing over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.serving import TEMPLATE, serving

PATH = "/api/v1/assistants/template"


@pytest.fixture
def working(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATE, tmp_path / "template"))


@pytest.fixture
def client(tmp_path: Path, working: Path) -> Iterator[httpx.Client]:
    with (
        serving(tmp_path / "data", assistants=[working]) as running,
        httpx.Client(base_url=running.url, headers=running.headers, timeout=30) as one,
    ):
        yield one


def test_a_version_is_published_served_compared_and_taken_back(client: httpx.Client, working: Path) -> None:
    assert client.get(PATH).json()["version"] == 0
    first = client.post(f"{PATH}/versions", json={"note": "đầu tiên"})
    assert first.status_code == 201, first.text
    assert (first.json()["number"], first.json()["note"]) == (1, "đầu tiên")
    file = working / "assistant.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("name: ", "name: Mới ", 1), encoding="utf-8")
    assert client.get(f"{PATH}/versions/1/changes").json()["changed"] == ["assistant.yaml"]
    assert not client.get(PATH).json()["name"].startswith("Mới")
    assert client.post(f"{PATH}/versions", json={}).json()["number"] == 2
    assert client.get(PATH).json()["name"].startswith("Mới")
    assert client.post(f"{PATH}/versions/1/serve").json()["version"] == 1
    assert not client.get(PATH).json()["name"].startswith("Mới")
    listed = client.get(f"{PATH}/versions").json()
    assert ([one["number"] for one in listed["items"]], listed["serving"]) == ([2, 1], 1)


def test_what_is_broken_is_refused_with_its_place_and_goes_on_serving(client: httpx.Client, working: Path) -> None:
    client.post(f"{PATH}/versions", json={})
    (working / "slots.yaml").write_text("x: [\n", encoding="utf-8")
    answer = client.post(f"{PATH}/versions", json={})
    assert answer.json()["error"]["code"] == "assistant.invalid"
    assert "slots.yaml:2" in answer.json()["error"]["message"]
    assert client.get(PATH).json()["version"] == 1
    assert client.post(f"{PATH}/versions/7/serve").status_code == 404
    assert client.get("/api/v1/assistants/nobody/versions").status_code == 404
