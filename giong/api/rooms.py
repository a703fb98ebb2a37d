"""How a route gets at what `app.py` composed."""

from __future__ import annotations

from fastapi.requests import HTTPConnection

from giong.app import Rooms


def rooms(connection: HTTPConnection) -> Rooms:
    """The rooms of the server that this request or WebSocket belongs to."""
    found: Rooms = connection.app.state.rooms
    return found
