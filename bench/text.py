"""How many written and spoken forms are read rightly, beside sea-g2p's normaliser and doing nothing."""

from __future__ import annotations

from bench.figure import Figure, Options
from bench.text_normalisation import figures as normalisation


def measure(options: Options) -> list[Figure]:
    found = []
    for direction, readers in normalisation(misses=False).items():
        ours = readers["giong"]
        others = {name: reader for name, reader in readers.items() if name != "giong"}
        best = max(others, key=lambda name: others[name]["right"])
        n, theirs = ours["n"], others[best]["right"]
        found += [
            Figure(f"{direction}: right", ours["right"] / n, "", n, peer=theirs / n, peer_is=f"{best}'s share"),
            Figure(f"{direction}: mean time", ours["mean_ms"], "ms", n),
        ]
    return found
