"""Teaching an assistant over HTTP."""

from __future__ import annotations

import httpx
import pytest

from tests.support.serving import Served

PATH = "/api/v1/assistants/template/knowledge"


def upload(client: httpx.Client, name: str, data: bytes) -> httpx.Response:
    return client.post(PATH, files={"file": (name, data)})


def test_an_uploaded_file_is_found_at_once_and_deleted_for_good(client: httpx.Client) -> None:
    text = "# Gửi xe\n\nBãi xe của thư viện thu 5.000 đồng mỗi lượt xe máy."
    taken = upload(client, "gui-xe.md", text.encode())
    assert taken.status_code == 201
    source = taken.json()["source"]["id"]

    def found() -> list[str]:
        hits = client.get("/api/v1/assistants/template/search", params={"q": "gửi xe máy bao nhiêu tiền"}).json()
        return [hit["source_id"] for hit in hits["items"]]

    assert found()[0] == source
    assert upload(client, "gui-xe.md", text.encode()).json()["unchanged"]
    assert client.delete(f"{PATH}/{source}").status_code == 204
    assert source not in found()
    assert client.delete(f"{PATH}/{source}").status_code == 404


def test_a_file_of_the_folder_cannot_be_deleted_here(client: httpx.Client) -> None:
    known = client.get(PATH).json()["items"]
    folder_file = next(source["id"] for source in known if not source["name"].startswith("uploads/"))
    answer = client.delete(f"{PATH}/{folder_file}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "source.in_folder")


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("empty.md", b"", 422),
        ("program.exe", b"MZ\x00\x00", 422),
        ("broken.docx", b"not a zip", 422),
        ("broken.pdf", b"%PDF-1.4 nothing", 422),
        ("large.txt", b"x" * 1_200_000, 413),
    ],
)
def test_files_that_cannot_be_read_change_nothing(client: httpx.Client, name: str, data: bytes, status: int) -> None:
    before = client.get(PATH).json()
    answer = upload(client, name, data)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert client.get(PATH).json() == before


def test_strangers_see_no_assistant(served: Served, visitor: httpx.Client) -> None:
    stranger = {"Authorization": f"Bearer {served.stranger}"}
    assert visitor.get("/api/v1/assistants", headers=stranger).json() == {"items": []}
    assert visitor.get(PATH, headers=stranger).status_code == 404
    assert visitor.get("/api/v1/jobs/job_none", headers=stranger).status_code == 404
