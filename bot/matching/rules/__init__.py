"""Phrases as one writes them down, made ready to be looked for in a text, and the files of them. Pure."""
