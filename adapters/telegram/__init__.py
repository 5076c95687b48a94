"""Telegram: the Bot API on one side, the desk and the delivery on the other."""
