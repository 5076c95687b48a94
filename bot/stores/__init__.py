"""What the core needs kept: one protocol a theme, each a view of one transaction."""
