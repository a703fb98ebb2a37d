"""Kamailio before several call workers, on the loopback address. Knows no caller and no worker but their addresses."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figure import NothingToMeasureError
from tests.live.loopback import HOST, free_port
from tests.live.proxy import answers_options

CONFIGURATION = Path(__file__).with_name("dispatcher.cfg")
START_LIMIT_S = 15.0


class Balancer:
    """Deals new calls out to `workers` (each HOST:PORT) in turn. Use it with `with`."""

    def __init__(self, folder: Path, workers: Sequence[str]) -> None:
        if not shutil.which("kamailio"):
            raise NothingToMeasureError("several workers need kamailio: apt-get install kamailio")
        self._folder = folder
        self._workers = workers
        self._port = free_port()
        self.address = f"{HOST}:{self._port}"

    def __enter__(self) -> Balancer:
        self._folder.mkdir(parents=True)
        workers, config = self._folder / "workers.list", self._folder / "kamailio.cfg"
        workers.write_text("".join(f"1 sip:{worker}\n" for worker in self._workers))
        text = CONFIGURATION.read_text().replace("@ADDRESS@", self.address).replace("@WORKERS@", str(workers))
        config.write_text(text)
        command = ["kamailio", "-f", str(config), "-DD", "-Y", str(self._folder), "-m", "32", "-M", "4"]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until_s = time.monotonic() + START_LIMIT_S
        while not answers_options(self._port):
            if time.monotonic() > until_s or self._process.poll() is not None:
                log_end = (self._folder / "log").read_text("utf-8", "replace")[-2000:]
                raise RuntimeError(f"kamailio did not start: {log_end}")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)
