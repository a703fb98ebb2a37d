"""A ticket opens the conversation that it was issued for, and nothing else; nobody can make one up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from giong.accounts.tickets import PREFIX, Ticket, Tickets
from giong.errors import BadConfiguration, Unauthenticated

TICKET = Ticket("org_1", "conv_1")


def test_what_was_issued_is_known_also_after_a_restart(tmp_path: Path) -> None:
    text = Tickets.open(tmp_path / "secret").issue(TICKET)
    assert Tickets.open(tmp_path / "secret").check(text) == TICKET
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize("text", ["", PREFIX, "ck_org_1.conv_1.", "ck_org_1.conv_1.AAAA", "ck_\ud800.conv_1.\ud800"])
def test_nothing_else_is(text: str) -> None:
    with pytest.raises(Unauthenticated):
        Tickets(b"s" * 32).check(text)


def test_a_ticket_cannot_be_changed() -> None:
    tickets = Tickets(b"s" * 32)
    with pytest.raises(Unauthenticated):
        tickets.check(tickets.issue(TICKET).replace("conv_1", "conv_2"))


def test_the_secret_is_its_owners_alone(tmp_path: Path) -> None:
    Tickets.open(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_servers_that_start_together_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Tickets.open(tmp_path / "secret"), range(8)))
    assert len({tickets.issue(TICKET) for tickets in opened}) == 1


def test_half_a_secret_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"")
    with pytest.raises(BadConfiguration, match="secret"):
        Tickets.open(tmp_path / "secret")
