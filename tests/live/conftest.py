"""What every live call needs: the programs, sounds to speak, a PBX, and a server of its own."""

from __future__ import annotations

import shutil

import pytest

PROGRAMS = ("baresip", "kamailio", "sipp", "sipsak")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--live", action="store_true", help="place real calls (needs baresip, kamailio, sipp, sipsak)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    reason = "" if config.getoption("--live", default=False) else "places real calls: run `make test-live`"
    if missing and not reason:
        reason = f"needs {', '.join(missing)}: `make test-live` installs them"
    for item in items:
        if "tests/live/" in item.path.as_posix():
            item.add_marker(pytest.mark.live)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))
