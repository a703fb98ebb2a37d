"""Lists of questions over HTTP: taken in, drafted, approved, answered from."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx

from tests.support.serving import TEMPLATE, serving

PATH = "/api/v1/assistants/thu-vien"
TABLE = 'Câu hỏi,Trả lời\nThư viện có máy in không?,"Có, 500 đồng một trang."\nMấy tầng?,\n'.encode()
FEE = "# Lệ phí gửi xe\n\nBãi xe của thư viện thu 5.000 đồng mỗi lượt xe máy.".encode()


def test_a_list_and_a_draft_come_in(tmp_path: Path) -> None:
    folder = tmp_path / "thu-vien"
    shutil.copytree(TEMPLATE, folder)
    with serving(tmp_path / "served", assistants=[folder]) as served:
        with httpx.Client(base_url=served.url + PATH, headers=served.headers, timeout=30) as client:
            sent = {"file": ("hoi-dap.csv", TABLE)}
            looked = client.post("/faq", files=sent, data={"dry_run": "true"}).json()
            assert (looked["new"][0]["row"], looked["skipped"], looked["files"]) == (2, [3], [])
            assert client.post("/faq", files=sent).json()["files"]
            # Larger than other requests may be: a list is a file.
            refused = client.post("/faq", files={"file": ("a.csv", b"a,b\n" + b"1,2\n" * 80_000)})
            assert refused.json()["error"]["code"] == "faq.no_columns"
            document = {"file": ("gui-xe.md", FEE)}
            source = client.post("/knowledge", files=document).json()["source"]
            (draft,) = client.post("/faq/drafts", json={"source": source["id"]}).json()["items"]
            assert draft["status"] == "waiting"
            assert client.get("/faq/drafts").json()["items"] == [draft]
            decision = {"ids": [draft["id"]], "decision": "reject"}
            assert client.post("/faq/drafts/decisions", json=decision).json()["items"][0]["status"] == "rejected"
            assert client.get("/faq/drafts").json()["items"] == []
            assert [one["id"] for one in client.get("/faq/drafts?all=true").json()["items"]] == [draft["id"]]
        with httpx.Client(base_url=served.url + PATH, timeout=30) as stranger:
            assert stranger.post("/faq", files=sent).status_code == 401
