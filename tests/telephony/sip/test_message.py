"""Messages and addresses: what is read, what is written, and that both agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giong.telephony.sip.address import NameAddr, Uri, parse_contacts, parse_name_addr, parse_uri
from giong.telephony.sip.headers import parse_via
from giong.telephony.sip.message import MAX_BYTES, Headers, Refused, Request, parse, render, respond
from giong.telephony.sip.syntax import Malformed
from tests.telephony.sip.torture import request

TOKENS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~", min_size=1, max_size=12)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).map(str.strip)
USERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
HOSTS = st.sampled_from(["example.com", "10.0.0.1", "[2001:db8::1]", "a-b.vn"])
PARAMS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=6), TOKENS | st.just(""), max_size=3)
URIS = st.builds(
    Uri,
    st.sampled_from(["sip", "sips"]),
    USERS,
    HOSTS,
    st.none() | st.integers(1, 65535),
    PARAMS,
)
NAME_ADDRS = st.builds(NameAddr, URIS, NAMES, PARAMS)
VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40).map(str.strip)
OTHER_HEADERS = st.lists(st.tuples(TOKENS.map("X-{}".format), VALUES), max_size=5)


@given(URIS)
def test_a_uri_reads_as_it_was_written(uri: Uri) -> None:
    assert parse_uri(str(uri)) == uri


@given(NAME_ADDRS)
def test_an_address_reads_as_it_was_written(address: NameAddr) -> None:
    assert parse_name_addr(str(address)) == address


@given(URIS, NAME_ADDRS, NAME_ADDRS, OTHER_HEADERS, st.binary(max_size=200))
def test_a_request_reads_as_it_was_written(
    uri: Uri, sender: NameAddr, to: NameAddr, others: list[tuple[str, str]], body: bytes
) -> None:
    items = [("Via", "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1"), ("From", str(sender)), ("To", str(to))]
    items += [("Call-ID", "a@b"), ("CSeq", "1 INVITE"), *others]
    message = Request("INVITE", uri, Headers(items), body)

    read = parse(render(message))

    assert isinstance(read, Request)
    assert (read.uri, read.sender, read.to, read.body) == (uri, sender, to, body)
    assert read.headers.without("Content-Length") == message.headers


@given(st.binary(max_size=300))
def test_noise_is_refused_and_nothing_else(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse(data)


def test_line_feeds_alone_and_leading_blank_lines_are_taken() -> None:
    message = parse(b"\r\n\r\n" + request("OPTIONS").replace(b"\r\n", b"\n"))

    assert message.call_id == "torture.98asdh@example.net"


def test_compact_and_oddly_spelt_names_are_the_same_header() -> None:
    headers = Headers([("v", "SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/TCP b;branch=z9hG4bK2"), ("CALL-id", "x")])

    assert headers.get("Via") == headers.get("v")
    assert [parse_via(via).host for via in headers.all("VIA")] == ["a", "b"]
    assert headers.get("i") == "x"


def test_replacing_keeps_the_place_and_leaves_one() -> None:
    headers = Headers([("To", "1"), ("Route", "<sip:a>"), ("Route", "<sip:b>"), ("From", "2")])

    assert list(headers.set("Route", "<sip:c>")) == [("To", "1"), ("Route", "<sip:c>"), ("From", "2")]
    assert [name for name, _ in headers.without("route")] == ["To", "From"]
    assert next(iter(headers.first("Via", "v"))) == ("Via", "v")


def test_names_without_quotes_are_taken_in_vietnamese() -> None:
    assert parse_name_addr("Nguyễn Văn Ấn <sip:an@10.0.0.1>").display == "Nguyễn Văn Ấn"
    assert parse_name_addr('"Ấn, phòng 2" <sip:an@10.0.0.1>;tag=1').display == "Ấn, phòng 2"


@pytest.mark.parametrize(
    ("text", "number"),
    [("tel:+84-24-3825", "+84-24-3825"), ("sip:0901;phone-context=vn@10.0.0.1", "0901"), ("sip:*21%23@a", "*21#")],
)
def test_the_dialled_number_is_found(text: str, number: str) -> None:
    assert parse_uri(text).number == number


def test_parameters_without_brackets_belong_to_the_header() -> None:
    inside, outside = parse_name_addr("<sip:a@b;lr>;tag=1"), parse_name_addr("sip:a@b;tag=1")

    assert (dict(inside.uri.params), inside.tag) == ({"lr": ""}, "1")
    assert (dict(outside.uri.params), outside.tag) == ({}, "1")


def test_a_star_as_contact_names_nobody() -> None:
    assert parse_contacts(("*",)) == ()


@pytest.mark.parametrize(
    "text",
    ["sip:", "sip:@a", "sip:a@b@c", "sip:a b@c", "sip:a@b:0", "sip:a@b:70000", "0901", "sip:a@[::1", "sip:a@b;=1"],
)
def test_what_is_no_uri_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_uri(text)


def test_what_is_too_much_is_refused() -> None:
    with pytest.raises(Malformed, match="too large"):
        parse(request("OPTIONS") + bytes(MAX_BYTES))
    with pytest.raises(Refused, match="too many headers"):
        parse(request("OPTIONS", *["X: 1"] * 300))
    with pytest.raises(Malformed, match="headers are too large"):
        parse(request("OPTIONS", "X: " + "1" * 20_000))
    with pytest.raises(Refused, match="list is too long"):
        parse(request("REGISTER", contact=", ".join(["<sip:a>"] * 101)))


def test_nobody_can_smuggle_a_header_through_a_value() -> None:
    with pytest.raises(ValueError, match="line break"):
        render(Request("OPTIONS", Uri("sip", host="a"), Headers([("Subject", "x\r\nVia: y")])))


def test_a_response_takes_over_what_it_must() -> None:
    asked = parse(request("INVITE", "Record-Route: <sip:p1;lr>", "Timestamp: 54", via="SIP/2.0/UDP a;branch=z9hG4bK1"))
    assert isinstance(asked, Request)

    trying, ringing, refused = respond(asked, 100, to_tag="us"), respond(asked, 180, to_tag="us"), respond(asked, 486)

    assert (trying.to.tag, trying.headers.get("Timestamp")) == ("", "54")
    assert (ringing.to.tag, ringing.headers.all("Record-Route")) == ("us", ("<sip:p1;lr>",))
    assert (refused.reason, refused.via.branch, refused.headers.get("Record-Route")) == ("Busy Here", "z9hG4bK1", None)
