"""The telephone as the settings describe it, checked: where it listens, its accounts, who may call. Opens nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from pydantic import SecretStr

from giong.errors import BadConfiguration
from giong.settings import Settings
from giong.telephony.rtp.sockets import PortRange
from giong.telephony.sip.endpoint import Bind, TlsFiles
from giong.telephony.telephone import TelephoneConfig
from giong.telephony.trunk import TrunkConfig

MAIN = "main"
"""The name of the account that `sip_account` describes."""

ACCOUNT = "sip:200@pbx.local;transport=udp"
OPTIONS = (
    "sip:USER@HOST[:PORT] and after it ;transport=udp|tcp|tls ;auth=USER ;register=yes|no ;expires=SECONDS "
    ";peers=HOST|HOST ;international=yes|no"
)
_ACCOUNT = re.compile(r"sips?:(?P<user>[^@;\s]+)@(?P<server>[^;\s]+)(?P<options>(?:;[^;\s]+)*)")
_TRANSPORTS = ("udp", "tcp", "tls")
_YES_NO = {"yes": True, "no": False}
_PORTS = re.compile(r"(\d+)\s*-\s*(\d+)")


def telephone_config(settings: Settings) -> TelephoneConfig | None:
    """What `Telephone.open` wants; None if no telephone is wanted. Raises `BadConfiguration` with the remedy."""
    if not settings.sip_listen:
        _check_none_wanted(settings)
        return None
    binds = tuple(_bind("sip_listen", entry) for entry in settings.sip_listen)
    ports = _PORTS.fullmatch(settings.rtp_ports.strip())
    if not ports:
        raise _wrong("rtp_ports", settings.rtp_ports, "FIRST-LAST", "20000-20999")
    return TelephoneConfig(
        binds=binds,
        advertised_host=settings.sip_advertised_host,
        rtp_host=settings.rtp_host or binds[0].host,
        rtp_ports=PortRange(int(ports[1]), int(ports[2])),
        trunks=tuple(_trunks(settings)),
        users=_passwords("sip_users", settings.sip_users.get_secret_value()),
        trusted=tuple(map(str, trusted_networks(settings))),
        codecs=tuple(settings.sip_codecs),
        session_expires_s=settings.sip_session_s,
        no_media_s=settings.rtp_silence_s,
        tls=_tls(settings, binds),
        srtp=settings.sip_srtp,
    )


def audiosocket_bind(settings: Settings) -> Bind | None:
    """Where Asterisk may bring calls by AudioSocket; None if nowhere."""
    written = settings.audiosocket_listen
    return _bind("audiosocket_listen", f"tcp:{written}") if written else None


def trusted_networks(settings: Settings) -> list[IPv4Network | IPv6Network]:
    """Those whose calls need no password."""
    return [_network(entry) for entry in settings.sip_trusted]


def _network(entry: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(entry, strict=False)
    except ValueError:
        raise _wrong("sip_trusted", entry, "ADDRESS/BITS", "10.1.0.0/16") from None


def _trunks(settings: Settings) -> Iterator[TrunkConfig]:
    passwords = _passwords("sip_trunk_passwords", settings.sip_trunk_passwords.get_secret_value())
    if settings.sip_account:
        yield _account("sip_account", MAIN, settings.sip_account, settings.sip_password.get_secret_value())
    seen = {MAIN}
    for entry in settings.sip_trunks:
        name, _, account = (part.strip() for part in entry.partition("="))
        if not name or name in seen or not account.startswith("sip"):
            raise _wrong("sip_trunks", entry, "NAME=ACCOUNT, each name once and none called main", f"viettel={ACCOUNT}")
        seen.add(name)
        yield _account("sip_trunks", name, account, passwords.pop(name, ""))
    for name in passwords:
        raise _wrong("sip_trunk_passwords", name, "NAME=PASSWORD for the names of sip_trunks", "viettel=…")


def _account(setting: str, name: str, written: str, password: str) -> TrunkConfig:
    match = _ACCOUNT.fullmatch(written.strip())
    if not match:
        raise _wrong(setting, written, OPTIONS, ACCOUNT)
    options = dict(option.partition("=")[::2] for option in match["options"].split(";")[1:])
    try:
        config = TrunkConfig(
            name=name,
            server=match["server"],
            user=match["user"],
            password=password,
            auth_user=options.pop("auth", ""),
            register=_YES_NO[options.pop("register", "yes")],
            transport=_transport(options.pop("transport", "udp")),
            expires_s=int(options.pop("expires", "600")),
            peers=tuple(filter(None, options.pop("peers", "").split("|"))),
            international=_YES_NO[options.pop("international", "no")],
        )
        if options:
            raise ValueError
    except (KeyError, ValueError):
        raise _wrong(setting, written, OPTIONS, ACCOUNT) from None
    if config.register and not password:
        missing = "sip_password" if name == MAIN else f"sip_trunk_passwords ({name}=…)"
        raise BadConfiguration(
            "settings.no_password",
            vi=f"Cấu hình `{setting}`: tài khoản {match['user']} chưa có mật khẩu. Hãy đặt {missing}, "
            "hoặc thêm ;register=no nếu tổng đài nhận ra máy này theo địa chỉ IP.",
            en=f"The setting `{setting}`: the account {match['user']} has no password. Set {missing}, "
            "or add ;register=no if the trunk knows this machine by its address.",
        )
    return config


def _bind(setting: str, entry: str) -> Bind:
    """`udp:0.0.0.0:5060`; without the transport, UDP."""
    transport, _, rest = entry.strip().partition(":")
    if transport.lower() not in _TRANSPORTS:
        transport, rest = "udp", entry.strip()
    host, _, port = rest.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise _wrong(setting, entry, "TRANSPORT:HOST:PORT", "udp:0.0.0.0:5060")
    return Bind(transport.lower(), host.strip("[]"), int(port))


def _transport(written: str) -> str:
    if written.lower() not in _TRANSPORTS:
        raise ValueError
    return written.lower()


def _passwords(setting: str, written: str) -> dict[str, str]:
    """`USER=PASSWORD …`; what is wrong is told without the password."""
    found: dict[str, str] = {}
    for number, entry in enumerate(written.split(), 1):
        user, _, password = entry.partition("=")
        if not user or not password or user in found:
            raise _wrong(setting, f"#{number}", "USER=PASSWORD, each user once", "101=…")
        found[user] = password
    return found


def _tls(settings: Settings, binds: Sequence[Bind]) -> TlsFiles:
    files = {name: getattr(settings, name) for name in ("sip_tls_certificate", "sip_tls_key")}
    listens = any(bind.transport == "tls" for bind in binds)
    for name, path in files.items():
        if (listens or path) and not Path(path).is_file():
            raise _wrong(name, path, "PEM", "/etc/giong/sip.pem")
    return TlsFiles(*files.values())


def _check_none_wanted(settings: Settings) -> None:
    """Whoever has an account wants a telephone."""
    for name in ("sip_account", "sip_trunks", "sip_users", "sip_trusted"):
        value = getattr(settings, name)
        if value.get_secret_value() if isinstance(value, SecretStr) else value:
            raise BadConfiguration(
                "settings.no_telephone",
                vi=f'Có `{name}` nhưng chưa có `sip_listen`. Hãy đặt, ví dụ sip_listen = ["udp:0.0.0.0:5060"].',
                en=f'There is `{name}` but no `sip_listen`. Set it, e.g. sip_listen = ["udp:0.0.0.0:5060"].',
            )


def _wrong(setting: str, entry: str, shape: str, example: str) -> BadConfiguration:
    return BadConfiguration(
        "settings.bad_value",
        vi=f"Cấu hình `{setting}`: không hiểu “{entry}”. Cách viết: {shape}, ví dụ {example}.",
        en=f"The setting `{setting}`: “{entry}” cannot be read. It is written {shape}, e.g. {example}.",
    )
