"""A baresip without a screen: registers, dials, speaks from files, presses keys, keeps what it hears. Knows no Gióng.

It is steered over its control socket, which talks JSON in netstrings. What it hears is read from the file that its
`sndfile` module writes while the call goes on. baresip 1.0 writes nothing more into that file once a call was held and
taken up again; `received_packets` still counts.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.live.loopback import HOST, free_port

RATE_HZ = 8000
MODULES = ("/usr/lib/baresip/modules", "/usr/lib/x86_64-linux-gnu/baresip/modules")
WAV_HEADER_BYTES = 44
VOICE_LEVEL = 0.01
"""RMS of 20 ms above which somebody speaks."""

CONFIG = """\
poll_method epoll
sip_listen {host}:{sip_port}
net_interface {host}
call_local_timeout 60
call_max_calls 4
audio_player aubridge,nowhere
audio_alert aubridge,nowhere
audio_source aufile,{silence}
ausrc_srate 8000
auplay_srate 8000
rtp_tos 0
rtp_ports {rtp_port}-{rtp_end}
jitter_buffer_delay 1-5
module_path {modules}
module g711.so
module aufile.so
module aubridge.so
module sndfile.so
module srtp.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen {host}:{control_port}
snd_path {folder}
"""

Sound = npt.NDArray[np.float32]


class Softphone:
    """One baresip with one account. Use it with `with`."""

    def __init__(
        self,
        folder: Path,
        *,
        user: str,
        password: str,
        server: str,
        silence: Path,
        answers: bool = False,
        secure: bool = False,
    ) -> None:
        """`server` is HOST:PORT; `silence` a sound file that is sent while nothing is said; `answers`: takes calls;
        `secure`: only with encrypted sound.
        """
        self.user = user
        self.port = free_port(gap=2)
        self._folder = folder
        self._silence = silence
        self._account = (
            f"<sip:{user}@{server};transport=udp>;auth_user={user};auth_pass={password};regint=300;"
            f"answermode={'auto' if answers else 'manual'};audio_codecs=pcma,pcmu;dtmfmode=rtpevent"
            + (";mediaenc=srtp-mand" if secure else "")
        )
        self._server = server
        self._control: socket.socket | None = None
        self._unread = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._received = 0
        self.events: list[dict[str, Any]] = []

    @property
    def log(self) -> str:
        return (self._folder / "log").read_text("utf-8", "replace")

    def dial(self, number: str) -> None:
        self._do("dial", f"sip:{number}@{self._server}")

    def hang_up(self) -> None:
        self._do("hangup")

    def hold(self) -> None:
        self._do("hold")

    def resume(self) -> None:
        self._do("resume")

    def press(self, keys: str) -> None:
        """Keys as RTP events, as fast as a person presses them."""
        for key in keys:
            self._do("sndcode", key)
            time.sleep(0.3)

    def say(self, sound: Path) -> None:
        """Speak a file, from now on; it should end in silence, because a call is ended with the file."""
        self._do("ausrc", f"aufile,{sound}")

    def wait(self, kind: str, *, within_s: float = 10.0) -> dict[str, Any]:
        """The first event of a kind that has not been waited for yet, such as CALL_ESTABLISHED."""
        deadline = time.monotonic() + within_s
        while True:
            for at, event in enumerate(self.events):
                if event.get("type") == kind:
                    del self.events[: at + 1]
                    return event
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise TimeoutError(f"{self.user}: no {kind} within {within_s} s; {self.log[-1500:]}")
            self._read(left_s)

    def wait_registered(self, within_s: float = 10.0) -> None:
        self.wait_logged("200 OK", within_s)

    def wait_logged(self, text: str, within_s: float = 10.0) -> None:
        deadline = time.monotonic() + within_s
        while text not in self.log:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.user}: “{text}” is not in its log: {self.log[-1500:]}")
            time.sleep(0.05)

    def heard(self) -> Sound:
        """What was heard so far, of the last call."""
        files = sorted(self._folder.glob("dump-*-dec.wav"))
        if not files:
            return np.zeros(0, np.float32)
        data = files[-1].read_bytes()[WAV_HEADER_BYTES:]
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / 32768

    def wait_voice(self, *, since: int = 0, within_s: float = 15.0) -> int:
        """Until somebody speaks after sample `since`; returns where."""
        return self._wait_level(since, within_s, quiet_s=0.0)

    def wait_quiet(self, *, since: int = 0, quiet_s: float = 0.9, within_s: float = 30.0) -> int:
        """Until somebody has spoken after sample `since` and is silent for `quiet_s`; returns where the voice ended."""
        return self._wait_level(since, within_s, quiet_s=quiet_s)

    def received_packets(self) -> int:
        """RTP packets that came in, as counted in the latest report of the call."""
        self._read(0.0)
        return self._received

    def _wait_level(self, since: int, within_s: float, *, quiet_s: float) -> int:
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            loud = np.flatnonzero(levels(self.heard()[since:]) > VOICE_LEVEL)
            if len(loud):
                first, last = int(loud[0]) * 160, (int(loud[-1]) + 1) * 160
                if not quiet_s:
                    return since + first
                if len(self.heard()) - since - last >= quiet_s * RATE_HZ:
                    return since + last
            time.sleep(0.05)
        raise TimeoutError(f"{self.user}: nothing like it was heard within {within_s} s")

    def _do(self, command: str, params: str = "") -> None:
        assert self._control is not None
        message = json.dumps({"command": command, "params": params}).encode()
        self._control.sendall(b"%d:%s," % (len(message), message))
        self._read(0.0)

    def _read(self, wait_s: float) -> None:
        assert self._control is not None
        ready, _, _ = select.select([self._control], [], [], max(wait_s, 0.0))
        if ready:
            self._unread += self._control.recv(1 << 16)
            for event in filter(lambda message: message.get("event"), self._messages()):
                self.events.append(event)
                if statistics := event.get("rtcp_stats"):
                    self._received = statistics["rx"]["sent"]

    def _messages(self) -> Iterator[dict[str, Any]]:
        while b":" in self._unread:
            length, _, rest = self._unread.partition(b":")
            size = int(length)
            if len(rest) <= size:
                return
            self._unread = rest[size + 1 :]
            yield json.loads(rest[:size])

    def __enter__(self) -> Softphone:
        self._folder.mkdir(parents=True)
        control_port, rtp_port = free_port(), free_port(gap=20)
        written = CONFIG.format(
            host=HOST,
            sip_port=self.port,
            control_port=control_port,
            rtp_port=rtp_port,
            rtp_end=rtp_port + 19,
            silence=self._silence,
            folder=self._folder,
            modules=next(filter(os.path.isdir, MODULES)),
        )
        (self._folder / "config").write_text(written)
        (self._folder / "accounts").write_text(self._account + "\n")
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["baresip", "-f", str(self._folder), "-v"], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + 10
        while self._control is None:
            try:
                self._control = socket.create_connection((HOST, control_port))
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"baresip did not start: {self.log}") from None
                time.sleep(0.05)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process is not None
        if self._control:
            self._control.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def levels(sound: Sound) -> npt.NDArray[np.float32]:
    """RMS of each 20 ms."""
    whole = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    return np.sqrt(np.mean(np.square(whole), axis=1)) if len(whole) else np.zeros(0, np.float32)
