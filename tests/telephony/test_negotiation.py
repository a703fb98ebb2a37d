"""Offer and answer: what both can is agreed on, what is refused keeps its place, hold is answered as RFC 3264 asks."""

from __future__ import annotations

import pytest

from giong.errors import BadInput
from giong.telephony import sdp
from giong.telephony.negotiation import Negotiation, NotAcceptable, Terms
from giong.telephony.sdp import Section
from tests.telephony import mutants

KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"


def offer(*lines: str, formats: str = "8 0 101", host: str = "10.0.0.9", transport: str = "RTP/AVP") -> bytes:
    head = ["v=0", "o=- 1 1 IN IP4 10.0.0.9", "s=-", f"c=IN IP4 {host}", "t=0 0", f"m=audio 4000 {transport} {formats}"]
    return "\r\n".join([*head, "a=rtpmap:101 telephone-event/8000", *lines, ""]).encode()


def ours(srtp: str = "off", codecs: tuple[str, ...] = ("PCMA", "PCMU")) -> Negotiation:
    return Negotiation(host="10.0.0.1", port=20_000, terms=Terms(codecs, srtp))  # type: ignore[arg-type]


def audio(body: bytes) -> Section:
    return next(section for section in sdp.parse(body).sections if section.kind == "audio")


def test_their_first_codec_that_we_have_is_taken_with_its_keys() -> None:
    negotiation = ours()
    answered = audio(negotiation.answer(offer(formats="18 0 8 101")))
    assert answered.formats == ("0", "101")
    media = negotiation.media
    assert media is not None
    assert (media.remote, media.codec, media.payload_type, media.dtmf_payload_type) == (
        ("10.0.0.9", 4000),
        "PCMU",
        0,
        101,
    )
    assert (media.sends, media.receives, media.held) == (True, True, False)


def test_nothing_in_common_is_refused_and_changes_nothing() -> None:
    negotiation = ours()
    negotiation.answer(offer())
    before = negotiation.media
    for impossible in (offer(formats="18 3"), offer(formats="101"), b"v=0\r\n", offer(transport="UDP/TLS/RTP/SAVPF")):
        with pytest.raises(NotAcceptable):
            negotiation.answer(impossible)
    assert negotiation.media == before


def test_video_is_refused_in_its_place() -> None:
    body = (
        b"v=0\r\nc=IN IP4 10.0.0.9\r\nm=video 5000 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8\r\nm=audio 4002 RTP/AVP 8\r\n"
    )
    negotiation = ours()
    answered = sdp.parse(negotiation.answer(body)).sections
    assert [(section.kind, section.port) for section in answered] == [("video", 0), ("audio", 20_000), ("audio", 0)]
    offered_later = sdp.parse(negotiation.offer()).sections
    assert [(section.kind, section.port) for section in offered_later] == [
        ("video", 0),
        ("audio", 20_000),
        ("audio", 0),
    ]


@pytest.mark.parametrize(
    ("asked", "host", "answered", "sends"),
    [
        ("sendrecv", "10.0.0.9", "sendrecv", True),
        ("sendonly", "10.0.0.9", "recvonly", False),
        ("recvonly", "10.0.0.9", "sendonly", True),
        ("inactive", "10.0.0.9", "inactive", False),
        ("sendrecv", "0.0.0.0", "recvonly", False),
    ],
)
def test_hold_is_answered_as_asked(asked: str, host: str, answered: str, sends: bool) -> None:
    negotiation = ours()
    assert audio(negotiation.answer(offer(f"a={asked}", host=host))).direction == answered
    assert negotiation.media is not None
    assert negotiation.media.sends is sends
    assert negotiation.media.held is not sends


def test_codec_stays_while_it_is_offered_and_the_address_may_move() -> None:
    negotiation = ours()
    negotiation.answer(offer(formats="0 8"))
    negotiation.answer(offer(formats="8 0", host="10.0.0.77"))
    assert negotiation.media is not None
    assert (negotiation.media.codec, negotiation.media.remote) == ("PCMU", ("10.0.0.77", 4000))
    negotiation.answer(offer(formats="8"))
    assert negotiation.media.codec == "PCMA"


def test_the_version_grows_when_something_changes_only() -> None:
    negotiation = ours()
    first, again = negotiation.answer(offer()), negotiation.answer(offer())
    held = negotiation.answer(offer("a=sendonly"))
    versions = [sdp.parse(body).version for body in (first, again, held)]
    assert versions == [versions[0], versions[0], versions[0] + 1]


def test_our_offer_and_what_they_make_of_it() -> None:
    caller, callee = ours(codecs=("PCMU", "PCMA")), ours()
    offered = caller.offer()
    assert audio(offered).formats == ("0", "8", "101")
    media = caller.conclude(callee.answer(offered))
    assert callee.media is not None
    assert (media.codec, callee.media.codec) == ("PCMU", "PCMU")
    assert (media.remote, media.dtmf_payload_type) == (("10.0.0.1", 20_000), 101)


def test_an_answer_with_another_codec_or_none_cannot_be_used() -> None:
    caller = ours()
    caller.offer()
    for impossible in (offer(formats="18"), offer(formats="101"), b"v=0\r\n", b"", offer().replace(b"4000", b"0")):
        with pytest.raises(BadInput):
            caller.conclude(impossible)


def test_our_own_hold_is_offered_and_told_in_answers() -> None:
    negotiation = ours()
    negotiation.answer(offer())
    negotiation.holding = True
    assert audio(negotiation.offer()).direction == "sendonly"
    assert audio(negotiation.answer(offer())).direction == "sendonly"
    assert audio(negotiation.answer(offer("a=sendonly"))).direction == "inactive"
    negotiation.holding = False
    assert audio(negotiation.offer()).direction == "sendrecv"


def test_reports_go_where_they_are_wanted() -> None:
    negotiation = ours()
    answered = audio(negotiation.answer(offer("a=rtcp-mux", "a=rtcp:4000")))
    assert negotiation.media is not None
    assert answered.value("rtcp-mux") == ""
    assert (negotiation.media.rtcp_mux, negotiation.media.remote_rtcp) == (True, None)
    negotiation.answer(offer("a=rtcp:4009"))
    assert negotiation.media.remote_rtcp == ("10.0.0.9", 4009)


def test_an_address_of_another_family_or_none() -> None:
    negotiation = ours()
    with pytest.raises(NotAcceptable):
        negotiation.answer(offer().replace(b"IP4 10.0.0.9\r\nt=", b"IP6 2001:db8::1\r\nt="))
    negotiation.answer(offer("a=rtcp:4009").replace(b"c=IN IP4 10.0.0.9\r\n", b""))
    assert negotiation.media is not None
    assert (negotiation.media.sends, negotiation.media.remote_rtcp) == (False, None)


def test_keys_of_encryption_are_exchanged() -> None:
    caller, callee = ours("required"), ours("offered")
    offered = caller.offer()
    assert audio(offered).transport == "RTP/SAVP"
    mine = caller.conclude(callee.answer(offered))
    assert mine.keys is not None
    assert callee.media is not None
    assert callee.media.keys is not None
    assert (mine.keys.ours, mine.keys.theirs) == (callee.media.keys.theirs, callee.media.keys.ours)


def test_what_must_be_encrypted_is_and_what_may_not_be_is_refused() -> None:
    crypto = f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}"
    with pytest.raises(NotAcceptable):
        ours("required").answer(offer())
    with pytest.raises(NotAcceptable):
        ours("off").answer(offer(crypto, transport="RTP/SAVP"))
    with pytest.raises(NotAcceptable):
        ours("offered").answer(offer(transport="RTP/SAVP"))
    plain = ours("off")
    plain.answer(offer(crypto))
    assert plain.media is not None
    assert plain.media.keys is None


def test_broken_offers_are_refused_and_never_break_us() -> None:
    answered = 0
    for body in mutants.sdp(seed=12, count=2000):
        try:
            ours("offered").answer(body)
            answered += 1
        except BadInput:
            continue
    assert 0 < answered < 2000


def test_a_call_stays_as_encrypted_as_it_is() -> None:
    encrypted, plain = ours("offered"), ours("offered")
    encrypted.answer(offer(f"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{KEY}", transport="RTP/SAVP"))
    assert audio(encrypted.offer()).transport == "RTP/SAVP"
    assert len(audio(plain.offer()).crypto) == 2
    plain.conclude(offer())
    assert audio(plain.offer()).crypto == ()
    assert plain.insist()
    assert not plain.insist()
    assert audio(plain.offer()).transport == "RTP/SAVP"
    assert not ours("off").insist()
