"""What `ideenherd check` says of Discord: each finding with its way out, in the words of Discord's own menus.

The Developer Portal speaks English; the app's menus are called as in German.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from discord import ChannelType, HTTPException, RateLimited

from adapters.discord.failures import is_foreign, is_token_refused
from adapters.discord.inviting import Right
from bot.findings import Finding, Level

GOOD, HINT, WRONG = Level.GOOD, Level.HINT, Level.WRONG
PORTAL: Final = "Developer Portal, deine Anwendung"
AGAIN: Final = "Versuch es noch einmal."
PROXY: Final = "Prüf Proxy und Firewall, und api_url unter [discord]."
NUMBER: Final = "Mit dem Entwicklermodus: Rechtsklick auf den Kanal, „Kanal-ID kopieren“."
PERSON: Final = "Mit dem Entwicklermodus: Rechtsklick auf die Person, „Benutzer-ID kopieren“."
TOO_MANY: Final = 429
MOST_TAGS: Final = 20  # in a forum

_KINDS: Final = {
    ChannelType.category: "eine Kategorie",
    ChannelType.stage_voice: "ein Stage-Kanal",
    ChannelType.private: "ein Privatchat",
}


# The bot as a whole


def answers(name: str) -> Finding:
    """Return that the token is right."""
    return Finding(GOOD, f"Discord antwortet, ich heiße dort {name}.")


def not_in(error: Exception, address: str) -> Finding:
    """Return why Discord does not even say who the bot is."""
    if is_token_refused(error):
        return Finding(
            WRONG,
            "Das Token von Discord gilt nicht (401).",
            f"{PORTAL}, Bot, Reset Token, zeigt einmal ein neues. Trag es ganz ein.",
        )
    if _is_too_many(error):
        return Finding(WRONG, "Discord nimmt gerade keine Fragen an (429).", f"Warte etwas. {AGAIN}")
    if _is_answered(error):
        return Finding(WRONG, f"{address} antwortet, aber nicht wie Discord.", PROXY)
    return Finding(WRONG, f"{address} ist nicht zu erreichen.", "Prüf Netz und Firewall, und api_url unter [discord].")


def _is_too_many(error: Exception) -> bool:
    return isinstance(error, RateLimited) or (isinstance(error, HTTPException) and error.status == TOO_MANY)


def _is_answered(error: Exception) -> bool:
    """Say whether somebody answered: something that is not Discord's, or what nobody can read."""
    if isinstance(error, HTTPException):
        return error.status < 500
    return is_foreign(error) or isinstance(error, AttributeError | LookupError | TypeError | ValueError)


def hears_nothing(names: Sequence[str]) -> Finding:
    """Return that Discord keeps what people write to itself."""
    return Finding(
        WRONG,
        f"{', '.join(names)}: Freie Beiträge erreichen mich nicht, Message Content ist aus.",
        f"{PORTAL}, Bot, Privileged Gateway Intents: Schalte „Message Content Intent“ ein. Oder nimm free_messages "
        "heraus; das Menü einer Nachricht, „Apps“, „Als Auftrag übernehmen“, geht auch so.",
    )


def reads_too_much() -> Finding:
    """Return that Message Content is on for nothing."""
    return Finding(
        HINT,
        "Ich dürfte alles mitlesen, was auf meinen Servern geschrieben wird, und brauche es nirgends.",
        f"{PORTAL}, Bot, Privileged Gateway Intents: Schalte „Message Content Intent“ aus.",
    )


def too_many_intents(intents: Sequence[str]) -> Finding:
    """Return which other privileged intents are on; none is ever asked for."""
    return Finding(
        HINT,
        f"Eingeschaltet und unnötig: {', '.join(intents)}.",
        f"{PORTAL}, Bot, Privileged Gateway Intents: Schalte das aus.",
    )


def is_public() -> Finding:
    """Return that anybody may add the bot to their server."""
    return Finding(
        HINT,
        "Jeder, der meine Nummer kennt, kann mich auf seinen Server holen.",
        f"{PORTAL}: Setz unter Installation den Install Link auf „None“ und speichere, dann schalte unter Bot "
        "„Public Bot“ aus.",
    )


def needs_code(level: Level) -> Finding:
    """Return that no link adds the bot to a server."""
    return Finding(
        level,
        "Kein Link fügt mich einem Server hinzu: „Requires OAuth2 Code Grant“ ist an.",
        f"{PORTAL}, Bot: Schalte das aus.",
    )


def goes_elsewhere(host: str) -> Finding:
    """Return that commands and buttons go to another program."""
    return Finding(
        WRONG,
        f"Befehle und Knöpfe gehen an ein anderes Programm, auf {host}.",
        f"{PORTAL}, General Information: Leere „Interactions Endpoint URL“.",
    )


def no_commands() -> Finding:
    """Return that nothing is registered yet."""
    return Finding(HINT, "Meine Befehle kennt Discord noch nicht.", "Der erste Start, `ideenherd run`, trägt sie ein.")


def other_commands() -> Finding:
    """Return that what is registered is not what this version has."""
    return Finding(
        HINT,
        "Discord kennt andere Befehle, als diese Fassung hat.",
        "Der nächste Start, `ideenherd run`, bringt sie auf den Stand.",
    )


def unclear(name: str, error: Exception) -> Finding:
    """Return that something could not be found out."""
    if is_token_refused(error):
        return Finding(
            WRONG, f"{name}: Nicht geprüft, das Token gilt nicht mehr (401).", f"{PORTAL}, Bot, Reset Token."
        )
    if _is_too_many(error):
        return Finding(WRONG, f"{name}: Nicht geprüft, Discord nimmt gerade keine Fragen an (429).", AGAIN)
    if is_foreign(error):
        return Finding(WRONG, f"{name}: Nicht geprüft, etwas auf dem Weg zu Discord lehnt ab.", PROXY)
    if isinstance(error, HTTPException) and error.status < 500:
        return Finding(HINT, f"{name}: Discord lehnt die Frage ab ({error.status}, Code {error.code}).", AGAIN)
    reason = "keine Antwort von Discord" if isinstance(error, TimeoutError) else "Störung im Netz oder bei Discord"
    return Finding(WRONG, f"{name}: Nicht geprüft, {reason}.", AGAIN)


def unread(name: str) -> Finding:
    """Return that something could not be looked at since its server was not."""
    return Finding(WRONG, f"{name}: Nicht geprüft, weil der Server nicht zu lesen war.", AGAIN)


def given_up() -> Finding:
    """Return that the rest was not looked at."""
    return Finding(WRONG, "Discord antwortet nicht mehr. Der Rest ist nicht geprüft.", AGAIN)


# Servers


def on_no_server(link: str) -> Finding:
    """Return that nobody has added the bot yet."""
    return Finding(WRONG, "Ich bin noch auf keinem Server.", f"Füg mich hinzu: {link}")


def no_place() -> Finding:
    """Return that there is nothing to look at yet."""
    return Finding(
        HINT,
        "Auf Discord ist noch kein Ort eingetragen.",
        "Starte mich und gib in einem Kanal /start ein: Wer den Server verwaltet, erfährt, was in config.toml gehört.",
    )


def no_scope(server: str, link: str) -> Finding:
    """Return that a server shows no commands, since it was not asked for them."""
    return Finding(
        WRONG,
        f"Auf „{server}“ fehlen meine Befehle: Hinzugefügt wurde ich ohne „applications.commands“.",
        f"Öffne diesen Link, auch wenn ich schon da bin: {link}",
    )


def doubled_commands(server: str) -> Finding:
    """Return that a server has commands of its own, which another program registered with this token."""
    return Finding(
        HINT,
        f"Auf „{server}“ hat ein anderes Programm mit diesem Token Befehle eingetragen, die ich nicht kenne.",
        "Nimm mich vom Server und füg mich mit `ideenherd invite` neu hinzu; das andere Programm braucht eine eigene "
        "Anwendung im Developer Portal.",
    )


def rules_all(server: str, role: str) -> Finding:
    """Return that the bot is an administrator."""
    return Finding(
        HINT,
        f"Auf „{server}“ bin ich Administrator und brauche das nicht.",
        f"Servereinstellungen, „Rollen“, „{role}“: Nimm es weg. `ideenherd invite` zeigt, was ich brauche.",
    )


def too_many_rights(server: str, role: str, rights: Sequence[str]) -> Finding:
    """Return which rights are for nothing."""
    return Finding(
        HINT,
        f"Auf „{server}“ habe ich Rechte, die ich nicht brauche: {', '.join(rights)}.",
        f"Nimm sie mir wieder: Servereinstellungen, „Rollen“, „{role}“.",
    )


# Channels


def may_write(name: str, channel: str, server: str) -> Finding:
    """Return that nothing is wrong in a place."""
    return Finding(GOOD, f"{name}: Auf „{server}“ darf ich in „{channel}“ schreiben.")


def lacks(level: Level, name: str, channel: str, rights: Sequence[Right], remedy: str) -> Finding:
    """Return which rights the bot lacks, with the remedy that `in_the_channel` or `on_the_server` gives."""
    called = "; ".join(f"„{right.name}“, {right.reason}" for right in rights)
    return Finding(level, f"{name}: In „{channel}“ fehlt mir {called}.", remedy)


def no_events(server: str, right: Right, role: str) -> Finding:
    """Return that no dates can be put among the events of a server."""
    return Finding(
        HINT,
        f"Auf „{server}“ fehlt mir „{right.name}“, {right.reason}.",
        f"{on_the_server(role)} Oder setz unter [discord] scheduled_events = false.",
    )


def on_the_server(role: str) -> str:
    """Return the way to rights that the bot has nowhere on a server."""
    return f"Wer „Rollen verwalten“ darf: Servereinstellungen, „Rollen“, „{role}“, schalte das ein."


def in_the_channel(role: str) -> str:
    """Return the way to rights that the bot has, but for this channel."""
    return f"Wer dort „Rollen verwalten“ darf: „Kanal bearbeiten“, „Berechtigungen“, füg „{role}“ hinzu und erlaub es."


def silenced(name: str, server: str) -> Finding:
    """Return that somebody gave the bot a timeout."""
    return Finding(WRONG, f"{name}: Auf „{server}“ bin ich im Timeout.", "Nimm ihn in der Mitgliederliste zurück.")


def unknown(name: str) -> Finding:
    """Return that there is no such channel."""
    return Finding(WRONG, f"{name}: Diesen Kanal gibt es nicht.", NUMBER)


def is_server(name: str) -> Finding:
    """Return that the number is a server's."""
    return Finding(WRONG, f"{name}: Das ist die Nummer eines Servers, kein Kanal.", NUMBER)


def unseen(name: str, link: str) -> Finding:
    """Return that there is such a channel, of which Discord says nothing."""
    return Finding(
        WRONG,
        f"{name}: Diesen Kanal sehe ich nicht.",
        "Bin ich auf seinem Server, gib mir dort „Kanäle ansehen“: „Kanal bearbeiten“, „Berechtigungen“. "
        f"Bin ich es nicht, füg mich hinzu: {link}",
    )


def no_channel(name: str, kind: ChannelType) -> Finding:
    """Return that nobody writes in a channel of this kind."""
    called = _KINDS.get(kind, "ein Kanal ohne Text")
    return Finding(
        WRONG, f"{name}: Das ist {called}.", "Nimm einen Text-, Ankündigungs- oder Sprachkanal oder ein Forum."
    )


# Threads


def is_thread(name: str, parent: int, thread: int) -> Finding:
    """Return that a thread was named without its channel."""
    return Finding(WRONG, f"{name}: Das ist ein Thread.", f'Schreib chat = "{parent}" und topic = "{thread}".')


def no_thread(name: str) -> Finding:
    """Return that the channel has no such thread, or one that the bot may not know."""
    return Finding(
        WRONG,
        f"{name}: Diesen Thread gibt es nicht, oder er ist privat und ohne mich.",
        "Mit dem Entwicklermodus: Rechtsklick auf den Thread, die ID kopieren. In einen privaten hol mich mit einer "
        "Erwähnung.",
    )


def other_parent(name: str, parent: int) -> Finding:
    """Return that the thread is another channel's."""
    return Finding(WRONG, f"{name}: Dieser Thread gehört zu einem anderen Kanal.", f'Schreib chat = "{parent}".')


def is_post(name: str) -> Finding:
    """Return that a forum's post was named, whereas the forum is the place."""
    return Finding(WRONG, f"{name}: Ein Post eines Forums ist kein Ort.", "Nimm topic heraus: Das Forum ist der Ort.")


def locked(name: str) -> Finding:
    """Return that a thread was closed for good."""
    return Finding(
        WRONG,
        f"{name}: Der Thread ist gesperrt.",
        "Heb die Sperre auf, oder nimm einen anderen.",
    )


def archived(name: str) -> Finding:
    """Return that nobody wrote in a thread for a while."""
    return Finding(HINT, f"{name}: Der Thread ist archiviert.", "Meine nächste Nachricht öffnet ihn wieder.")


# Forums


def no_usable_tag(name: str) -> Finding:
    """Return that a forum demands a tag, and has none that the bot takes."""
    return Finding(
        WRONG,
        f"{name}: Das Forum verlangt ein Tag und hat keines, das ich nehme; die nur für Moderatoren nehme ich nicht.",
        "„Kanal bearbeiten“, Tags: Leg eines an, oder schalte aus, dass jeder Post ein Tag braucht.",
    )


def untagged(name: str, parts: Sequence[str], room: int) -> Finding:
    """Return which parts of jobs the forum has no tag for; `room` is how many tags it still takes."""
    return Finding(
        HINT,
        f"{name}: Kein Tag im Forum heißt {', '.join(parts)}.",
        f"„Kanal bearbeiten“, Tags: Leg an, was ihr braucht, genau so geschrieben; {room} von {MOST_TAGS} sind frei.",
    )


# Organisers


def shares(name: str, account: str, server: str) -> Finding:
    """Return that the bot may try to write to an organiser."""
    return Finding(GOOD, f"{name}: {account} ist mit mir auf „{server}“.")


def stranger(name: str, account: str) -> Finding:
    """Return that the bot has no server in common with an organiser."""
    return Finding(
        HINT,
        f"{name}: {account} ist auf keinem Server mit mir, so kann ich nicht privat schreiben.",
        "Lade das Konto auf den Server ein.",
    )


def nobody(name: str) -> Finding:
    """Return that no account has this number."""
    return Finding(WRONG, f"{name}: Dieses Konto gibt es nicht.", PERSON)


def no_person(name: str) -> Finding:
    """Return that the account is another bot's."""
    return Finding(WRONG, f"{name}: Das ist ein Bot, keine Person.", PERSON)


def myself(name: str) -> Finding:
    """Return that the number is the bot's own."""
    return Finding(WRONG, f"{name}: Das ist meine eigene Nummer.", PERSON)
