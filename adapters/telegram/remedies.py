"""What `ideenherd check` says of Telegram: each finding with its way out, in the words of Telegram's own menus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from adapters.telegram.failures import is_foreign, is_token_refused, said
from bot.findings import Finding, Level

GOOD, HINT, WRONG = Level.GOOD, Level.HINT, Level.WRONG
COME_IN: Final = "Nimm mich in die Gruppe auf: ihr Name, „Mitglieder hinzufügen“."
RULES: Final = "Name der Gruppe, „Bearbeiten“, „Berechtigungen“"
AGAIN: Final = "Versuch es noch einmal."
PROXY: Final = "Prüf Proxy und Firewall, und base_url unter [telegram]."


# The bot as a whole


def answers(username: str) -> Finding:
    """Return that the token is right."""
    return Finding(GOOD, f"Telegram antwortet, ich heiße dort @{username}.")


def not_in(error: Exception, address: str) -> Finding:
    """Return why Telegram does not even say who the bot is; the address has no token in it."""
    if is_token_refused(error) and "not found" in str(error).casefold():
        return Finding(
            WRONG,
            f"{address} kennt dieses Token nicht (404).",
            "Prüf, ob es ganz kopiert ist und ob base_url unter [telegram] stimmt.",
        )
    if is_token_refused(error):
        return Finding(
            WRONG, "Das Token von Telegram gilt nicht (401).", "BotFather, /token, zeigt das gültige. Trag es ganz ein."
        )
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return Finding(
            WRONG, f"{address} ist nicht zu erreichen.", "Prüf Netz und Firewall, und base_url unter [telegram]."
        )
    if isinstance(error, RetryAfter):
        return Finding(WRONG, "Telegram nimmt gerade keine Fragen an (429).", f"Warte etwas. {AGAIN}")
    return Finding(WRONG, f"{address} antwortet, aber nicht wie Telegram.", "Prüf base_url unter [telegram].")


def no_place() -> Finding:
    """Return that there is nothing to look at yet."""
    return Finding(
        HINT,
        "Auf Telegram ist noch kein Ort eingetragen.",
        "Starte mich, schreib mir /start und nimm mich in eine Gruppe auf: Ich sage dir, was in config.toml gehört.",
    )


def joins_nothing() -> Finding:
    """Return that nobody may add the bot to a group."""
    return Finding(HINT, "In neue Gruppen darf mich niemand aufnehmen.", "BotFather, /setjoingroups, „Enable“.")


def reads_too_much() -> Finding:
    """Return that privacy mode is off for nothing."""
    return Finding(
        HINT,
        "Ich bekomme alles mit, was in meinen Gruppen geschrieben wird, und brauche es nirgends.",
        "BotFather, /setprivacy, „Enable“.",
    )


def webhook(host: str) -> Finding:
    """Return that updates go to another program."""
    return Finding(
        HINT,
        f"Ein Webhook ist gesetzt, nach {host}: Ein anderes Programm benutzt dieses Token oder hat es benutzt.",
        "`ideenherd run` nimmt ihn weg. Braucht ihn noch jemand, leg mit BotFather, /newbot, einen zweiten Bot an.",
    )


def unclear(name: str, error: TelegramError) -> Finding:
    """Return that something could not be found out, with Telegram's own words where it has said plain ones."""
    if is_foreign(error):
        return Finding(WRONG, f"{name}: Nicht geprüft, etwas auf dem Weg zu Telegram lehnt ab.", PROXY)
    if isinstance(error, BadRequest | Forbidden):
        words = said(error) or type(error).__name__
        return Finding(HINT, f"{name}: Telegram sagt „{words}“.", AGAIN)
    if isinstance(error, InvalidToken):
        return Finding(WRONG, f"{name}: Nicht geprüft, das Token gilt nicht mehr (401).", "BotFather, /token.")
    if isinstance(error, RetryAfter):
        return Finding(WRONG, f"{name}: Nicht geprüft, Telegram nimmt gerade keine Fragen an (429).", AGAIN)
    reason = "keine Antwort von Telegram" if isinstance(error, TimedOut) else "Störung im Netz oder bei Telegram"
    return Finding(WRONG, f"{name}: Nicht geprüft, {reason}.", AGAIN)


def given_up() -> Finding:
    """Return that the rest was not looked at."""
    return Finding(WRONG, "Telegram antwortet nicht mehr. Der Rest ist nicht geprüft.", AGAIN)


def misses_leavers(names: Sequence[str]) -> Finding:
    """Return in which places the bot does not see who leaves."""
    return Finding(
        HINT,
        f"{', '.join(names)}: Wer die Gruppe verlässt, erfahre ich nur als Admin.",
        "Nötig ist das nicht. Wenn du es willst, mach mich dort zum Admin; ein Recht genügt.",
    )


def cannot_ask(names: Sequence[str]) -> Finding:
    """Return in which places the bot may not know who is in them."""
    return Finding(
        HINT,
        f"{', '.join(names)}: Die Mitglieder sind verborgen. Wer noch dabei ist, erfahre ich nur als Admin.",
        "Ohne das tagge ich dort auch Leute, die gegangen sind. Mach mich dort zum Admin; ein Recht genügt.",
    )


# Groups


def may_write(name: str, title: str) -> Finding:
    """Return that nothing is wrong in a group."""
    return Finding(GOOD, f"{name}: Ich bin in der Gruppe „{title}“ und darf schreiben.")


def unknown(name: str, chat: int) -> Finding:
    """Return that Telegram knows no such chat, or lets the bot not know it."""
    remedy = f"{COME_IN} Bin ich schon drin, stimmt die Nummer nicht."
    if chat > 0:
        remedy = "Nummern von Gruppen beginnen mit einem Minus. Nimm mich in die Gruppe auf, dann sage ich dir ihre."
    elif not str(chat).startswith("-100"):
        remedy = f"{COME_IN} Ist es eine Supergruppe, fehlt ihrer Nummer vorn die 100: chat = -100{-chat}"
    return Finding(WRONG, f"{name}: Diese Gruppe kenne ich nicht.", remedy)


def no_group(name: str, kind: str) -> Finding:
    """Return that the chat is of another kind."""
    if kind == ChatType.CHANNEL:
        return Finding(WRONG, f"{name}: Das ist ein Kanal.", "Nimm eine Gruppe; in Kanälen kann niemand antworten.")
    return Finding(WRONG, f"{name}: Das ist ein Privatchat.", "Nimm eine Gruppe; ihre Nummer beginnt mit einem Minus.")


def shut_out(name: str, words: str) -> Finding:
    """Return why a group lets the bot know nothing, by what Telegram said."""
    if "deleted" in words:
        return Finding(WRONG, f"{name}: Die Gruppe gibt es nicht mehr.", "Nimm sie aus config.toml.")
    return removed(name) if "kicked" in words else not_there(name)


def removed(name: str) -> Finding:
    """Return that somebody threw the bot out."""
    return Finding(WRONG, f"{name}: Ich bin aus der Gruppe entfernt worden.", COME_IN)


def not_there(name: str) -> Finding:
    """Return that the bot is no member."""
    return Finding(WRONG, f"{name}: Ich bin nicht in der Gruppe.", COME_IN)


def has_moved(name: str, new: int) -> Finding:
    """Return the new id of a group that was upgraded."""
    return Finding(HINT, f"{name}: Die Gruppe ist jetzt eine Supergruppe mit neuer Nummer.", f"Schreib chat = {new}")


def may_move(name: str) -> Finding:
    """Return that a basic group can be upgraded and then has another id."""
    return Finding(
        HINT,
        f"{name}: Das ist eine einfache Gruppe. Wird sie zur Supergruppe, bekommt sie eine neue Nummer.",
        "Ich ziehe dann mit um; `ideenherd check` sagt dir die neue.",
    )


def silenced(name: str) -> Finding:
    """Return that the bot may not write."""
    return Finding(WRONG, f"{name}: Ich darf dort nicht schreiben.", f"{RULES}: Erlaub es, oder mach mich zum Admin.")


def no_files(name: str) -> Finding:
    """Return that the bot may write, but send no files."""
    return Finding(HINT, f"{name}: Ich darf dort keine Dateien senden.", f"{RULES}: Erlaub „Dateien“.")


def too_many_rights(name: str, rights: Sequence[str]) -> Finding:
    """Return which of an administrator's rights are for nothing."""
    return Finding(
        HINT, f"{name}: Ich habe dort Rechte, die ich nicht brauche: {', '.join(rights)}.", "Nimm sie mir wieder."
    )


def hears_nothing(name: str) -> Finding:
    """Return that privacy mode keeps free posts away."""
    return Finding(
        WRONG,
        f"{name}: Freie Beiträge erreichen mich dort nicht.",
        "BotFather, /setprivacy, „Disable“; danach nimm mich aus der Gruppe und wieder hinein, erst dann gilt es. "
        "Oder mach mich dort zum Admin.",
    )


# Topics


def is_general(name: str) -> Finding:
    """Return that a forum was named without a topic."""
    return Finding(
        HINT,
        f"{name}: Die Gruppe hat Themen, angegeben ist keines; ich schreibe in „General“.",
        "Soll es ein anderes sein: Kopier den Link einer Nachricht dort, die mittlere Zahl ist topic.",
    )


def no_topics(name: str) -> Finding:
    """Return that the group is no forum."""
    return Finding(
        WRONG,
        f"{name}: Ein Thema ist angegeben, aber die Gruppe hat keine Themen.",
        "Lass topic weg, oder schalte sie ein: Name der Gruppe, „Bearbeiten“, „Themen“.",
    )


def no_topic(name: str) -> Finding:
    """Return that the forum has no such topic."""
    return Finding(
        WRONG,
        f"{name}: Dieses Thema gibt es in der Gruppe nicht.",
        "Kopier den Link einer Nachricht dort: In https://t.me/c/1234567890/17/42 ist 17 das Thema.",
    )


# Organisers


def reaches(name: str) -> Finding:
    """Return that the bot may write to an organiser."""
    return Finding(GOOD, f"{name}: Ich darf privat schreiben.")


def no_person(name: str) -> Finding:
    """Return that the number is a group's."""
    return Finding(WRONG, f"{name}: Das ist die Nummer einer Gruppe, kein Konto.", "Trag die Nummer der Person ein.")


def myself(name: str) -> Finding:
    """Return that the number is the bot's, which stands before the colon of its token."""
    return Finding(WRONG, f"{name}: Das ist meine eigene Nummer.", "Trag die Nummer der Person ein.")


def stranger(name: str, username: str) -> Finding:
    """Return that the bot has never met an organiser."""
    return Finding(
        HINT,
        f"{name}: Dieses Konto hat mir noch nie geschrieben, oder die Nummer stimmt nicht.",
        f"Öffne damit https://t.me/{username} und schick /start.",
    )


def cannot_reach(name: str, words: str) -> Finding:
    """Return why the bot may not write to an organiser, by what Telegram said."""
    if "blocked" in words:
        return Finding(HINT, f"{name}: Dieses Konto hat mich blockiert.", "Heb das in unserem Chat auf.")
    if "deactivated" in words:
        return Finding(WRONG, f"{name}: Dieses Konto gibt es nicht mehr.", "Nimm es aus config.toml.")
    return Finding(HINT, f"{name}: Ich darf noch nicht privat schreiben.", "Schick mir einmal privat /start.")
