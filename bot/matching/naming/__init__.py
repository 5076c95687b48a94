"""The known skills and every way in which people name them, found in running text. Pure."""
