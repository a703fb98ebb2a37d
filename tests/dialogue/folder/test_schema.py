"""The published JSON Schemas are those of the code."""

from __future__ import annotations

from pathlib import Path

from giong.dialogue.folder.schema import publish, published

PUBLISHED = Path(__file__).parents[3] / "docs" / "schema"


def test_published_schemas_are_up_to_date(tmp_path: Path) -> None:
    publish(tmp_path)
    for kind in published():
        name = f"{kind}.schema.json"
        assert (PUBLISHED / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(encoding="utf-8"), (
            "run: python -c 'from pathlib import Path; from giong.dialogue.folder.schema import publish; "
            'publish(Path("docs/schema"))\''
        )


def test_no_schema_is_published_that_the_code_does_not_know() -> None:
    assert {path.name for path in PUBLISHED.iterdir()} == {f"{kind}.schema.json" for kind in published()}
