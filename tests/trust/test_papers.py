"""Papers and the whole server: kill -9 while one is read, a full disk, uploads without end, files that are traps."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageDraw, ImageFont

from giong.accounts.keys import Keys
from giong.accounts.organisations import Organisations
from giong.storage.database import Database
from giong.storage.migrate import migrate
from tests.support.process import ServerProcess
from tests.support.serving import TEMPLATE
from tests.trust.test_full_disk import _fill, small_disk

DOCUMENTS = "/api/v1/documents"

__all__ = ["small_disk"]


def scan(*pages: str) -> bytes:
    """A PDF of pictures of pages."""
    font = ImageFont.load_default(36)
    drawn = []
    for text in pages:
        page = Image.new("RGB", (1000, 700), "white")
        ImageDraw.Draw(page).multiline_text((60, 60), "\n".join([text] * 8), "black", font, spacing=24)
        drawn.append(page)
    into = io.BytesIO()
    drawn[0].save(into, "PDF", save_all=True, append_images=drawn[1:], resolution=100)
    return into.getvalue()


async def key_for(data: Path) -> str:
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True)
    database = Database(f"sqlite:///{(data / 'giong.db').absolute()}")
    await migrate(database)
    home = await Organisations(database).ensure("demo")
    _, key = await Keys(database).issue(home.id, "test")
    await database.close()
    return key


@contextlib.contextmanager
def client_of(server: ServerProcess, key: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        yield client


def waited_for(client: httpx.Client, id: str, *, pages: int = 0) -> dict[str, Any]:
    """The paper once so many pages are read; of 0, once it is finished."""
    until_s = time.monotonic() + 120
    while time.monotonic() < until_s:
        found = next(one for one in client.get(DOCUMENTS).json()["items"] if one["id"] == id)
        finished = found["status"] not in ("waiting", "reading")
        if finished or (pages and found["pages_done"] >= pages):
            return dict(found)
        time.sleep(0.05)
    raise AssertionError("it was never read")


async def test_kill_9_while_a_paper_is_read(tmp_path: Path) -> None:
    key = await key_for(tmp_path / "data")
    server = ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="hashing")
    data = scan(*(f"Page {number} of many" for number in range(1, 9)))
    with server:
        with client_of(server, key) as client:
            sent = client.post(DOCUMENTS, files={"file": ("a.pdf", data)}, headers={"Idempotency-Key": "k"})
            assert sent.status_code == 202, sent.text
            id = sent.json()["id"]
            before = waited_for(client, id, pages=2)
            server.kill()
        server.start()
        with client_of(server, key) as client:
            assert before["status"] == "reading"
            assert waited_for(client, id)["status"] == "done"
            again = client.post(DOCUMENTS, files={"file": ("a.pdf", data)}, headers={"Idempotency-Key": "k"})
            assert again.json()["id"] == id
            pages = client.get(f"{DOCUMENTS}/{id}/pages", params={"reveal_for": "thử"}).json()["items"]
            assert [page["number"] for page in pages] == list(range(1, 9))
            assert all(f"Page {page['number']} of many" in page["text"] for page in pages)
    assert "Page 3" not in server.log.read_text("utf-8")


async def test_a_full_disk_keeps_no_half_paper_and_all_goes_on_when_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    data = small_disk / "data"
    key = await key_for(data)
    server = ServerProcess(data, assistants=TEMPLATE, embedding="hashing")
    server.log = tmp_path / "server.log"
    # White noise: what is sealed does not shrink.
    picture = scan("Hello") + Image.effect_noise((1_000, 1_000), 60).tobytes()
    with server, client_of(server, key) as client:
        ballast = small_disk / "ballast"
        _fill(ballast)
        refused = client.post(DOCUMENTS, files={"file": ("a.pdf", picture)})
        assert (refused.status_code, refused.json()["error"]["code"]) == (507, "storage.full")
        kept = client.get(DOCUMENTS)
        assert kept.status_code == 200, kept.text
        assert kept.json()["items"] == []
        assert not [path for path in data.glob("papers/*/*") if path.name != "key"]
        ballast.unlink()
        taken = client.post(DOCUMENTS, params={"wait": 100}, files={"file": ("a.pdf", picture)})
        assert taken.json()["status"] in ("done", "rejected"), taken.text
    assert "Traceback" not in server.log.read_text("utf-8")


async def test_what_is_no_paper_is_refused_at_once_and_two_gigabytes_unread(tmp_path: Path) -> None:
    key = await key_for(tmp_path / "data")
    server = ServerProcess(tmp_path / "data", assistants=TEMPLATE, embedding="hashing")
    with server, client_of(server, key) as client:
        for data, code in (
            (b"", "paper.empty"),
            (b"MZ\x90\0" + bytes(100_000), "paper.not_supported"),
            (b"%PDF-1.4\nnothing", "paper.damaged"),
            (_header_of_30_000_squared(), "paper.too_many_pixels"),
        ):
            answer = client.post(DOCUMENTS, files={"file": ("a.pdf", data)})
            assert answer.json()["error"]["code"] == code
            assert answer.status_code in (413, 422)
        head = [
            f"POST {DOCUMENTS} HTTP/1.1",
            "Host: localhost",
            f"Authorization: Bearer {key}",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Length: 2000000000",
        ]
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall("\r\n".join([*head, "", "--x\r\n"]).encode())
            assert connection.recv(2_000).startswith(b"HTTP/1.1 413")
        assert not [path for path in (tmp_path / "data").glob("papers/*/*") if path.name != "key"]
        assert client.get(DOCUMENTS).json()["items"] == []


def _header_of_30_000_squared() -> bytes:
    into = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(into, "PNG")
    return into.getvalue()
