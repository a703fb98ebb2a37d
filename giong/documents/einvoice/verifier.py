"""signxml's verifier with a canonical form that is right below the root. Knows no invoice.

lxml 6.1 with libxml2 2.14 writes `xmlns=""` into the inclusive canonical form of an element whose grandchildren
inherit a default namespace, as those of every SignedInfo do; of a root it is right. So elements become roots first,
written with all namespaces that they inherit.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.verifier import XMLVerifier


class Verifier(XMLVerifier):
    """Verifies one signature of a tree (`signxml.XMLVerifier.verify`)."""

    def _c14n(
        self, nodes: Any, algorithm: CanonicalizationMethod, inclusive_ns_prefixes: list[str] | None = None
    ) -> bytes:
        listed = nodes if isinstance(nodes, list) else [nodes]
        made: bytes = super()._c14n([_as_root(node) for node in listed], algorithm, inclusive_ns_prefixes)
        return made


def _as_root(node: Any) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(etree.tostring(node, with_tail=False), parser)
