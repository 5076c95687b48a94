"""The commands, one file a theme: each is declared once, next to its handler."""
