"""The whole server over a restart, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.support.serving import serving


def test_a_chat_outlives_the_server(tmp_path: Path, database_url: str) -> None:
    with serving(tmp_path, database_url=database_url) as first:
        opened = httpx.post(f"{first.url}/api/v1/public/conversations", json={"assistant": "template"}).json()
        path = f"/api/v1/conversations/{opened['id']}"
        headers = {"Authorization": f"Bearer {opened['token']}"}
        said = httpx.post(f"{first.url}{path}/messages", json={"text": "mấy giờ mở cửa"}, headers=headers).json()
        wanted = {"after": said["number"], "wait_s": 20}
        httpx.get(f"{first.url}{path}/events", params=wanted, headers=headers, timeout=30)
    with serving(tmp_path, database_url=database_url) as second:
        events = httpx.get(f"{second.url}{path}/events", headers=headers).json()["items"]
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert any("17 giờ" in event["piece"]["text"] for event in events if event["kind"] == "piece")
