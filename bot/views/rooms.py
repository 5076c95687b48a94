"""The room of a team, as it is chosen, opened, entered and closed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.jobs import Job
from bot.domain.members import Member
from bot.domain.rooms import Ground, Room
from bot.domain.teams import Standing
from bot.talk.answers import Button, Call, Card, Reply
from bot.talk.strange import one_line
from bot.talk.text import Link, Phrase, Spans, lines
from bot.views.team_contact import room_button
from bot.views.team_summary import names_of, page_buttons, rows

ROOM: Final = Phrase("Teamraum")


def _values(job: Job) -> dict[str, str]:
    return {"job": str(job.id)}


def _ways(job: Job, *, can_open: bool) -> tuple[Button, ...]:
    opening = (Button(Phrase("Thread auf Discord"), Call("team.raumauf", _values(job))),) if can_open else ()
    return (*opening, Button(Phrase("Link aus Telegram"), Call("team.raumlink", _values(job))))


def choose(job: Job, without: Sequence[Member], *, can_open: bool) -> Reply:
    """Return the two kinds of rooms; `without` are those who have no account where the bot opens one."""
    told: list[Spans] = [Phrase("Wo soll das Team von „{title}“ reden?", title=job.title)]
    if can_open:
        told.append(
            Phrase("Thread auf Discord: Ich lege einen privaten Thread an, hole alle dazu und stelle den Plan hinein.")
        )
    if can_open and without:
        told.append(
            Phrase(
                "Nicht auf Discord: {names}. Dorthin schicke ich privat eine Einladung auf den Server.",
                names=names_of(without),
            )
        )
    told.append(
        Phrase(
            "Link aus Telegram: Dort kann ich keine Gruppe anlegen. Du legst sie oder ein Thema an und gibst mir den "
            "Link, alle bekommen ihn privat."
        )
    )
    return Reply(lines(*told), buttons=(_ways(job, can_open=can_open), page_buttons(job)))


def has_one(job: Job, room: Room, without: Sequence[Member], *, can_open: bool) -> Reply:
    """Return which room a team has, and how it is changed or ended."""
    told = (
        Phrase("Der Teamraum von „{title}“ ist hier: {link}", title=job.title, link=Link(room.link, room.link))
        if room.link
        else Phrase("Der Teamraum von „{title}“ ist ein privater Thread auf Discord.", title=job.title)
    )
    missing = Phrase("Nicht auf Discord: {names}.", names=names_of(without)) if without and not room.link else None
    ways = _ways(job, can_open=can_open and bool(room.link))
    return Reply(lines(told, missing, Phrase("Ein anderer Raum löst ihn ab.")), buttons=(ways, page_buttons(job)))


def opening(job: Job) -> Reply:
    """Return that a room is about to be opened."""
    return Reply(
        lines(
            Phrase(
                "Ich lege für „{title}“ einen privaten Thread an und hole alle dazu, die dort sind.", title=job.title
            ),
            Phrase("Geht es nicht, sage ich dir Bescheid."),
        )
    )


def link_sent(job: Job) -> Reply:
    """Return that a link goes to everybody in the team."""
    return Reply(
        (Phrase("Danke. Alle im Team von „{title}“ bekommen den Link privat, mit dem Plan.", title=job.title),),
    )


def no_ground(job: Job, ground: Ground) -> Reply:
    """Return what the author reads when no room can be opened, with the other way."""
    why = (
        Phrase(
            "In den Textkanälen, die ich kenne, darf ich keine privaten Threads anlegen oder darin schreiben. "
            "Bitte die Organisator:innen um die Rechte „Private Threads erstellen“ und „Nachrichten in Threads und "
            "Posts senden“."
        )
        if ground is Ground.SHUT
        else Phrase(
            "Private Threads gibt es nur in Textkanälen, und auf eurem Server kenne ich keinen, nur Foren. "
            "Bitte die Organisator:innen, mir einen Textkanal zu nennen."
        )
    )
    return _failed(job, why)


def not_opened(job: Job) -> Reply:
    """Return what the author reads when the platform refused a room after all."""
    return _failed(job, Phrase("Discord lässt mich gerade keinen privaten Thread anlegen."))


def vanished(job: Job) -> Reply:
    """Return what the author reads when somebody deleted the room."""
    return _failed(job, Phrase("Den Thread hat jemand gelöscht."))


def not_followed(job: Job) -> Reply:
    """Return what the author reads when the bot may not say who is in the room."""
    return Reply(
        lines(
            Phrase("Teamraum von „{title}“:", title=job.title),
            Phrase(
                "Ich darf dort niemanden dazuholen oder herausnehmen. Bitte die Organisator:innen um das Recht "
                "„Nachrichten in Threads und Posts senden“, ich versuche es morgen wieder."
            ),
        )
    )


def _failed(job: Job, why: Phrase) -> Reply:
    return Reply(
        lines(Phrase("Für „{title}“ gibt es keinen Teamraum.", title=job.title), why),
        buttons=((room_button(job),),),
    )


def invited(job: Job, host: Member, link: str, *, has_account: bool) -> Reply:
    """Return what somebody in the team reads who is not yet where the room is; `host` is there and lets them in."""
    name = one_line(host.name, 60)
    told = [
        Phrase("Das Team von „{title}“ redet auf Discord, in einem privaten Thread.", title=job.title),
        Phrase("Du bist noch nicht auf dem Server. Mit der Einladung trittst du bei: {link}", link=Link(link, link))
        if link
        else Phrase("Du bist noch nicht auf dem Server, und einladen darf ich dich nicht. Frag {name}.", name=name),
        Phrase("Sie gilt sieben Tage und für eine Person.") if link else None,
        Phrase("Wenn du da bist, drück hier. Dann hole ich dich dazu.")
        if has_account
        else Phrase(
            "Dafür brauchst du ein Konto bei Discord. Wenn du da bist, sag {name} Bescheid: Wer dich im Thread mit @ "
            "nennt, holt dich dazu.",
            name=name,
        ),
    ]
    here = ((Button(Phrase("Bin da"), Call("team.bindda", _values(job))),),) if has_account else ()
    return Reply(lines(*told), buttons=here)


def linked(
    job: Job,
    room: Room,
    found: Sequence[Standing],
    people: Mapping[int, Member],
    contact: Member | None,
    *,
    may_end: bool,
) -> Reply:
    """Return the room behind a link, and the page, as somebody in the team reads it privately."""
    told = lines(
        Phrase("Der Teamraum von „{title}“: {link}", title=job.title, link=Link(room.link, room.link)),
        Phrase("Dafür braucht es ein Konto auf Telegram."),
    )
    card = Card(Phrase("Team: {title}", title=one_line(job.title, 80)), tuple(rows(job, found, people, contact)))
    return Reply(told, card, (page_buttons(job, may_end=may_end),))


def over(title: str | None) -> Reply:
    """Return what is left of the page when the room is closed; without a title where the job is gone."""
    name = Phrase("Team: {title}", title=one_line(title, 80)) if title else ROOM
    return Reply(card=Card(name, (Phrase("Dieser Teamraum ist geschlossen."),), is_over=True), private=False)


def goodbye() -> Reply:
    """Return the last words in a room; they name nobody and nothing, since the job may be gone."""
    card = Card(
        Phrase("Hier ist Schluss"),
        (
            Phrase("Danke an alle, die dabei waren."),
            Phrase("Ich schließe den Thread. Lesen könnt ihr ihn weiter."),
        ),
    )
    return Reply(card=card, private=False)
