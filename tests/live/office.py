"""A Gióng with a telephone: a `giong serve` of its own on loopback ports, and what its API says of the calls."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.live.loopback import HOST, free_port
from tests.live.proxy import answers_options
from tests.support.process import ServerProcess

ASSISTANTS = Path(__file__).with_name("assistants")
NUMBER = "19001234"
"""The assistant's."""
ECHO = "*43"
CALLER, AGENT, STRANGER = "101", "102", "103"
PASSWORDS = {CALLER: "mot-khe-1", AGENT: "hai-khe-2", STRANGER: "ba-khe-3"}
PAIRS = 300
"""RTP ports for so many calls."""


class Office:
    """Use it with `with`. `settings` are those of Gióng, added to what every test needs."""

    def __init__(self, folder: Path, *, assistants: Path = ASSISTANTS, **settings: object) -> None:
        self.sip_port = free_port(gap=2)
        self.address = f"{HOST}:{self.sip_port}"
        rtp_port = free_port(gap=2 * PAIRS)
        self._rtp_ports = range(rtp_port, rtp_port + 2 * PAIRS)
        chosen: dict[str, object] = {
            "sip_listen": f"udp:{self.address},tcp:{self.address}",
            "rtp_ports": f"{rtp_port}-{rtp_port + 2 * PAIRS - 1}",
            "phone_numbers": f"{NUMBER}=tong-dai",
            "phone_echo_number": ECHO,
            "phone_people": AGENT,
            "phone_ring_s": 6,
            "announce_recording": False,
            "silence_s": 20,
            "embedding": "",
            "call_grace_s": 0,
        }
        self._process = ServerProcess(folder / "data", assistants=assistants, **(chosen | settings))
        self._key = ""

    @property
    def log(self) -> str:
        return self._process.log.read_text("utf-8", "replace")

    def get(self, path: str) -> Any:
        request = urllib.request.Request(
            f"{self._process.url}/api/v1/{path}", headers={"Authorization": f"Bearer {self._key}"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def telephony(self) -> dict[str, Any]:
        """How the telephone stands."""
        found: dict[str, Any] = self.get("telephony")
        return found

    def trunk(self, *, within_s: float = 10.0, state: str = "registered") -> dict[str, Any]:
        """The first account, when it has come to this state."""
        deadline = time.monotonic() + within_s
        while (trunk := self.telephony()["trunks"][0])["state"] != state:
            if time.monotonic() > deadline:
                raise AssertionError(f"not {state}: {trunk}; {self.log[-1500:]}")
            time.sleep(0.1)
        return dict(trunk)

    def calls(self) -> list[dict[str, Any]]:
        """The records, newest first."""
        return list(self.get("calls")["items"])

    def record(self, *, caller: str = "", outcome: str = "", within_s: float = 12.0) -> dict[str, Any]:
        """The newest record (of a caller, with an outcome), complete, with its notes and its transcript."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            found = [one for one in self.calls() if caller in ("", one["caller"]) and outcome in ("", one["outcome"])]
            if found and found[0]["ended_at"]:
                one = found[0]["id"]
                return dict(self.get(f"calls/{one}")) | {"lines": self.get(f"calls/{one}/transcript")["items"]}
            time.sleep(0.1)
        raise AssertionError(f"no record of a call that is over; {self.log[-1500:]}")

    def transcript(self) -> list[dict[str, Any]]:
        """What was said so far on the newest call; nothing while there was none."""
        return [line for call in self.calls()[:1] for line in self.get(f"calls/{call['id']}/transcript")["items"]]

    def wait_said(self, side: str, words: str, *, within_s: float = 10.0) -> dict[str, Any]:
        """Until one side of the newest call has said something with these words."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            for line in self.transcript():
                if line["side"] == side and words.lower() in line["text"].lower():
                    return line
            time.sleep(0.1)
        raise AssertionError(f"the {side} has not said “{words}”: {self.transcript()}")

    def wait_cut_off(self, *, within_s: float = 10.0) -> dict[str, Any]:
        """Until an answer on the newest call was interrupted; a line without length is still being said."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            for line in self.transcript():
                if line["side"] == "assistant" and line["cut_off"] and line["end_ms"] > line["begin_ms"]:
                    return line
            time.sleep(0.1)
        raise AssertionError(f"no answer was interrupted: {self.transcript()}")

    def story(self) -> str:
        """The newest call and the end of the log, for people."""
        try:
            calls = self.calls()[:1]
            lines = [
                f"{line['begin_ms']:>6}-{line['end_ms']:<6} {line['side']:>9}: {line['text']}" + " …" * line["cut_off"]
                for line in (self.transcript() if calls else [])
            ]
        except OSError as error:
            calls, lines = [], [str(error)]
        return "\n".join([*map(str, calls), *lines, self.log[-2000:]])

    def wait_idle(self, within_s: float = 10.0) -> None:
        """Until no call holds a port or a place any more."""
        deadline = time.monotonic() + within_s
        while (state := self.telephony())["lines"] or state["taken"] or state["waiting"] or self._ports_in_use():
            if time.monotonic() > deadline:
                raise AssertionError(f"calls are stuck: {state}, ports {self._ports_in_use()}; {self.log[-1500:]}")
            time.sleep(0.1)

    def _ports_in_use(self) -> set[int]:
        """Ports for sound that the server has open; softphones of other tests choose theirs as they like."""
        own = _sockets_of(self._process.pid)
        rows = [row.split() for row in Path("/proc/net/udp").read_text().splitlines()[1:]]
        return {int(row[1].rpartition(":")[2], 16) for row in rows if row[9] in own} & set(self._rtp_ports)

    def __enter__(self) -> Office:
        self._key = self._process.issue_key()
        self._process.start()
        self._process.settle()
        assert answers_options(self.sip_port), self.log[-1500:]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.stop()


def _sockets_of(pid: int) -> set[str]:
    """The inodes of the sockets that a process, and those it began, have open."""
    found = set()
    with suppress(FileNotFoundError):  # it may end meanwhile
        for open_file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                name = os.readlink(open_file)
                if name.startswith("socket:["):
                    found.add(name.removeprefix("socket:[").removesuffix("]"))
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found |= _sockets_of(int(child))
    return found
