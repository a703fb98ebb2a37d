"""The page's API client is generated from `web/openapi.json`; it must say what the server does."""

from __future__ import annotations

import json
from pathlib import Path

from giong.api.server import server
from giong.settings import load

KEPT = Path(__file__).parents[2] / "web" / "openapi.json"


def test_the_kept_description_is_that_of_the_server() -> None:
    kept = json.loads(KEPT.read_text("utf-8"))
    assert kept == json.loads(json.dumps(server(load()).openapi())), "run scripts/openapi"
