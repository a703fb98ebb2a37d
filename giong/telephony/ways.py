"""Which ways lead to whom: a device registered with us, an account at a trunk, or an address. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

from giong.telephony.dialling import NotAnswered, number_to_dial
from giong.telephony.outgoing import Way
from giong.telephony.registrar import Binding, Registrar
from giong.telephony.sip.address import NameAddr, Uri, parse_name_addr, parse_uri
from giong.telephony.sip.endpoint import Endpoint, Hop
from giong.telephony.sip.syntax import Malformed
from giong.telephony.transfer import replaces as read_replaces
from giong.telephony.trunk import Trunk

ANONYMOUS = "giong"
"""Whom those see who are called without a `caller`."""
_URI_SCHEMES = ("sip:", "sips:")


class Ways:
    """Knows who is registered and how the trunks stand at the moment it is asked."""

    def __init__(self, endpoint: Endpoint, registrar: Registrar, trunks: Sequence[Trunk]) -> None:
        self._endpoint = endpoint
        self._registrar = registrar
        self._trunks = tuple(trunks)

    def to(self, target: str, *, caller: str, trunk: str = "") -> list[Way]:
        """To a user of ours (all their devices), a number, or a SIP URI. Raises `NotAnswered` where there is none."""
        if target.lower().startswith(_URI_SCHEMES):
            return [self._to_uri(target, caller)]
        if not trunk and self._registrar.knows(target):
            bindings = self._registrar.where(target)
            if not bindings:
                raise NotAnswered("unreachable", 480)
            return [self._to_device(target, binding, caller) for binding in bindings]
        return [self._through_trunk(target, caller, trunk)]

    def _through_trunk(self, target: str, caller: str, name: str) -> Way:
        number_to_dial(target)
        wanted = [one for one in self._trunks if not name or one.config.name == name]
        # One that needs no registration and does not answer OPTIONS may still take calls.
        candidates = [one for one in wanted if one.usable] or [one for one in wanted if not one.config.register]
        usable = next(iter(candidates), None)
        if usable is None:
            raise NotAnswered("trunk_away")
        number = number_to_dial(target, international=usable.config.international)
        return self._over(usable, usable.target(number), callee=number, caller=caller)

    def _to_uri(self, target: str, caller: str) -> Way:
        try:
            uri = parse_uri(target)
            replaces = unquote(uri.headers.get("Replaces", ""))
            if replaces:
                read_replaces(replaces)
        except Malformed:
            raise NotAnswered("bad_number") from None
        for trunk in self._trunks:
            if uri.host == trunk.server.host and (uri.port or trunk.port) == trunk.port:
                return replace(self._over(trunk, uri, callee=uri.user, caller=caller), replaces=replaces)
        transport = uri.params.get("transport", "tls" if uri.scheme == "sips" else "udp")
        contact = self._contact(transport)
        return Way(uri, self._ourselves(caller), contact, uri.user, uri.host, replaces=replaces)

    def _to_device(self, user: str, binding: Binding, caller: str) -> Way:
        source = binding.source
        contact = self._endpoint.contact("", source.transport, towards=source)
        return Way(binding.contact, self._ourselves(caller), contact, user, source.host, hop=source)

    def _over(self, trunk: Trunk, target: Uri, *, callee: str, caller: str) -> Way:
        config = trunk.config
        hops = [Hop(config.transport, host, trunk.port) for host in sorted(trunk.hosts)]
        return Way(
            target,
            trunk.address(caller),
            self._endpoint.contact(config.user, config.transport, towards=hops[0] if hops else None),
            callee,
            hops[0].host if hops else trunk.server.host,
            credentials=trunk.credentials,
            routes=trunk.service_routes,
            trunk=config.name,
        )

    def _ourselves(self, caller: str) -> NameAddr:
        own = parse_name_addr(self._contact("udp")).uri
        return NameAddr(Uri("sip", caller or ANONYMOUS, own.host, own.port))

    def _contact(self, transport: str) -> str:
        return self._endpoint.contact("", transport)
