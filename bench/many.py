"""How many calls one machine holds: N callers at once call a real `giong serve` over SIP and RTP and speak recorded
Vietnamese; what each of them hears is measured at its own ear (`bench.callers`).

N is 1, 5, 10, 20, 40 (1, 5 with --quick); with --workers 2 two servers share the calls behind Kamailio. Beside the
callers' times: what the server spent (its pacing process included, the callers' own process and Kamailio not), what it
understood, and the parts of the turns by its own records, so that it shows what limits. The answers come from a list of
questions and answers, read by eSpeak.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from bench.balancer import Balancer
from bench.callers import RAMP_S, SETS
from bench.evaluated import needed
from bench.figure import Figure, Options, percentile
from giong.evaluation.metrics import ErrorCount, word_errors
from giong.speech.asr.plain import plain
from tests.live.loopback import HOST, free_port
from tests.support.process import ROOT, ServerProcess

LOADS, QUICK_LOADS = (1, 5, 10, 20, 40), (1, 5)
SECONDS, QUICK_SECONDS = 40.0, 25.0
AIM = 10
"""The load at which the limits hold."""
WAIT_P50_MS, WAIT_P95_MS, SILENCE_P95_MS, GAP_MS = 500.0, 800.0, 200.0, 40.0
ASSISTANT = "hoi-dap"
CALLEE = "1900"
SPARE_PORTS = 2
"""Pairs of ports for each call: those of a call that has just ended are not free at once."""
PARTS = ("endpoint", "text", "reply", "audio")


@dataclass(frozen=True)
class Spent:
    """What a server's processes have used and hold."""

    cpu_s: float
    memory_mb: float


@dataclass(frozen=True)
class Load:
    """What N callers at once experienced, and what they cost."""

    calls: int
    told: list[dict[str, Any]]
    before: Spent
    during: Spent
    after: Spent
    elapsed_s: float
    heard: ErrorCount
    parts: dict[str, list[float]]

    def every(self, name: str) -> list[float]:
        return list(chain.from_iterable(one[name] for one in self.told))

    def count(self, name: str) -> int:
        return sum(one[name] for one in self.told)

    @property
    def count_said(self) -> int:
        """Questions asked."""
        return sum(len(one["said"]) for one in self.told)

    @property
    def connected(self) -> int:
        return sum(one["talk_s"] > 0 for one in self.told)

    @property
    def call_minutes(self) -> float:
        return sum(float(one["talk_s"]) for one in self.told) / 60

    @property
    def cpu_s(self) -> float:
        return self.after.cpu_s - self.before.cpu_s

    @property
    def keeps(self) -> bool:
        """Whether the aim holds under this load."""
        waits, silences = self.every("waits"), self.every("silences")
        return bool(
            waits
            and self.connected == self.calls
            and percentile(waits, 0.5) * 1000 <= WAIT_P50_MS
            and percentile(waits, 0.95) * 1000 <= WAIT_P95_MS
            and (not silences or percentile(silences, 0.95) * 1000 <= SILENCE_P95_MS)
            and not [gap for gap in self.every("gaps") if gap * 1000 > GAP_MS]
        )


def measure(options: Options) -> list[Figure]:
    speech = needed(options.data / "speech")
    chosen, seconds = (QUICK_LOADS, QUICK_SECONDS) if options.quick else (LOADS, SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        assistants = _assistant(Path(folder) / "assistants", speech)
        with _Hall(Path(folder), assistants, speech, workers=options.workers, most=max(chosen)) as hall:
            loads = [hall.load(calls, seconds, seed=options.seed) for calls in chosen]
    return [*chain.from_iterable(map(_figures, loads)), *_capacity(loads)]


class _Hall:
    """A call worker, or several behind a balancer, and callers. Warmed up by short calls; then it lives through all
    loads.
    """

    def __init__(self, folder: Path, assistants: Path, speech: Path, *, workers: int, most: int) -> None:
        self._speech = speech
        self._number = 0
        self._closing = ExitStack()
        self._workers = [_Worker(folder / f"worker-{number}", assistants, most=most) for number in range(workers)]
        self._balancer = Balancer(folder / "balancer", [one.address for one in self._workers]) if workers > 1 else None
        self._address = self._balancer.address if self._balancer else self._workers[0].address

    def __enter__(self) -> _Hall:
        with ExitStack() as closing:
            for worker in self._workers:
                closing.enter_context(worker.server)
            if self._balancer:
                closing.enter_context(self._balancer)
            self._settle()
            self._callers(len(self._workers), 3.0, seed=0, ramp_s=1.0).communicate(timeout=120)
            self._closing = closing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def load(self, calls: int, seconds: float, *, seed: int) -> Load:
        """So many callers, each for so many seconds."""
        self._settle()
        before, began_s = self._spent(), time.monotonic()
        callers = self._callers(calls, seconds, seed=seed)
        time.sleep(seconds * 0.7)
        during = self._spent()
        output, _ = callers.communicate(timeout=seconds + 120)
        elapsed_s, after = time.monotonic() - began_s, self._spent()
        if callers.returncode:
            raise RuntimeError(f"the callers failed ({callers.returncode})")
        self._settle()  # the records are written
        told = json.loads(output)
        heard, parts = _records([worker.database for worker in self._workers], told)
        load = Load(calls, told, before, during, after, elapsed_s, heard, parts)
        _show(load)
        return load

    def _settle(self) -> None:
        for worker in self._workers:
            worker.server.settle()

    def _spent(self) -> Spent:
        every = [spent(worker.server.pid) for worker in self._workers]
        return Spent(sum(one.cpu_s for one in every), sum(one.memory_mb for one in every))

    def _callers(self, calls: int, seconds: float, *, seed: int, ramp_s: float = RAMP_S) -> subprocess.Popen[bytes]:
        """Callers with numbers that nobody had before."""
        options = {
            "server": self._address,
            "callee": CALLEE,
            "calls": calls,
            "seconds": seconds,
            "ramp": ramp_s,
            "first": self._number,
            "seed": seed,
        }
        self._number += calls
        flags = chain.from_iterable((f"--{name}", str(value)) for name, value in options.items())
        command = [sys.executable, "-m", "bench.callers", str(self._speech), *flags]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


class _Worker:
    """One `giong serve` with a telephone."""

    def __init__(self, data: Path, assistants: Path, *, most: int) -> None:
        rtp, ports = free_port(gap=2 * SPARE_PORTS * most), 2 * SPARE_PORTS * most
        self.database = data / "giong.db"
        self.address = f"{HOST}:{free_port()}"
        self.server = ServerProcess(
            data,
            assistants=assistants,
            sip_listen=f"udp:{self.address}",
            sip_trusted="127.0.0.0/8",
            rtp_ports=f"{rtp}-{rtp + ports - 1}",
            phone_assistant=ASSISTANT,
            calls_at_once=most + 2,
        )


def _assistant(folder: Path, speech: Path) -> Path:
    """An assistant that knows an answer of two sentences to everything that the recordings say."""
    made = folder / ASSISTANT
    (made / "knowledge").mkdir(parents=True)
    (made / "assistant.yaml").write_text(
        "giong: 1\nname: Hỏi đáp\ndescription: Trả lời những câu trong bộ ghi âm\n"
        "persona: {self: em, customer: quý khách, adapt: false}\nchannels: [web, call]\n"
        "limits: {silence_s: 30, silences: 10, misses: 20}\n",
        "utf-8",
    )
    (made / "answers.yaml").write_text('greeting: "Dạ, em xin nghe ạ."\n', "utf-8")
    rows = ["Câu hỏi,Trả lời"]
    for number, text in enumerate(_texts(speech)):
        question = text.replace('"', "'")
        answer = f"Dạ, đây là câu trả lời số {number + 1} ạ. Quý khách cứ hỏi tiếp, em xin nghe ạ."
        rows.append(f'"{question}","{answer}"')
    (made / "knowledge" / "hoi-dap.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return folder


def _texts(speech: Path) -> Iterator[str]:
    for name in SETS:
        for line in (speech / name / "manifest.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)["text"]


def _records(databases: Sequence[Path], told: Sequence[dict[str, Any]]) -> tuple[ErrorCount, dict[str, list[float]]]:
    """The words that were understood against those that were said, and the parts of all turns in milliseconds."""
    errors, parts = ErrorCount(), dict[str, list[float]]((name, []) for name in PARTS)
    said = {one["number"][-8:]: one["said"] for one in told}
    for database in databases:
        with closing(sqlite3.connect(database)) as connection:
            for call_id, caller, latency in connection.execute("SELECT id, caller, latency FROM calls").fetchall():
                if not said.get(caller[-8:]):
                    continue
                lines = connection.execute(
                    "SELECT text FROM call_lines WHERE call_id = ? AND side = 'caller' ORDER BY number", (call_id,)
                )
                understood = " ".join(plain(text) for (text,) in lines)
                errors += word_errors(" ".join(map(plain, said[caller[-8:]])), understood)
                for turn in json.loads(latency or "[]"):
                    for name in PARTS:
                        parts[name].append(float(turn.get(name, 0.0)))
    return errors, parts


def spent(pid: int) -> Spent:
    """Of a process and all that it started."""
    cpu_s = memory_mb = 0.0
    for one in (pid, *_children(pid)):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:  # it has ended meanwhile
            continue
        # With the children that have ended: the synthesiser's program runs for a moment only.
        cpu_s += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
        resident = re.search(r"VmRSS:\s+(\d+)", status)
        memory_mb += int(resident.group(1)) * 1024 / 1e6 if resident else 0.0
    return Spent(cpu_s, memory_mb)


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield int(child)
            yield from _children(int(child))


def _figures(load: Load) -> Iterator[Figure]:
    aim = load.calls == AIM
    waits, silences, gaps = load.every("waits"), load.every("silences"), load.every("gaps")
    name = f"{load.calls} calls"
    yield Figure(f"{name}: connected", load.connected, "", load.calls, at_least=load.calls if aim else None)
    for share, limit in ((0.5, WAIT_P50_MS), (0.9, None), (0.95, WAIT_P95_MS), (0.99, None)):
        if waits:
            value = percentile(waits, share) * 1000
            title = f"{name}: end of speech to answer p{share * 100:g}"
            yield Figure(title, value, "ms", len(waits), at_most=limit if aim else None)
    for share, limit in ((0.5, None), (0.95, SILENCE_P95_MS)):
        if silences:
            value = percentile(silences, share) * 1000
            title = f"{name}: interruption to silence p{share * 100:g}"
            yield Figure(title, value, "ms", len(silences), at_most=limit if aim else None)
    long = [gap for gap in gaps if gap * 1000 > GAP_MS]
    yield Figure(f"{name}: gaps above 40 ms", len(long), "", len(load.told), at_most=0 if aim else None)
    yield Figure(f"{name}: longest gap", max(gaps, default=0.0) * 1000, "ms", len(gaps))
    yield Figure(f"{name}: packets lost", load.count("lost"), "", len(load.told))
    yield Figure(f"{name}: silences above 450 ms inside answers", len(load.every("pauses")), "", len(waits))
    yield Figure(f"{name}: questions without an answer", load.count("unanswered"), "", load.count_said)
    yield Figure(f"{name}: answers that began in a pause", load.count("talked_into"), "", load.count_said)
    yield Figure(f"{name}: interruptions not heeded", load.count("not_stopped"), "", len(silences))
    yield Figure(f"{name}: word error rate", load.heard.rate, "", load.heard.total)
    yield Figure(f"{name}: processor", load.cpu_s / max(load.call_minutes, 1e-9), "s a call minute", load.connected)
    yield Figure(f"{name}: cores at work", load.cpu_s / load.elapsed_s, "", 1)
    yield Figure(f"{name}: memory", load.during.memory_mb, "MB", 1)
    more_mb = (load.during.memory_mb - load.before.memory_mb) / max(load.connected, 1)
    yield Figure(f"{name}: memory for each call", more_mb, "MB", load.connected)
    for part in PARTS:
        if values := load.parts[part]:
            yield Figure(
                f"{name}: {part} p95, by the server's own records", percentile(values, 0.95), "ms", len(values)
            )


def _capacity(loads: Sequence[Load]) -> Iterator[Figure]:
    kept = [load.calls for load in loads if load.keeps]
    yield Figure("most calls at once for which the aim holds", max(kept, default=0), "calls", len(loads), at_least=AIM)


def _show(load: Load) -> None:
    waits = load.every("waits")
    summary = f"p50 {statistics.median(waits) * 1000:.0f} ms of {len(waits)}" if waits else "nobody was answered"
    print(f"  {load.calls} calls: {summary}, {load.cpu_s / load.elapsed_s:.2f} cores", file=sys.stderr, flush=True)
