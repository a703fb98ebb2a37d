from __future__ import annotations

import httpx
import pytest

from giong.api.page import DIST

pytestmark = pytest.mark.skipif(not (DIST / "index.html").exists(), reason="needs the built page: run scripts/web")


def test_files_outside_the_page_are_not_served(visitor: httpx.Client) -> None:
    assert visitor.get("/%2e%2e/%2e%2e/api/page.py").status_code == 404
    assert visitor.get("/nothing.js").status_code == 404


def test_built_files_are_kept_by_browsers_and_the_page_is_not(visitor: httpx.Client) -> None:
    script = next(DIST.glob("assets/*.js"))
    assert "immutable" in visitor.get(f"/assets/{script.name}").headers["cache-control"]
    assert visitor.get("/").headers["cache-control"] == "no-cache"
