"""Alembic's entry: runs the migrations on the connection that `storage.migrate` opened. Knows no address."""

from typing import Any, Literal

from alembic import context

from giong.storage import schema


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration must not change when our types do, so they are written out as what they are."""
    if isinstance(item, schema.Moment):
        return "sa.DateTime(timezone=True)"
    return "JSON" if item is schema.Json else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=_render,
)
context.run_migrations()
