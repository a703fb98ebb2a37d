"""How a route gets at what `app.py` composed."""

from __future__ import annotations

from fastapi.requests import HTTPConnection

from giong.app import Rooms
from giong.conversations.exchange.exchange import Exchange


def rooms(connection: HTTPConnection) -> Rooms:
    """The rooms of the server that this request or WebSocket belongs to."""
    found: Rooms = connection.app.state.rooms
    return found


def exchange(connection: HTTPConnection) -> Exchange | None:
    """The telephone exchange of that server; None where the settings want no telephone."""
    found: Exchange | None = connection.app.state.exchange
    return found
