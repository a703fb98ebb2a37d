"""What devices really write is read, what would be acted on and is wrong is refused, and nothing breaks the reader."""

from __future__ import annotations

import pytest

from giong.errors import BadInput
from giong.telephony import sdp
from giong.telephony.sdp import Crypto, Description, Format, Section
from tests.telephony import mutants

LINPHONE = b"""v=0\r
o=lan 3871 1123 IN IP4 192.168.1.20\r
s=Talk\r
c=IN IP4 192.168.1.20\r
b=AS:380\r
t=0 0\r
a=sendonly\r
m=audio 7078 RTP/SAVP 96 8 0 101\r
c=IN IP4 203.0.113.7\r
a=rtpmap:96 opus/48000/2\r
a=fmtp:96 useinbandfec=1\r
a=rtpmap:101 telephone-event/8000\r
a=fmtp:101 0-16\r
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4\r
a=ptime:20\r
a=rtcp:7081 IN IP4 203.0.113.7\r
m=video 9078 RTP/AVP 97\r
a=rtpmap:97 VP8/90000\r
a=inactive\r
"""


def only_audio(body: bytes) -> Section:
    return next(section for section in sdp.parse(body).sections if section.kind == "audio")


def test_session_and_stream_are_read() -> None:
    description = sdp.parse(LINPHONE)
    audio, video = description.sections
    assert (description.session, description.version, description.host) == (3871, 1123, "192.168.1.20")
    assert (audio.port, audio.transport, audio.host) == (7078, "RTP/SAVP", "203.0.113.7")
    assert audio.codings() == (
        Format(96, "opus", 48_000, 2, "useinbandfec=1"),
        Format(8, "PCMA", 8000),
        Format(0, "PCMU", 8000),
        Format(101, "telephone-event", 8000, 1, "0-16"),
    )
    assert audio.crypto == (Crypto(1, "AES_CM_128_HMAC_SHA1_80", "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"),)
    assert (audio.ptime_ms, audio.rtcp_port) == (20, 7081)
    assert (video.kind, video.host) == ("video", "192.168.1.20")


def test_direction_of_the_session_holds_where_a_stream_has_none() -> None:
    audio, video = sdp.parse(LINPHONE).sections
    assert (audio.direction, video.direction) == ("sendonly", "inactive")


def test_bare_line_feeds_missing_lines_and_strange_ones_are_taken() -> None:
    audio = only_audio(
        b"v=0\nc=IN IP4 10.0.0.9\nx=what\nm=audio 4000/2 rtp/avp 8 200 77\na=ptime:20.0\na=rtpmap:nonsense"
    )
    assert (audio.port, audio.transport, audio.host, audio.direction) == (4000, "RTP/AVP", "10.0.0.9", "sendrecv")
    assert audio.codings() == (Format(8, "PCMA", 8000),)
    assert (audio.ptime_ms, audio.rtcp_port) == (20, 4001)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"v=1\r\nm=audio 1 RTP/AVP 0\r\n",
        b"v=0\r\nm=audio 65536 RTP/AVP 0\r\n",
        b"v=0\r\nm=audio -1 RTP/AVP 0\r\n",
        "v=0\r\nm=audio ٤٠٠٠ RTP/AVP 0\r\n".encode(),
        b"v=0\r\nm=audio\r\n",
        b"v=0\r\nc=IN IP4 pbx.example.vn\r\nm=audio 4000 RTP/AVP 0\r\n",
        b"v=0\r\nc=IN IP4 224.0.0.1\r\nm=audio 4000 RTP/AVP 0\r\n",
        b"v=0\r\nc=IN IP4 1.2.3.4\0\r\n",
        b"v=0\r\n" + b"a=x\r\n" * sdp.MAX_LINES,
        b"v=0\r\n" + b"m=audio 4000 RTP/AVP 0\r\n" * (sdp.MAX_SECTIONS + 1),
        b"v=0\r\ns=" + b"x" * sdp.MAX_BYTES,
    ],
)
def test_what_cannot_be_acted_on_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        sdp.parse(body)
    assert refused.value.code == "sdp.unreadable"


def test_what_is_rendered_is_read_again() -> None:
    coding = Format(101, "telephone-event", 8000, 1, "0-15")
    audio = Section("audio", 4000, "RTP/AVP", ("8", "101"), "10.0.0.1", (*sdp.rtpmap(coding), ("sendrecv", "")))
    mine = Description(7, 3, "10.0.0.1", (audio, sdp.refused(Section("video", 5000, formats=("96",)))))
    read = sdp.parse(sdp.render(mine))
    assert read.sections[0] == audio
    assert (read.session, read.version, read.sections[1].port, read.sections[1].kind) == (7, 3, 0, "video")
    assert b"c=IN IP6 2001:db8::1\r\n" in sdp.render(Description(1, 1, "2001:db8::1"))


def test_version_grows_with_changes_only() -> None:
    first = Description(1, 5, "10.0.0.1", (Section("audio", 4000),))
    assert first.later(first.sections) is first
    assert first.later((Section("audio", 4002),)).version == 6


def test_nothing_but_bad_input_comes_of_broken_descriptions() -> None:
    read = 0
    for body in mutants.sdp(seed=11, count=2000):
        try:
            for section in sdp.parse(body).sections:
                _ = section.codings(), section.crypto, section.direction, section.ptime_ms, section.rtcp_port
            read += 1
        except BadInput:
            continue
    assert 0 < read < 2000
