"""What every live call needs: the programs, sounds to speak, and a server of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from giong.telephony.rtp.srtp import available as srtp_available
from tests.live import sounds
from tests.live.office import AGENT, CALLER, PASSWORDS, Office
from tests.live.proxy import Proxy
from tests.live.softphone import Softphone
from tests.live.sounds import Sounds

PROGRAMS = ("baresip", "kamailio", "sipp", "sipsak")
EXTENSION = "200"
"""Gióng's account at the small PBX."""
EXTENSION_PASSWORD = "hai-tram-4"

Phones = Callable[..., Softphone]


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A test that fails tells what Gióng knows of its latest call."""
    report = yield
    if report.failed:
        for office in (one for one in item.funcargs.values() if isinstance(one, Office)):
            report.sections.append(("Gióng", office.story()))
    return report


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> Sounds:
    return sounds.record(tmp_path_factory.mktemp("sounds"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Gióng with softphones that register directly."""
    users = " ".join(f"{user}={password}" for user, password in PASSWORDS.items())
    srtp = "offered" if srtp_available() else "off"
    with Office(tmp_path_factory.mktemp("office"), sip_users=users, sip_srtp=srtp) as running:
        yield running


@pytest.fixture(scope="module")
def pbx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with Proxy(tmp_path_factory.mktemp("pbx") / "kamailio", PASSWORDS | {EXTENSION: EXTENSION_PASSWORD}) as running:
        yield running


@pytest.fixture(scope="module")
def extension(pbx: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Gióng as an extension of the PBX."""
    account = {"sip_account": f"sip:{EXTENSION}@{pbx.address};expires=60", "sip_password": EXTENSION_PASSWORD}
    with Office(tmp_path_factory.mktemp("extension"), phone_assistant="tong-dai", **account) as running:
        running.trunk(state="registered")
        yield running


@pytest.fixture
def phones(said: Sounds, tmp_path: Path) -> Iterator[Phones]:
    """Makes softphones that are registered."""
    with ExitStack() as running:

        def phone(user: str, server: str, *, answers: bool = False, secure: bool = False) -> Softphone:
            made = Softphone(
                tmp_path / f"phone-{user}",
                user=user,
                password=PASSWORDS[user],
                server=server,
                silence=said.quiet,
                answers=answers,
                secure=secure,
            )
            running.enter_context(made)
            made.wait_registered()
            return made

        yield phone


@pytest.fixture
def caller(phones: Phones, office: Office) -> Softphone:
    return phones(CALLER, office.address)


@pytest.fixture
def agent(phones: Phones, office: Office) -> Softphone:
    return phones(AGENT, office.address, answers=True)
