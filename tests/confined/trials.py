"""What the tests have children do."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from typing import Any

from giong.errors import TooLarge


def work(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    done: dict[str, Any] = _TRIALS[task["do"]](task, data, tell)
    return done


def _echo(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    return {"pid": os.getpid(), "bytes": len(data), "text": data[:20].decode()}


def _reach_out(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    refused = []
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family)
        except PermissionError:
            refused.append(family.name)
    try:
        subprocess.run([sys.executable, "-c", ""], check=False)
    except PermissionError:
        refused.append("program")
    return {"refused": refused, "environment": dict(os.environ)}


def _write(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    try:
        with open(task["path"], "wb") as file:
            file.write(data)
    except OSError:
        return {"written": 0}
    return {"written": len(data)}


def _hang(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    time.sleep(60)
    return {}


def _compute(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    while True:
        pass


def _fill(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    held = []
    while True:
        held.append(b"x" * 20_000_000)
        time.sleep(0.02)


def _hold(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    if task["told"]:
        tell({})
        time.sleep(0.2)
    held = b"x" * task["bytes"]
    time.sleep(0.4)
    return {"held": len(held)}


def _reserve(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    return {"bytes": len(bytearray(task["bytes"]))}


def _crash(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    os.abort()


def _refuse(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    raise TooLarge("trial.large", vi="To quá.", en="Too large.")


def _fail(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    raise ValueError(data)


def _count(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    for number in range(task["to"]):
        time.sleep(task["pause_s"])
        tell({"number": number})
    return {"counted": task["to"]}


def _chatter(task: dict[str, Any], data: bytes, tell: Any) -> dict[str, Any]:
    print("a library that prints")
    os.write(1, b"and one in C")
    with contextlib.suppress(Exception):
        raise ValueError
    return {"fine": True}


_TRIALS = {
    name.strip("_"): trial for name, trial in list(globals().items()) if name.startswith("_") and callable(trial)
}
