"""Debian's Chromium under Playwright, so that no browser is downloaded."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

PROGRAM = shutil.which("chromium")

_FLAGS = (
    "--no-sandbox",  # it runs as root in CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright, *flags: str) -> Browser:
    """A browser with a profile of its own."""
    return playwright.chromium.launch(executable_path=PROGRAM, args=[*_FLAGS, *flags])


def launch_with_microphone(playwright: Playwright, recording: Path | None = None) -> Browser:
    """A browser whose microphone hears `recording` (WAV) once, then silence; without one, beeps. Access is granted."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    if recording is not None:
        flags.append(f"--use-file-for-fake-audio-capture={recording}%noloop")
    return launch(playwright, *flags)
