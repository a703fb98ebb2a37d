"""The description of the API: whole, with examples, and readable without any other host."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest


@pytest.fixture
def document(visitor: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get("/openapi.json").json()
    return found


def test_every_operation_says_what_it_does_and_how_it_fails(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (method, path)
            shape = "OpenAIProblem" if path.startswith("/v1/") else "Problem"
            shape = "VisionProblem" if path.startswith(("/vision/", "/dmp/")) else shape
            for status in ("401", "404", "413", "422", "503"):
                schema = operation["responses"][status]["content"]["application/json"]["schema"]
                assert schema == {"$ref": f"#/components/schemas/{shape}"}, (method, path, status)


def test_every_request_field_that_must_be_given_has_an_example(document: dict[str, Any]) -> None:
    shapes = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for operation in methods.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                shape = content["schema"]
                if "$ref" in shape:
                    shape = shapes[shape["$ref"].rpartition("/")[2]]
                for name in shape.get("required", ()):
                    assert name in ("file", "files") or shape["properties"][name].get("examples"), (path, name)


def test_the_reference_shows_every_path_and_loads_nothing_from_elsewhere(
    visitor: httpx.Client, document: dict[str, Any]
) -> None:
    answer = visitor.get("/docs")
    assert answer.status_code == 200
    for path in document["paths"]:
        assert path in answer.text
    assert "<script" not in answer.text
    assert not re.search(r"(src|href)=.?https?:", answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "path.not_found"),
        ("GET", "/v1/nothing", 404, "path.not_found"),
        ("PUT", "/api/v1/health", 405, "method.not_allowed"),
        ("GET", "/api/v1/public/conversations", 405, "method.not_allowed"),
        ("POST", "/", 405, "method.not_allowed"),
    ],
)
def test_programs_get_errors_as_json(visitor: httpx.Client, method: str, path: str, status: int, code: str) -> None:
    answer = visitor.request(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 300, "/..%2f..%2fserver.py", "//etc/passwd"])
def test_no_name_of_a_page_reaches_another_file(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code in (404, 503)  # 503: the page was not built here


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/api/v1/calls", "/nothing", "/docs", "/openapi.json"])
def test_every_answer_carries_safe_headers(visitor: httpx.Client, path: str) -> None:
    headers = visitor.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "cache-control" in headers
    assert "access-control-allow-origin" not in headers


def test_a_missing_key_says_which_scheme_is_wanted(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/v1/calls")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
