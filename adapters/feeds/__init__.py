"""Foreign calendars as they come: fetched from addresses that others name, and read in a process with limits."""
