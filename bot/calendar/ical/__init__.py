"""Foreign calendars: the bytes of an iCalendar file (RFC 5545) read into values, bounded in everything, and pure."""
