"""What is kept: SQLAlchemy Core over one SQLite file, or over PostgreSQL with the same code."""
