"""The file with everything that is kept of a member: plain values under German words, as JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain import dates
from bot.domain.events import Answer, Deviation, Event, Reminder
from bot.domain.handing_on import Handover, Recommendation, Terms
from bot.domain.jobs import Interest, Job, JobPart, Seat
from bot.domain.links import Link
from bot.domain.members import Member
from bot.talk import limits
from bot.talk.answers import Call, File
from bot.views.data import Kept, is_asked

PIECE: Final = 100  # entries of a list in one file: a job has at most some 8 KB


def files(member_id: int, kept: Mapping[str, Any]) -> tuple[File, ...]:
    """Return everything as one JSON file, or where that is too long each list in pieces of its own."""
    name = f"meinedaten-{member_id}"
    whole = _file(name, kept)
    if len(whole.content) <= limits.FILE:
        return (whole,)
    rest = {key: value for key, value in kept.items() if not isinstance(value, list)}
    pieces = [
        _file(f"{name}-{key}-{start // PIECE + 1}", {key: value[start : start + PIECE]})
        for key, value in kept.items()
        if isinstance(value, list)
        for start in range(0, len(value), PIECE)
    ]
    return (_file(name, rest), *pieces)


def _file(name: str, content: Mapping[str, Any]) -> File:
    return File(f"{name}.json", "application/json", json.dumps(content, ensure_ascii=False, indent=2).encode())


def content(kept: Kept, now: datetime) -> dict[str, Any]:
    """Return all that is kept of a member, in German words and as plain values."""
    member, address = kept.member, kept.calendar
    return {
        "stand": now.isoformat(),
        "profil": _profile(member),
        "konten": [
            {"plattform": known.address.platform.value, "id": known.address.user, "name": known.name}
            for known in member.accounts
        ],
        "skills": [
            {"skill": named.skill.label, "haltung": named.stance.value, "bekannt": named.skill.is_known}
            for named in member.skills
        ],
        "einwilligungen": [
            {"stufe": line.level, "wortlaut": line.text_version, "am": line.at.isoformat(), "wo": line.where}
            for line in kept.ledger
        ],
        "auftraege": [_job(job) for job in kept.jobs],
        "interessen": [_interest(kept, wish) for wish in kept.interests],
        "plaetze": [_seat(kept.joined[seat.job_id], seat) for seat in kept.seats],
        "weitergaben": [_handed(kept, one) for one in kept.handed],
        "empfehlungen": [_recommended(kept, one) for one in kept.recommended],
        "keine_fragen_seit": _instant(kept.unasked_since),
        "teamraeume": [
            {"auftrag": job.id, "titel": job.title, "link": room.link or None, "darin": is_inside}
            for job, room, is_inside in kept.rooms
        ],
        "tags": [{**_about(kept, tag.job_id), "grund": tag.reason} for tag in kept.tags],
        "fuer_den_ueberblick": [
            {**_about(kept, one.job_id), "grund": one.reason, "am": one.at.isoformat()} for one in kept.notes
        ],
        "meldungen": [
            {**_about(kept, one.job_id), "grund": one.reason, "am": one.at.isoformat()} for one in kept.reports
        ],
        "sperre": {"grund": kept.block.reason, "seit": kept.block.at.isoformat()} if kept.block else None,
        "termine": [_event(event) for event in kept.events],
        "entwuerfe_von_terminen": [dict(draft) for draft in kept.drafts],
        "abonnierte_kalender": [
            {"adresse": feed.url, "name": feed.name or None, "ort": feed.town, "seit": feed.created_at.isoformat()}
            for feed in kept.feeds
        ],
        "antworten": [_answer(answer) for answer in kept.answers],
        "erinnerungen": [_reminder(reminder) for reminder in kept.reminders],
        "kalenderadresse": {"an": address.token is not None, "seit": address.since.isoformat()} if address else None,
        "zuerst_angeschrieben_auf": member.preferred,
        "verknuepfung": _link(kept.link) if kept.link is not None else None,
        "offene_formulare": [_call(form) for form, _ in kept.forms],
        "knoepfe": [_call(button) for button in kept.buttons],
    }


def _call(call: Call) -> dict[str, Any]:
    return {"befehl": call.command, "werte": dict(call.values)}


def _link(link: Link) -> dict[str, Any]:
    """Return a link with what each account gets back when both are parted, in the words of the tables.

    Of a recommendation it does not say which other member made it.
    """
    return {
        "seit": link.at.isoformat(),
        "trennbar_bis": link.until.isoformat(),
        "was_zu_welchem_konto_gehoert": {name: _side(side, link) for name, side in link.sides.items()},
    }


def _side(side: Mapping[str, Any], link: Link) -> dict[str, Any]:
    mine = (link.member_id, link.gone_id)
    recommended = {
        key: {name: value for name, value in row.items() if name != "by_id" or value in mine}
        for key, row in side["rows"]["recommendations"].items()
    }
    return {**side, "rows": {**side["rows"], "recommendations": recommended}}


def _profile(member: Member) -> dict[str, Any]:
    available = member.availability
    return {
        "nummer": member.id,
        "name": member.name,
        "art": member.trade,
        "ort": member.town,
        "text": member.about,
        "links": list(member.links),
        "verfuegbar": None
        if available is None
        else {"stand": available.state, "ab": available.since.isoformat() if available.since else None},
        "sichtbar": member.visibility,
        "angelegt_am": _instant(member.created_at),
        "zuletzt_getaggt_am": _instant(member.last_tagged_at),
        "tags": _tagging(member),
        "alle_orte_verlassen_am": _instant(member.left_at),
        "wird_geloescht_am": _instant(member.erase_at),
    }


def _tagging(member: Member) -> dict[str, Any]:
    wishes = member.wishes
    return {
        "hoechstens_in_sieben_tagen": wishes.per_week,
        "zaehlen_bis": [ping.until.isoformat() for ping in member.pings],
        "ruhige_tage": [dates.WEEKDAYS["de"][day] for day in wishes.quiet_days],
        "pause_bis": _instant(wishes.paused_until),
        "stumm": [skill.label for skill in wishes.muted],
        "ueberblick": wishes.overview,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _job(job: Job) -> dict[str, Any]:
    return {
        "nummer": job.id,
        "stand": job.state.value,
        "titel": job.title,
        "text": job.text,
        "ort": job.town,
        "zeitraum": job.period,
        "budget": job.budget,
        "teile": {part.label: _part(part) for part in job.parts},
        "erstellt_am": job.created_at.isoformat(),
        "geschlossen_am": _instant(job.closed_at),
        "laeuft_ab_am": _instant(job.expires_at),
        "unterschrift": job.signing.value if job.signing is not None else None,
        "aus_beitrag": job.source.message if job.source else None,
    }


def _part(part: JobPart) -> dict[str, Any]:
    return {
        "gesucht": [skill.label for skill in part.core],
        "dazu": [skill.label for skill in part.side],
        "plaetze": part.seats,
    }


def _interest(kept: Kept, wish: Interest) -> dict[str, Any]:
    said = {"teil": wish.part or None, "satz": wish.sentence, "am": wish.at.isoformat(), "antwort": wish.state.value}
    return {**_about(kept, wish.job_id), **said}


def _seat(job: Job, seat: Seat) -> dict[str, Any]:
    part = job.part(seat.part)
    return {
        "auftrag": job.id,
        "titel": job.title,
        "teil": part.label if part is not None else seat.part,
        "seit": seat.at.isoformat(),
        "ansprechperson": job.contact_id == seat.member_id,
        "als_ansprechperson_gefragt": is_asked(job, seat),
    }


def _handed(kept: Kept, one: Handover) -> dict[str, Any]:
    """Return an offer; of one that is over only giver and taker read the terms."""
    terms, me = one.terms, kept.member.id
    role = "gibt" if one.giver_id == me else "übernimmt" if one.taker_id == me else "gefragt"
    return {
        "nummer": one.id,
        "auftrag": one.job_id,
        "rolle": role,
        "stand": one.state.value,
        "titel": terms.title,
        "an_skill": one.skill or None,
        "angeboten_am": one.created_at.isoformat(),
        "gilt_bis": one.expires_at.isoformat(),
        "beendet_am": _instant(one.closed_at),
        "bedingungen": _terms(terms, me) if one.is_open or role != "gefragt" else None,
    }


def _terms(terms: Terms, me: int) -> dict[str, Any]:
    return {
        "was": terms.scope.value,
        "teil": terms.label if terms.part else None,
        "text": terms.text,
        "skills": terms.skills,
        "ort": terms.town,
        "zeitraum": terms.period,
        "budget": terms.budget,
        "provision_prozent": terms.share,
        "wer_unterschreibt": terms.signing or None,
        "mit_dem_kunden_spricht": "wer übernimmt"
        if terms.contact_id is None
        else "du"
        if terms.contact_id == me
        else "jemand anderes",
        "satz": terms.sentence,
    }


def _recommended(kept: Kept, one: Recommendation) -> dict[str, Any]:
    by_me = one.by_id == kept.member.id
    said = {"rolle": "empfiehlt" if by_me else "empfohlen", "teil": one.part or None, "am": one.at.isoformat()}
    return {**_about(kept, one.job_id), **said, **({} if by_me else {"interesse": one.is_taken})}


def _about(kept: Kept, job_id: int) -> dict[str, Any]:
    return {"auftrag": job_id, "titel": kept.titles.get(job_id)}


def _event(event: Event) -> dict[str, Any]:
    return {
        "nummer": event.id,
        "stand": event.state.value,
        "titel": event.title,
        "beginn": event.starts.isoformat(),
        "zone": event.zone,
        "ort": event.town,
        "platz": event.venue,
        "link": event.link,
        "text": event.text,
        "serie": event.rule,
        "art": event.kind.value,
        "plaetze": event.seats,
        "ganztags": event.all_day,
        "ausnahmen": [_deviation(one) for one in event.deviations],
        "pausen": [
            {"von": one.first.isoformat(), "bis": one.last.isoformat(), "grund": one.reason} for one in event.pauses
        ],
        "erstellt_am": event.created_at.isoformat(),
    }


def _deviation(one: Deviation) -> dict[str, Any]:
    return {
        "termin": one.occurrence,
        "beginn": one.starts.isoformat() if one.starts is not None else None,
        "ort": one.town,
        "platz": one.venue,
        "text": one.text,
        "zusaetzlich": one.is_added,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "termin": answer.event_id,
        "am": answer.occurrence,
        "antwort": answer.attendance.value,
        "gegeben_am": answer.at.isoformat(),
    }


def _reminder(reminder: Reminder) -> dict[str, Any]:
    return {
        "nummer": reminder.id,
        "text": reminder.text,
        "am": reminder.due.isoformat(),
        "termin": reminder.event_id,
        "vom": reminder.occurrence,
        "vorher": dates.duration(reminder.lead) if reminder.event_id is not None else None,
        "beginnt": reminder.starts.isoformat() if reminder.starts else None,
        "regel": reminder.rule,
        "erstellt_am": reminder.created_at.isoformat(),
    }
