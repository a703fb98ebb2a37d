"""The messages of RFC 4475, written anew from what the RFC says about each, under its names. Knows no parser.

`PARSES` must be read, `REFUSED` must be refused with a status (None: nobody can be told), `ANSWERED` is what an
endpoint must answer to a request that reads well but asks for something odd.
"""

from __future__ import annotations


def message(start: str, *lines: str, body: str = "", length: str | None = "") -> bytes:
    """A message with CRLF ends; `length` "" means the right one, None none at all."""
    content = body.replace("\n", "\r\n").encode()
    head = [start, *lines]
    if length is not None:
        head.append(f"Content-Length: {length or len(content)}")
    return ("\r\n".join(head) + "\r\n\r\n").encode() + content


def request(method: str, *lines: str, uri: str = "sip:user@example.com", body: str = "", **others: str) -> bytes:
    """A plain request; `others` replaces a header by its name in lower case ("" leaves it out)."""
    headers = {
        "Via": "SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw",
        "To": "<sip:user@example.com>",
        "From": "<sip:caller@example.net>;tag=78912",
        "Call-ID": "torture.98asdh@example.net",
        "CSeq": f"8 {method}",
        "Max-Forwards": "70",
        "Contact": "<sip:caller@host1.example.com>",
    }
    for name, value in others.items():
        headers[next(own for own in headers if own.lower().replace("-", "_") == name)] = value
    shown = [f"{name}: {value}" for name, value in headers.items() if value]
    return message(f"{method} {uri} SIP/2.0", *shown, *lines, body=body)


SDP = """v=0
o=mhandley 29739 7272939 IN IP4 192.0.2.1
s=-
c=IN IP4 192.0.2.1
t=0 0
m=audio 49217 RTP/AVP 0 12
"""

WSINV = (
    b"""INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
TO :
 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
  ;
  tag = 98asjd8
MaX-fOrWaRdS: 0068
Call-ID: wsinv.ndaksdj@192.0.2.1
Content-Length   : %d
cseq: 0009
  INVITE
Via  : SIP  /   2.0
 /UDP
    192.0.2.2;branch=390skdjuw
s :
NewFangledHeader:   newfangled value
 continued newfangled value
UnknownHeaderWithUnusualValue: ;;,,;;,;
Content-Type: application/sdp
Route:
 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
v:  SIP  / 2.0  / TCP     spindle.example.com   ;
  branch  =   z9hG4bK9ikj8  ,
 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
 z9hG4bK30239
m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
      newvalue ;
  secondparam ; q = 0.33

""".replace(b"\n", b"\r\n")
    % len(SDP.replace("\n", "\r\n"))
    + SDP.replace("\n", "\r\n").encode()
)

_LONG = "long" * 200
_PARTS = """--7a9cbec02ceef655
Content-Type: text/plain
Content-Transfer-Encoding: binary

Hello
--7a9cbec02ceef655
Content-Type: application/sdp

v=0
--7a9cbec02ceef655--
"""

PARSES: dict[str, bytes] = {
    "wsinv": WSINV,
    "intmeth": request(
        "!interesting-Method0123456789_*+`.%indeed'~",
        "extensionHeader-!.%*+_`'~: 大停電",
        uri="sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
        to='"BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*@example.com>',
        **{
            "from": "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_t"
        },
    ),
    "esc01": request(
        "INVITE",
        uri="sip:sips%3Auser%40example.com@example.net",
        to="sip:%75se%72@example.com",
        contact="<sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>",
    ),
    "escnull": request("REGISTER", to="sip:null-%00-null@example.com", contact="<sip:%00@host5.example.com>"),
    "esc02": request("RE%47IST%45R", uri="sip:registrar.example.com", to='"%Z%45" <sip:resource@example.com>'),
    "lwsdisp": request("OPTIONS", **{"from": "caller<sip:caller@example.com>;tag=323"}),
    "longreq": request(
        "INVITE",
        f"Unknown-{_LONG}-Name: unknown-{_LONG}-value; unknown-{_LONG}-parameter",
        f"Via: SIP/2.0/TCP {'sip' * 12}.example.com",
        to=f'"I have a user name of {"extreme " * 60}proportion"<sip:{"user" * 120}@example.com;p{_LONG}=v{_LONG}>',
        call_id=f"longreq.one{'really' * 60}longcallid",
        contact=f"<sip:{'amazingly' * 30}longcallername@host5.example.net>",
    ),
    "dblreq": request("REGISTER", body="") + b"INVITE sip:joe@example.com SIP/2.0\r\nt: <sip:joe@example.com>\r\n\r\n",
    "semiuri": request("OPTIONS", uri="sip:user;par=u%40example.net@example.com"),
    "transports": request(
        "OPTIONS",
        "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf",
        "Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj",
        "Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en",
        "Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee",
    ),
    "mpart01": request("MESSAGE", "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655", body=_PARTS),
    "unreason": message(
        "SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое",
        "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923",
        "Call-ID: unreason.1234ksdfak3j2erwedfsASdf",
        "CSeq: 35 INVITE",
        "From: sip:user@example.com;tag=11141343",
        "To: sip:user@example.edu;tag=2229",
        "Contact: <sip:user@host198.example.com>",
    ),
    "noreason": message(
        "SIP/2.0 100 ",
        "Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe",
        "Call-ID: noreason.asndj203insdf99223ndf",
        "CSeq: 35 INVITE",
        "From: <sip:user@example.com>;tag=39ansfi3",
        "To: <sip:user@example.edu>;tag=902jndnke3",
    ),
    "zeromf": request("OPTIONS", max_forwards="0"),
    "cparam01": request("REGISTER", contact="sip:+19725552222@gw1.example.net;unknownparam"),
    "cparam02": request("REGISTER", contact="<sip:+19725552222@gw1.example.net;unknownparam>"),
    "regescrt": request("REGISTER", contact="<sip:user@example.com?Route=%3Csip:sip.example.com%3E>"),
    "unksm2": request("REGISTER", to="isbn:2983792873", **{"from": "<http://www.example.com>;tag=3234233"}),
    "inv2543": message(
        "INVITE sip:UserB@example.com SIP/2.0",
        "Via: SIP/2.0/UDP iftgw.example.com",
        "From: <sip:+13035551111@ift.client.example.net;user=phone>",
        "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>",
        "To: sip:+16505552222@ss1.example.net;user=phone",
        "Call-ID: inv2543.1717@ift.client.example.com",
        "CSeq: 56 INVITE",
        "Content-Type: application/sdp",
        body=SDP,
    ),
}

BCAST = message(
    "SIP/2.0 200 OK",
    "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923",
    "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23",
    "Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf",
    "CSeq: 35 INVITE",
    "From: sip:user@example.com;tag=11141343",
    "To: sip:user@example.edu;tag=2229",
    "Contact: <sip:user@host28.example.com>",
    body=SDP,
)

REFUSED: dict[str, tuple[bytes, int | None]] = {
    "badinv01": (
        request("INVITE", contact='"Joe" <sip:joe@example.org>;;;;,,', via="SIP/2.0/UDP 192.0.2.15;;,;,,"),
        400,
    ),
    "clerr": (
        message("INVITE sip:user@example.com SIP/2.0", *request("INVITE").decode().split("\r\n")[1:8], length="9999"),
        400,
    ),
    "ncl": (
        message("INVITE sip:user@example.com SIP/2.0", *request("INVITE").decode().split("\r\n")[1:8], length="-999"),
        400,
    ),
    "scalar02": (request("REGISTER", cseq="36893488147419103232 REGISTER", max_forwards="300"), 400),
    "scalar02 forwards": (request("REGISTER", max_forwards="300"), 400),
    "quotbal": (request("INVITE", to='"Mr. J. User <sip:j.user@example.com>'), 400),
    "ltgtruri": (request("INVITE", uri="<sip:user@example.com>"), 400),
    "lwsruri": (request("INVITE", uri="sip:user@example.com; lr"), 400),
    "lwsstart": (request("INVITE").replace(b"INVITE sip", b"INVITE  sip", 1), 400),
    "trws": (request("OPTIONS").replace(b" SIP/2.0\r\n", b" SIP/2.0  \r\n", 1), 400),
    "escruri": (request("INVITE", uri="sip:user@example.com?Route=%3Csip:example.com%3E"), 400),
    "regbadct": (request("REGISTER", contact="sip:user@example.com?Route=%3Csip:sip.example.com%3E"), 400),
    "baddn": (request("OPTIONS", **{"from": "Bell, Alexander <sip:a.g.bell@example.com>;tag=43"}), 400),
    "badvers": (request("OPTIONS").replace(b" SIP/2.0\r\n", b" SIP/7.0\r\n", 1), 505),
    "mismatch01": (request("OPTIONS", cseq="8 INVITE"), 400),
    "mismatch02": (request("NEWMETHOD", cseq="8 INVITE"), 400),
    "insuf": (request("INVITE", to="", call_id="", **{"from": ""}), 400),
    "multi01": (request("INVITE", "CSeq: 59 INVITE", "Call-ID: another@example.net", "Max-Forwards: 5"), 400),
    "mcl01": (request("OPTIONS", "Content-Length: 13"), 400),
    "no via": (request("OPTIONS", via=""), None),
    "broken ack": (request("ACK", to=""), None),
    "scalarlg": (
        message(
            "SIP/2.0 503 Service Unavailable",
            "Via: SIP/2.0/TCP host129.example.com;branch=z9hG4bKzzxdiwo34sw",
            "To: <sip:user@example.com>",
            "From: <sip:other@example.net>;tag=2easdjfejw",
            "CSeq: 9292394834772304023312 OPTIONS",
            "Call-ID: scalarlg.noase0of0234hn2qofoaf0232aewf2394r",
            "Retry-After: 949302838503028349304023988",
        ),
        None,
    ),
    "bigcode": (
        message(
            "SIP/2.0 4294967301 better not break the receiver",
            "Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe",
            "Call-ID: bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i",
            "CSeq: 353494 INVITE",
            "From: <sip:user@example.com>;tag=39ansfi3",
            "To: <sip:user@example.edu>;tag=902jndnke3",
        ),
        None,
    ),
}

ANSWERED: dict[str, tuple[bytes, int]] = {
    "intmeth": (PARSES["intmeth"], 501),
    "esc02": (PARSES["esc02"], 501),
    "mpart01": (PARSES["mpart01"], 405),
    "regaut01": (request("REGISTER", "Authorization: NoOneKnowsThisScheme opaque-data=here"), 401),
    "unkscm": (request("OPTIONS", uri="nobodyKnowsThisScheme:totallyopaquecontent"), 416),
    "novelsc": (request("OPTIONS", uri="soap.beep://192.0.2.103:3002"), 416),
    "bext01": (request("OPTIONS", "Require: nothingSupportsThis, nothingSupportsThisEither"), 420),
    "invut": (request("INVITE", "Content-Type: application/unknownformat", body="<audio/>"), 415),
    "encoded": (request("INVITE", "Content-Type: application/sdp", "Content-Encoding: gzip", body="x"), 415),
    "sdp01": (
        request("INVITE", "Accept: text/nobodyKnowsThis", "Content-Type: application/sdp", body=SDP),
        406,
    ),
    "zeromf": (PARSES["zeromf"], 200),
    "semiuri": (PARSES["semiuri"], 200),
    "transports": (PARSES["transports"], 200),
    "lwsdisp": (PARSES["lwsdisp"], 200),
    "badbranch": (request("OPTIONS", via="SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"), 200),
    "baddate": (request("OPTIONS", "Date: Fri, 01 Jan 2010 16:00:00 EST"), 200),
    "badaspec": (request("OPTIONS", to='"Watson, Thomas" < sip:t.watson@example.org >'), 200),
    "no such dialog": (request("BYE", to="<sip:user@example.com>;tag=nobody"), 481),
    "nothing to cancel": (request("CANCEL"), 481),
}
"""The endpoint under test asks everybody for a password that reaches its handler."""
