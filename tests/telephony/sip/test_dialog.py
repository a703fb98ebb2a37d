"""What two parties share from message to message."""

from __future__ import annotations

from giong.telephony.sip.address import NameAddr, parse_name_addr, parse_uri
from giong.telephony.sip.dialog import Dialog, first_request, key_of
from giong.telephony.sip.message import Request, parse, respond
from tests.telephony.sip.torture import PARSES, request

ROUTES = "Record-Route: <sip:p2;lr>, <sip:p1;lr>"


def invited(*lines: str) -> Request:
    message = parse(request("INVITE", *lines))
    assert isinstance(message, Request)
    return message


def test_both_sides_make_the_same_dialog_seen_from_two_ends() -> None:
    invite = invited(ROUTES)
    called = Dialog.from_invite(invite, local_tag="us", contact="<sip:us@10.0.0.1>")
    caller = Dialog.from_response(invite, respond(invite, 200, to_tag="us", headers=[("Contact", "<sip:us@10.0.0.1>")]))

    assert called.key == (caller.call_id, caller.remote.tag, caller.local.tag)
    assert (str(called.target), str(caller.target)) == ("sip:caller@host1.example.com", "sip:us@10.0.0.1")
    assert [str(route.uri) for route in called.routes] == ["sip:p2;lr", "sip:p1;lr"]
    assert [str(route.uri) for route in caller.routes] == ["sip:p1;lr", "sip:p2;lr"]


def test_requests_are_numbered_and_carry_what_the_dialog_knows() -> None:
    dialog = Dialog.from_invite(invited(ROUTES), local_tag="us", contact="<sip:us@10.0.0.1>")
    first, bye = dialog.request("INVITE", body=b"v=0", content_type="application/sdp"), dialog.request("BYE")

    assert (first.cseq.number, bye.cseq.number) == (1, 2)
    assert (first.sender.tag, first.to.tag, first.call_id) == ("us", "78912", invited().call_id)
    assert (first.headers.get("Contact"), bye.headers.get("Contact")) == ("<sip:us@10.0.0.1>", None)
    assert first.headers.all("Route") == ("<sip:p2;lr>", "<sip:p1;lr>")
    assert key_of(first, ours=True) == dialog.key == (invited().call_id, "us", "78912")


def test_the_ack_has_the_number_of_its_invite() -> None:
    invite = invited()
    response = respond(invite, 200, to_tag="us")
    dialog = Dialog.from_response(invite, response)
    dialog.request("INFO")

    assert (dialog.ack(response).cseq.number, dialog.ack(response).method) == (8, "ACK")


def test_an_older_request_is_out_of_order_and_an_ack_never_is() -> None:
    dialog = Dialog.from_invite(invited(), local_tag="us", contact="")
    numbered = {number: parse(request("INFO", cseq=f"{number} INFO")) for number in (8, 9, 20)}

    assert [dialog.in_order(numbered[n]) for n in (8, 9, 20, 9)] == [False, True, True, False]  # type: ignore[arg-type]
    assert dialog.in_order(parse(request("ACK", cseq="8 ACK")))  # type: ignore[arg-type]


def test_the_other_side_may_move() -> None:
    dialog = Dialog.from_invite(invited(), local_tag="us", contact="")
    dialog.refresh(parse(request("INVITE", contact="<sip:caller@10.0.0.7>")))
    dialog.refresh(parse(request("INFO", contact="")))

    assert str(dialog.target) == "sip:caller@10.0.0.7"


def test_an_old_caller_without_contact_is_asked_at_their_from() -> None:
    invite = parse(PARSES["inv2543"])
    assert isinstance(invite, Request)

    dialog = Dialog.from_invite(invite, local_tag="us", contact="")

    assert str(dialog.target) == "sip:+13035551111@ift.client.example.net;user=phone"
    assert dialog.remote.tag == ""


def test_a_first_request_names_whom_it_is_for_without_the_way_there() -> None:
    target = parse_uri("sip:0901@10.0.0.1:5070;transport=tcp?Replaces=x")
    made = first_request("INVITE", target, sender=NameAddr(parse_uri("sip:an@pbx.vn")))

    assert str(made.uri) == "sip:0901@10.0.0.1:5070;transport=tcp"
    assert str(made.to) == "<sip:0901@10.0.0.1:5070>"
    assert made.sender.tag
    assert parse_name_addr("sip:an@pbx.vn").uri == made.sender.uri
