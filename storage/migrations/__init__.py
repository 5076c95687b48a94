"""What Alembic runs: the environment and the revisions, one file each."""
