"""How soon `giong serve` answers, and how much memory it holds before and after every engine is loaded."""

from __future__ import annotations

import json
import tempfile
import urllib.request
from pathlib import Path

from bench.figure import Figure, Options
from tests.support.process import ROOT, ServerProcess

FIRST_ANSWER_S, IDLE_MB, LOADED_MB = 5.0, 300.0, 1_200.0
ASSISTANT = "dien-luc"
ASSISTANTS = ROOT / "assistants" / ASSISTANT
LINE = "Anh chị vui lòng cho em xin số điện thoại để em ghi nhận sự cố ạ."


def measure(options: Options) -> list[Figure]:
    starts = 1 if options.quick else 5
    with tempfile.TemporaryDirectory() as folder:
        idle_mb = _idle_mb(Path(folder) / "idle")
        server = ServerProcess(Path(folder) / "data", assistants=ASSISTANTS)
        first_s = server.start()
        server.stop()
        later_s = []
        for _ in range(starts):
            later_s.append(server.start())
            server.stop()
        key = server.issue_key()
        with server:
            _load_everything(server, key)
            server.settle()  # all documents embedded
            loaded_mb, peak_mb = server.memory_mb(), server.memory_mb(peak=True)
    return [
        Figure("first answer, empty data folder", first_s, "s", 1, at_most=FIRST_ANSWER_S),
        Figure("first answer, slowest later start", max(later_s), "s", starts, at_most=FIRST_ANSWER_S),
        Figure("resident, documents indexed, engines unloaded", idle_mb, "MB", 1, at_most=IDLE_MB),
        Figure("resident, recogniser, synthesiser and embedder loaded", loaded_mb, "MB", 1, at_most=LOADED_MB),
        Figure("the most that was resident while indexing", peak_mb, "MB", 1, at_most=LOADED_MB),
    ]


def _idle_mb(data_dir: Path) -> float:
    """With an embedder that takes no memory, since indexing loads it by itself."""
    with ServerProcess(data_dir, assistants=ASSISTANTS, embedding="hashing") as server:
        server.settle()
        return server.memory_mb()


def _load_everything(server: ServerProcess, key: str) -> None:
    """Speech from text, that speech transcribed, a text embedded, a question answered."""
    sound = _post(server, key, "/v1/audio/speech", {"model": "tts-1", "input": LINE, "voice": "alloy"})
    _upload(server, key, sound)
    _post(server, key, "/v1/embeddings", {"model": "text-embedding-3-small", "input": LINE})
    question = [{"role": "user", "content": "giá điện bậc 1 bao nhiêu"}]
    _post(server, key, "/v1/chat/completions", {"model": ASSISTANT, "messages": question})
    states = {slot: engine["state"] for slot, engine in server.get("/api/v1/health")["engines"].items()}
    if set(states.values()) != {"ready"}:
        raise RuntimeError(f"not every engine was loaded: {states}")


def _post(server: ServerProcess, key: str, path: str, body: dict[str, object]) -> bytes:
    return _send(server, key, path, json.dumps(body).encode(), "application/json")


def _upload(server: ServerProcess, key: str, sound: bytes) -> bytes:
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n',
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n' + sound + b"\r\n--x--\r\n",
    )
    return _send(server, key, "/v1/audio/transcriptions", b"".join(parts), "multipart/form-data; boundary=x")


def _send(server: ServerProcess, key: str, path: str, data: bytes, media_type: str) -> bytes:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": media_type}
    with urllib.request.urlopen(urllib.request.Request(server.url + path, data, headers), timeout=300) as answer:
        content: bytes = answer.read()
        return content
