"""How somebody is tagged: what stands under a ping, the settings, and what each press answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain.dates import short_weekday
from bot.domain.members import Member
from bot.domain.skills import Skill
from bot.domain.tagging import MOST_PER_WEEK, PAUSE, Overview, counting
from bot.talk.answers import Button, Call, Card, Reply, Rows
from bot.talk.strange import one_line
from bot.talk.text import Moment, Phrase, Spans, lines

MUTE_BUTTONS: Final = 3  # under a ping
MUTED_SHOWN: Final = 12  # as buttons
_PER_ROW: Final = 3
DAYS: Final = 7
PAUSES: Final[Mapping[int, Phrase]] = {7: Phrase("1 Woche"), 28: Phrase("4 Wochen"), 91: Phrase("3 Monate")}
OVERVIEWS: Final[Mapping[Overview, Phrase]] = {
    Overview.WEEKLY: Phrase("Überblick: wöchentlich"),
    Overview.DAILY: Phrase("Überblick: täglich"),
    Overview.NEVER: Phrase("Überblick: nie"),
}
_READ: Final[Mapping[Overview | None, Phrase]] = {
    Overview.WEEKLY: Phrase("Was zu viel wäre, liest du montags um 9 Uhr privat im Überblick."),
    Overview.DAILY: Phrase("Was zu viel wäre, liest du täglich um 9 Uhr privat im Überblick."),
    Overview.NEVER: Phrase("Einen Überblick über das, was zu viel wäre, bekommst du nicht."),
    None: Phrase("Was zu viel wäre, kann ich dir privat im Überblick schreiben, wenn du magst."),
}


def mute_buttons(skills: Sequence[Skill]) -> tuple[Button, ...]:
    """Return what stands under a ping for the skills that it names, as many as fit."""
    return tuple(
        Button(
            Phrase("Nicht mehr zu {skill}", skill=one_line(skill.label, 30)), Call("tagging.mute", {"skill": skill.key})
        )
        for skill in skills[:MUTE_BUTTONS]
    )


def pause_button() -> Button:
    """Return *Pause*, the one tap for four weeks."""
    return Button(Phrase("Pause"), Call("tagging.pause"))


def settings_button() -> Button:
    """Return what leads to the settings."""
    return Button(Phrase("Tags einstellen"), Call("tagging.show"))


def muted(skill: Skill) -> Reply:
    """Return that somebody is not tagged for a skill any more, and the way back."""
    words = Phrase("Zu {skill} tagge ich dich nicht mehr. Gefunden wirst du damit weiter.", skill=_name(skill))
    back = Button(Phrase("Rückgängig"), Call("tagging.unmute", {"skill": skill.key}))
    return Reply(lines(words), buttons=((back, settings_button()),))


def unmuted(skill: Skill) -> Reply:
    """Return that somebody is tagged for a skill again."""
    return Reply(
        lines(Phrase("Zu {skill} tagge ich dich wieder.", skill=_name(skill))), buttons=((settings_button(),),)
    )


def paused(until: datetime) -> Reply:
    """Return until when somebody is not tagged, and other lengths of the pause."""
    words = Phrase("Pause: Bis {when} tagge ich dich nicht. Danach geht es von selbst weiter.", when=_day(until))
    lengths = [Button(label, Call("tagging.rest", {"days": str(days)})) for days, label in PAUSES.items()]
    return Reply(lines(words), buttons=((*lengths, _back()),))


def resumed() -> Reply:
    """Return that a pause is over."""
    return Reply(
        lines(Phrase("Schön, dass du wieder dabei bist. Ich tagge dich wieder.")), buttons=((settings_button(),),)
    )


def settings(member: Member, now: datetime, usual: int, said: Spans = (), *, language: str = "de") -> Reply:
    """Return how somebody is tagged, as a card, with a button for each change.

    `usual` is the community's budget, `language` a code as in `bot.domain.dates`.
    """
    wishes = member.wishes
    rows: list[Spans] = []
    if not member.may_be_tagged:
        rows.append(Phrase("Du wirst gerade gar nicht getaggt. Das hier gilt, sobald du es wieder willst."))
    rows += [_budget(member, now, usual), _quiet(member, language), *state(member, now), _READ[wishes.overview]]
    return Reply(
        lines(said), Card(Phrase("Wie ich dich tagge"), tuple(rows)), buttons=_buttons(member, now, usual, language)
    )


def state(member: Member, now: datetime) -> tuple[Spans, ...]:
    """Return the lines on a pause and on muted skills, as far as there are any."""
    rows: list[Spans] = []
    if member.wishes.paused_until is not None and member.wishes.is_paused(now):
        rows.append(Phrase("Pause: keine Tags bis {when}.", when=_day(member.wishes.paused_until)))
    if member.wishes.muted:
        rows.append(Phrase("Keine Tags zu {skills}.", skills=one_line(_labels(member), 300)))
    return tuple(rows)


def muted_skills(member: Member, said: Spans = ()) -> Reply:
    """Return the skills that somebody is not tagged for, with a button for each that takes it back."""
    skills = member.wishes.muted
    told = (
        Phrase("Ein Tipp, und ich tagge dich dazu wieder.")
        if skills
        else Phrase("Es gibt keinen Skill, zu dem ich dich nicht tagge.")
    )
    buttons = [
        Button(
            Phrase("Wieder zu {skill}", skill=one_line(skill.label, 30)), Call("tagging.unmute", {"skill": skill.key})
        )
        for skill in skills[:MUTED_SHOWN]
    ]
    return Reply(lines(said, told), buttons=(*_rows(buttons), (settings_button(),)))


def _buttons(member: Member, now: datetime, usual: int, language: str) -> Rows:
    wishes, budget = member.wishes, member.wishes.budget(usual)
    fewer, more = Phrase("Seltener"), Phrase("Öfter")
    week = [
        Button(label, Call("tagging.week", {"count": str(count)}))
        for label, count in ((fewer, budget - 1), (more, budget + 1))
        if 0 <= count <= MOST_PER_WEEK
    ]
    days = [_day_button(weekday, weekday in wishes.quiet_days, language) for weekday in range(DAYS)]
    overviews = [
        Button(label, Call("tagging.overview", {"how": how.value}))
        for how, label in OVERVIEWS.items()
        if how is not wishes.overview
    ]
    week.append(
        _back() if wishes.is_paused(now) else Button(Phrase("Pause"), Call("tagging.rest", {"days": str(PAUSE)}))
    )
    muted = (Button(Phrase("Stumme Skills"), Call("tagging.muted")),) if wishes.muted else ()
    return tuple(row for row in (tuple(week), tuple(days[:4]), tuple(days[4:]), tuple(overviews), muted) if row)


def _day_button(weekday: int, is_quiet: bool, language: str) -> Button:
    day = short_weekday(weekday, language)
    call = Call("tagging.day", {"day": str(weekday), "quiet": "" if is_quiet else "1"})
    return Button(Phrase("{day}: Ruhe", day=day) if is_quiet else Phrase("{day}", day=day), call)


def _budget(member: Member, now: datetime, usual: int) -> Phrase:
    budget, used = member.wishes.budget(usual), counting(member.pings, now)
    if member.wishes.per_week is None:
        return Phrase("Tags in sieben Tagen: höchstens {count}, wie üblich; bisher {used}.", count=budget, used=used)
    return Phrase("Tags in sieben Tagen: höchstens {count}; bisher {used}.", count=budget, used=used)


def _quiet(member: Member, language: str) -> Phrase:
    days = member.wishes.quiet_days
    if not days:
        return Phrase("Ruhige Tage: keine. Von 21 bis 8 Uhr tagge ich niemanden.")
    return Phrase("Ruhige Tage: {days}. Von 21 bis 8 Uhr tagge ich niemanden.", days=quiet_days(member, language))


def quiet_days(member: Member, language: str) -> str:
    """Return the weekdays on which somebody is not tagged, as they are read."""
    return ", ".join(short_weekday(day, language) for day in member.wishes.quiet_days)


def _labels(member: Member) -> str:
    return ", ".join(skill.label for skill in member.wishes.muted)


def _name(skill: Skill) -> str:
    return one_line(skill.label, 60)


def _day(at: datetime) -> Moment:
    return Moment(at, style="day")


def _back() -> Button:
    return Button(Phrase("Wieder dabei"), Call("tagging.rest", {"days": "0"}))


def _rows(buttons: Sequence[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + _PER_ROW]) for start in range(0, len(buttons), _PER_ROW))
