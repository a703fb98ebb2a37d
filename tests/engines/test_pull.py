"""Pulling from a server on this machine that breaks off, forgets, lies and refuses."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from giong.engines import pull as pulling
from giong.engines.pull import LOCK_NAME, Progress, pull
from giong.engines.table import WeightFile, Weights
from giong.errors import StorageFull, Unavailable

MODEL = bytes(range(256)) * 4096  # 1 MiB
NOTES = b'{"sample_rate": 22050}'
MODEL_SHA256 = hashlib.sha256(MODEL).hexdigest()


@dataclass
class Hub:
    """What the server has, how it misbehaves, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=lambda: {"/v/model.onnx": MODEL, "/v/model.onnx.json": NOTES})
    break_after: list[int] = field(default_factory=list)
    ranges: bool = True
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.hub.asked.append((self.path, wanted))
        if self.hub.statuses:
            self._answer(self.hub.statuses.pop(0), b"")
            return
        if self.path in self.hub.redirects:
            self._answer(302, b"", self.hub.redirects[self.path])
            return
        body = self.hub.files[self.path]
        if wanted and self.hub.ranges:
            begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
            self._answer(206, body[begin:], {"Content-Range": f"bytes {begin}-{len(body) - 1}/{len(body)}"})
        else:
            self._answer(200, body)

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **self.hub.headers, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if body is not NOTES and self.hub.break_after and body:
            self.wfile.write(body[: self.hub.break_after.pop(0)])
            self.wfile.flush()
            self.connection.shutdown(2)
            return
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("HubHandler", (Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield hub
    server.shutdown()
    thread.join()
    server.server_close()


def weights(hub: Hub, *, sha256: str = MODEL_SHA256, size_bytes: int = len(MODEL)) -> Weights:
    return Weights(
        name="vi_VN-test",
        licence="CC0",
        vi="",
        en="",
        base_url=hub.url,
        files=(
            WeightFile("v/model.onnx", size_bytes, sha256),
            WeightFile("v/model.onnx.json", len(NOTES), ""),
        ),
    )


def no_wait(_: float) -> None:
    pass


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_files_arrive_whole_with_progress_and_a_lock(hub: Hub, tmp_path: Path) -> None:
    seen: list[Progress] = []
    pulled = pull(weights(hub), into=tmp_path, report=seen.append)
    assert pulled.folder == tmp_path / "vi_VN-test"
    assert pulled.fetched_bytes == len(MODEL) + len(NOTES)
    assert (pulled.folder / "model.onnx").read_bytes() == MODEL
    assert names(pulled.folder) == ["model.onnx", "model.onnx.json", LOCK_NAME]
    assert seen[-1] == Progress("model.onnx.json", len(NOTES), len(NOTES))
    assert json.loads((pulled.folder / LOCK_NAME).read_text())["model.onnx"]["sha256"] == MODEL_SHA256


def test_what_is_there_is_checked_and_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    pull(weights(hub), into=tmp_path)
    hub.asked.clear()
    assert pull(weights(hub), into=tmp_path).fetched_bytes == 0
    assert hub.asked == []


def test_a_file_that_was_changed_is_fetched_again(hub: Hub, tmp_path: Path) -> None:
    folder = pull(weights(hub), into=tmp_path).folder
    (folder / "model.onnx").write_bytes(MODEL[::-1])
    pull(weights(hub), into=tmp_path)
    assert (folder / "model.onnx").read_bytes() == MODEL


def test_an_interrupted_pull_goes_on_where_it_stopped(hub: Hub, tmp_path: Path) -> None:
    hub.break_after = [700_000, 200_000]
    pulled = pull(weights(hub), into=tmp_path, wait=no_wait)
    begun = [wanted for path, wanted in hub.asked if path == "/v/model.onnx"]
    assert begun[0] == ""
    assert len(begun) == 3
    assert 0 < int(begun[1][6:-1]) < int(begun[2][6:-1]) <= 900_000
    assert (pulled.folder / "model.onnx").read_bytes() == MODEL


def test_the_next_run_goes_on_too(hub: Hub, tmp_path: Path) -> None:
    hub.break_after = [300_000] + [1] * 20
    with pytest.raises(Unavailable) as broken:
        pull(weights(hub), into=tmp_path, wait=no_wait)
    assert broken.value.code == "engine.pull.unreachable"
    assert names(tmp_path / "vi_VN-test") == ["model.onnx.part"]
    hub.break_after, hub.asked = [], []
    pull(weights(hub), into=tmp_path)
    assert hub.asked[0][1].startswith("bytes=")
    assert (tmp_path / "vi_VN-test" / "model.onnx").read_bytes() == MODEL


def test_a_server_without_ranges_begins_anew(hub: Hub, tmp_path: Path) -> None:
    hub.ranges = False
    hub.break_after = [700_000]
    pulled = pull(weights(hub), into=tmp_path, wait=no_wait)
    assert (pulled.folder / "model.onnx").read_bytes() == MODEL


def test_a_busy_server_is_asked_again(hub: Hub, tmp_path: Path) -> None:
    hub.statuses = [503, 429]
    waited: list[float] = []
    pull(weights(hub), into=tmp_path, wait=waited.append)
    assert waited == [1.0, 2.0]


def test_a_file_with_another_hash_is_not_taken(hub: Hub, tmp_path: Path) -> None:
    hub.files["/v/model.onnx"] = MODEL[::-1]
    with pytest.raises(Unavailable) as wrong:
        pull(weights(hub), into=tmp_path)
    assert wrong.value.code == "engine.pull.wrong_file"
    assert names(tmp_path / "vi_VN-test") == []


def test_a_file_that_is_too_long_is_broken_off(hub: Hub, tmp_path: Path) -> None:
    hub.files["/v/model.onnx"] = MODEL * 2
    with pytest.raises(Unavailable) as wrong:
        pull(weights(hub), into=tmp_path)
    assert wrong.value.code == "engine.pull.wrong_file"
    assert names(tmp_path / "vi_VN-test") == []


def test_the_hash_that_the_hub_tells_counts_where_the_table_has_none(hub: Hub, tmp_path: Path) -> None:
    hub.headers = {"X-Linked-Etag": f'"{hashlib.sha256(b"another file").hexdigest()}"'}
    with pytest.raises(Unavailable) as wrong:
        pull(weights(hub, sha256=""), into=tmp_path)
    assert wrong.value.code == "engine.pull.wrong_file"


def test_a_hub_tells_the_hash_where_it_redirects_to_its_storage(hub: Hub, tmp_path: Path) -> None:
    hub.files["/storage/1"] = hub.files.pop("/v/model.onnx")
    hub.redirects["/v/model.onnx"] = {"Location": "/storage/1", "X-Linked-Etag": f'"{MODEL_SHA256}"'}
    folder = pull(weights(hub, sha256=""), into=tmp_path).folder
    assert json.loads((folder / LOCK_NAME).read_text())["model.onnx"]["sha256"] == MODEL_SHA256
    hub.redirects["/v/model.onnx"]["X-Linked-Etag"] = f'"{hashlib.sha256(b"").hexdigest()}"'
    with pytest.raises(Unavailable):
        pull(weights(hub, sha256=""), into=tmp_path / "elsewhere")


def test_the_first_copy_counts_where_nobody_tells_a_hash(hub: Hub, tmp_path: Path) -> None:
    folder = pull(weights(hub, sha256=""), into=tmp_path).folder
    (folder / "model.onnx").unlink()
    hub.files["/v/model.onnx"] = MODEL[::-1]
    with pytest.raises(Unavailable) as wrong:
        pull(weights(hub, sha256=""), into=tmp_path)
    assert wrong.value.code == "engine.pull.wrong_file"


def test_a_refusal_is_final_and_names_the_status(hub: Hub, tmp_path: Path) -> None:
    hub.statuses = [404]
    with pytest.raises(Unavailable, match="404") as refused:
        pull(weights(hub), into=tmp_path, wait=no_wait)
    assert refused.value.code == "engine.pull.refused"
    assert len(hub.asked) == 1


def test_a_machine_without_network_is_told_so(hub: Hub, tmp_path: Path) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away", request=request)

    with httpx.Client(transport=httpx.MockTransport(away)) as client, pytest.raises(Unavailable) as lost:
        pull(weights(hub), into=tmp_path, client=client, wait=no_wait)
    assert lost.value.code == "engine.pull.unreachable"


def test_a_mirror_replaces_the_address_of_the_table(hub: Hub, tmp_path: Path) -> None:
    elsewhere = Weights("vi_VN-test", "CC0", "", "", "http://127.0.0.1:9", weights(hub).files)
    assert pull(elsewhere, into=tmp_path, base_url=hub.url + "/").fetched_bytes > 0


def test_a_disk_without_room_is_told_before_anything_is_written(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free=1000))
    with pytest.raises(StorageFull) as full:
        pull(weights(hub), into=tmp_path)
    assert full.value.code == "engine.pull.disk_full"
    assert names(tmp_path / "vi_VN-test") == []


def test_a_disk_that_fills_up_is_given_its_room_back(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pulling.os, "fsync", full)
    with pytest.raises(StorageFull):
        pull(weights(hub), into=tmp_path)
    assert names(tmp_path / "vi_VN-test") == []


def test_a_part_that_is_longer_than_the_file_is_thrown_away(hub: Hub, tmp_path: Path) -> None:
    folder = tmp_path / "vi_VN-test"
    folder.mkdir()
    (folder / "model.onnx.part").write_bytes(MODEL + b"x")
    pull(weights(hub), into=tmp_path)
    assert (folder / "model.onnx").read_bytes() == MODEL
