"""Signalling over TLS and over IPv6, on loopback."""

from __future__ import annotations

import datetime
import ipaddress
import socket
from pathlib import Path

import pytest

from giong.clock import run_virtually
from giong.errors import BadConfiguration
from giong.telephony.sip.address import NameAddr, parse_uri
from giong.telephony.sip.dialog import first_request
from giong.telephony.sip.endpoint import Bind, Endpoint, Incoming, TlsFiles

x509 = pytest.importorskip("cryptography.x509")


@pytest.fixture
def certificate(tmp_path: Path) -> TlsFiles:
    """A certificate for 127.0.0.1 that signs itself."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "giong")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
    made = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    files = tmp_path / "certificate.pem", tmp_path / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    pem, pkcs8, plain = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(pem, pkcs8, plain))
    return TlsFiles(certificate=str(files[0]), key=str(files[1]), authorities=str(files[0]))


async def teapot(incoming: Incoming) -> None:
    await incoming.reply(486)


async def asked(bind: Bind, called_files: TlsFiles, caller_files: TlsFiles, uri: str) -> tuple[int, bool]:
    """Status of an INVITE over that transport, and whether it was made here."""
    called = await Endpoint.open([bind], serve=teapot, tls=called_files)
    caller = await Endpoint.open([Bind(bind.transport, bind.host, 0)], serve=teapot, tls=caller_files)
    target = parse_uri(uri.format(port=called.binds[0].port))
    response = await caller.ask(first_request("INVITE", target, sender=NameAddr(target), contact=caller.contact()))
    await caller.close()
    await called.close()
    return response.status, response.local


def test_a_certificate_that_is_believed_carries_the_talk(certificate: TlsFiles) -> None:
    bind = Bind("tls", "127.0.0.1", 0)

    assert run_virtually(asked(bind, certificate, certificate, "sips:a@127.0.0.1:{port}")) == (486, False)


def test_a_certificate_that_nobody_vouches_for_is_no_way(certificate: TlsFiles) -> None:
    doubting = TlsFiles(certificate=certificate.certificate, key=certificate.key)
    bind = Bind("tls", "127.0.0.1", 0)

    assert run_virtually(asked(bind, certificate, doubting, "sips:a@127.0.0.1:{port}")) == (503, True)


def test_a_missing_certificate_is_said_at_the_start() -> None:
    with pytest.raises(BadConfiguration, match="TLS"):
        run_virtually(Endpoint.open([Bind("tls", "127.0.0.1", 0)], serve=teapot, tls=TlsFiles(certificate="/nowhere")))


def test_a_port_that_is_taken_is_said_at_the_start() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(BadConfiguration, match=str(taken.getsockname()[1])):
            run_virtually(Endpoint.open([Bind("udp", "127.0.0.1", taken.getsockname()[1])], serve=teapot))


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_addresses_of_version_6_work_too(transport: str) -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 on this machine")
    uri = f"sip:a@[::1]:{{port}};transport={transport}"

    assert run_virtually(asked(Bind(transport, "::1", 0), TlsFiles(), TlsFiles(), uri)) == (486, False)
