"""Choosing one of an engine's voices by name. Knows no engine."""

from __future__ import annotations

from giong.errors import BadInput


def chosen(name: str, voices: tuple[str, ...]) -> str:
    """`name` if it is one of `voices`; the first of them if it is empty."""
    if not name:
        return voices[0]
    if name not in voices:
        known = ", ".join(voices)
        raise BadInput(
            "speech.unknown_voice",
            vi=f"Không có giọng “{name}”. Các giọng có sẵn: {known}",
            en=f"There is no voice “{name}”. The voices are: {known}",
        )
    return name
