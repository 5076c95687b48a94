"""Dates as people type them, series, and when an event is announced: pure functions of text, wall time and zone."""
