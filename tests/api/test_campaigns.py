"""A campaign over HTTP: made, given a list, steered, looked at; and the numbers that are never called."""

from __future__ import annotations

import io
from typing import Any

import httpx
from openpyxl import load_workbook

LIST = "Số điện thoại,Họ tên\n0912345678,Nguyễn Thị Lan\n09123O5679,Lê A\n0912345670,Lê B\n".encode()


def made(client: httpx.Client, name: str, **more: Any) -> str:
    answer = client.post("/api/v1/campaigns", json={"name": name, "assistant": "template", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_campaign_from_its_list_to_its_results(client: httpx.Client) -> None:
    id = made(client, "Khảo sát", plan={"at_once": 3, "retries": {"intervals": {"busy": [1, 2]}}})
    path = f"/api/v1/campaigns/{id}"
    looked = client.post(f"{path}/contacts", files={"file": ("a.csv", LIST)}, data={"dry_run": "true"}).json()
    assert (looked["rows"], looked["taken"]) == (3, 2)
    assert client.get(f"{path}/contacts").json()["items"] == []
    taken = client.post(f"{path}/contacts", files={"file": ("a.csv", LIST)}).json()
    assert taken["columns"] == {"Số điện thoại": "number", "Họ tên": "ho_ten"}
    [problem] = taken["problems"]
    assert (problem["row"], problem["reason"], problem["cells"]) == (3, "number.letters", ["09123O5679", "Lê A"])
    file = client.get(f"/api/v1/imports/{taken['id']}/problems")
    assert [cell.value for cell in load_workbook(io.BytesIO(file.content)).active[2]][2:] == ["09123O5679", "Lê A"]
    assert client.get(f"{path}/imports").json()["items"][0]["taken"] == 2
    assert client.post(f"{path}/pause").json()["error"]["code"] == "campaign.not_running"
    assert client.post(f"{path}/start").json()["status"] == "running"
    progress = client.get(path).json()
    assert (progress["contacts"], progress["left"], progress["states"]) == (2, 2, {"waiting": 2})
    assert progress["campaign"]["plan"]["retries"]["intervals"] == {"busy": [1, 2]}
    assert client.put(f"{path}/plan", json={"plan": {"at_once": 0}}).json()["error"]["code"] == "campaign.bad_plan"
    assert client.put(f"{path}/plan", json={"plan": {"hours": "T2 08:00-09:00"}}).json()["plan"]["at_once"] == 2
    assert client.post(f"{path}/pause").json()["status"] == "paused"
    assert client.post(f"{path}/stop", json={"hang_up": True}).json()["status"] == "stopped"
    assert client.post(f"{path}/start").status_code == 409
    assert client.get(f"{path}/results").json() == {"reached": 0, "endings": {}, "tallies": []}
    rows = client.get(f"{path}/export", params={"format": "csv"}).content.decode("utf-8-sig").splitlines()
    people = [row.split(",")[:3] for row in rows[1:]]
    assert people == [["0912345678", "Nguyễn Thị Lan", "Lan"], ["0912345670", "Lê B", "B"]]
    assert any(one["id"] == id for one in client.get("/api/v1/campaigns").json()["items"])


def test_what_cannot_be_is_refused(client: httpx.Client) -> None:
    made(client, "Một lần")
    again = client.post("/api/v1/campaigns", json={"name": "Một lần", "assistant": "template"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "campaign.name_taken")
    nobody = client.post("/api/v1/campaigns", json={"name": "x", "assistant": "nobody"})
    assert nobody.json()["error"]["code"] == "assistant.not_found"
    backwards = {"start_at": "2026-11-25T08:00:00+07:00", "end_at": "2026-11-24T08:00:00+07:00"}
    refused = client.post("/api/v1/campaigns", json={"name": "y", "assistant": "template", **backwards})
    assert refused.json()["error"]["code"] == "campaign.ends_before_it_begins"
    path = f"/api/v1/campaigns/{made(client, 'z')}/contacts"
    files = {"file": ("a.csv", LIST)}
    assert client.post(path, files=files, data={"columns": "[]"}).json()["error"]["code"] == "list.bad_columns"
    assert client.post(path, files={"file": ("a.pdf", b"x")}).json()["error"]["code"] == "list.other_kind"


def test_numbers_that_are_never_called(client: httpx.Client) -> None:
    id = made(client, "không gọi")
    client.post(f"/api/v1/campaigns/{id}/contacts", files={"file": ("a.csv", LIST)})
    added = client.post("/api/v1/do-not-call", json={"numbers": ["+84 912 345 678"], "reason": "khách yêu cầu"})
    assert added.json()["added"] == 1
    listed = client.post("/api/v1/do-not-call/list", files={"file": ("b.csv", b"phone\n0912345678\n0912345111\nx\n")})
    assert (listed.json()["added"], len(listed.json()["problems"])) == (1, 1)
    states = {one["number"]: one["state"] for one in client.get(f"/api/v1/campaigns/{id}/contacts").json()["items"]}
    assert states == {"0912345678": "blocked", "0912345670": "waiting"}
    assert client.get("/api/v1/do-not-call").json()["items"][1]["reason"] == "khách yêu cầu"
    assert client.delete("/api/v1/do-not-call/0912345678").status_code == 204
    assert client.delete("/api/v1/do-not-call/0912345678").status_code == 404
    assert client.post("/api/v1/do-not-call", json={"numbers": ["abc"]}).json()["error"]["code"] == "phone.impossible"
