"""The longest names, texts and payloads that both platforms accept; the stricter one counts.

Sources: "Bot API 10.0" (core.telegram.org/bots/api) and "Discord API v10" (its OpenAPI description and the
developer documentation), both as of November 2026.
"""

from __future__ import annotations

import re
from typing import Final

COMMAND_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")  # BotCommand.command; Discord: 1-32, lower case
OPTION_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")  # Discord: 1-32, lower case
SUMMARY: Final = 100  # Discord: description of commands and options; Telegram: 256
OPTIONS: Final = 25  # Discord: options of a command
CHOICES: Final = 10  # Discord: radio groups in modals; slash choices and selects take 25
FIELDS_PER_PAGE: Final = 5  # Discord: top-level components of a modal
FIELD_LABEL: Final = 45  # Discord: label and title in a modal
FIELD_TEXT: Final = 1500  # ours: leaves room for the rest of a card; Discord's modal takes 4,000
BUTTON_LABEL: Final = 64  # Discord: 80; Telegram cuts long labels on small screens
BUTTONS_PER_ROW: Final = 5  # Discord: 5; Telegram: 8
BUTTON_ROWS: Final = 5  # Discord: 5
MESSAGE: Final = 2000  # Discord: content of a bot's message; Telegram: 4,096 UTF-16 units
CARD: Final = 3500  # Telegram: 4,096 with title and footer; Discord: 4,096 in an embed's description
CARD_TITLE: Final = 256  # Discord: title of an embed
ACKNOWLEDGEMENT: Final = 200  # Telegram: text of answerCallbackQuery
TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Telegram: payload of a start link
FILE: Final = 1024 * 1024  # ours; both platforms take more
