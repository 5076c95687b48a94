"""The demo's terminal: a Telegram and a Discord that stand side by side in one process."""
