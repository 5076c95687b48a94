"""How Alembic runs the revisions: over the connection and in the transaction of `storage.revisions`.

A new revision is a new file beside the newest; a test says whether all of them together make what the schema declares.
"""

from __future__ import annotations

from alembic import context

from storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
