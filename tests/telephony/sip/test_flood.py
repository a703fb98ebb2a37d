"""How much one address may ask."""

from giong.telephony.sip.flood import Admittance, Flood, Kind, Limits
from giong.telephony.sip.peek import asked_outside_dialog
from tests.telephony.sip.torture import request


class Watch:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_a_burst_is_taken_then_a_pace_then_told_then_dropped() -> None:
    watch = Watch()
    flood = Flood(Limits(requests_per_s=2, requests_at_once=3, refusals_per_s=2), now=watch)

    first = [flood.admit("a", Kind.REQUEST) for _ in range(7)]
    watch.s = 0.5
    second = [flood.admit("a", Kind.REQUEST) for _ in range(3)]

    taken, told, dropped = Admittance.ADMITTED, Admittance.REFUSED, Admittance.DROPPED
    assert first == [taken] * 3 + [told] * 2 + [dropped] * 2
    assert second == [taken, told, dropped]


def test_options_and_other_addresses_are_counted_apart() -> None:
    flood = Flood(Limits(requests_at_once=1), now=Watch())
    while flood.admit("a", Kind.REQUEST) is not Admittance.DROPPED:
        pass

    assert flood.drowns("a", Kind.REQUEST)
    assert not flood.drowns("a", Kind.OPTIONS)
    assert not flood.drowns("b", Kind.REQUEST)
    assert flood.admit("b", Kind.REQUEST) is Admittance.ADMITTED


def test_a_trunk_that_we_trust_is_not_counted() -> None:
    flood = Flood(Limits(requests_at_once=1, exempt=("10.1.0.0/16", "2001:db8::/32")), now=Watch())

    assert all(flood.admit(host, Kind.REQUEST) is Admittance.ADMITTED for host in ("10.1.2.3", "2001:db8::1") * 50)


def test_memory_is_bounded_whoever_asks() -> None:
    flood = Flood(Limits(addresses=10), now=Watch())
    for number in range(100):
        flood.admit(f"10.0.0.{number}", Kind.REQUEST)

    assert len(flood._buckets) == 10


def test_a_first_look_tells_what_stands_outside_of_calls() -> None:
    inside = request("INVITE", to="<sip:a@b>; tag=1")

    assert asked_outside_dialog(request("INVITE")) == b"INVITE"
    assert asked_outside_dialog(inside) == b""
    assert asked_outside_dialog(inside.replace(b"To:", b"t :")) == b""
    assert asked_outside_dialog(request("BYE")) == b""
    assert asked_outside_dialog(b"SIP/2.0 200 OK\r\n\r\n") == b""
