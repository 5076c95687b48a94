"""Short posts that seek one person: what stands beside what that person does, and what is asked for besides."""

from __future__ import annotations

import pytest

from bot.matching.asking.signs import ENOUGH, points
from bot.matching.asking.tone import SURE, together
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post
from tests.matching.labels import core, side


@pytest.mark.parametrize(
    ("skill", "is_job", "is_beside"),
    [
        # a second trade beside a profession: added by words, or only what the work is for
        (
            "Webentwicklung", "SharePoint-Profi gesucht, außerdem jemand fürs Intranet",
            "SharePoint-Profi fürs Intranet gesucht",
        ),
        (
            "Videoschnitt", "Fotografin gesucht. Und wer schneidet das Video?",
            "Fotografin gesucht, Videos schneiden wir zusammen",
        ),
        (
            "3D-Modellierung", "Unity-Entwickler und jemanden für 3D-Modelle gesucht",
            "Unity-Entwickler gesucht, 3D-Modelle liegen bereit",
        ),
        (
            "Corporate Design", "UI-Designerin und Corporate Design gesucht",
            "UI-Designerin gesucht, alles soll zum Styleguide passen",
        ),
        # a second trade beside a technology
        (
            "Kundenservice", "SAP QM und Kundenservice: wer hat Zeit?",
            "SAP QM, wer hat Zeit? Reklamationen, Zulieferer in Hagen",
        ),
        (
            "Linux", "Wer betreut unser Moodle und den Linux-Server?",
            "Wer zieht unser Moodle auf einem Linux-Server hoch?",
        ),
        # one thing after the other, and nothing else between
        ("HubSpot", "Gesucht: Qlik, HubSpot. Start im Mai.", "Qlik-Expertin gesucht, Daten liegen in HubSpot"),
        ("HubSpot", "Qlik + HubSpot: wer hat Zeit?", "Wer baut uns Berichte in Qlik aus den Daten von HubSpot?"),
        # what somebody else is sought for is not led
        (
            "SEO", "Wir suchen jemanden für SEO und jemanden als Product Owner",
            "Product Owner für unser SEO-Team gesucht",
        ),
        ("UX-Design", "Leute für Texte, Product Owner und UX-Design gesucht", "Product Owner fürs UX-Design gesucht"),
        # what is translated
        (
            "Technische Redaktion", "Übersetzung ins Polnische, außerdem eine Bedienungsanleitung schreiben",
            "Wer übersetzt 12 Seiten Montageanleitung ins Polnische?",
        ),
        # brackets tell what somebody programs in
        ("PHP", "Webentwickler gesucht (PHP)", "Webdesigner gesucht, läuft mit PHP"),
        # two halves of one product, each made with its own
        (
            "Storyblok", "Storyblok + Nuxt: wer hat noch Zeit?",
            "Nuxt-Entwicklerin gesucht, Inhalte liegen in Storyblok",
        ),
    ],
)  # fmt: skip
def test_second_trade_is_a_job_where_it_is_asked_for(
    vocabulary: Vocabulary, skill: str, is_job: str, is_beside: str
) -> None:
    assert skill in core(vocabulary, is_job)
    assert skill not in core(vocabulary, is_beside)


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("Produkttexte", "Texterin für 30 Produktbeschreibungen gesucht"),
        ("UX-Research", "UX-Designerin fürs Portal gesucht, vorher sechs Nutzerinterviews"),
        ("HubSpot", "We're rolling out HubSpot. Who can set it up and train the team?"),
        ("Logo-Design", "Shopify-Shop für unseren Hofladen, dazu ein Logo. Wer macht das?"),
        ("Schulung", "Odoo-Beraterin gesucht, danach bitte die Kollegen schulen"),
        ("EPLAN", "SPS-Programmierer gesucht, die Pläne in EPLAN müssten auch gemacht werden"),
        ("Vertragsrecht", "Gründerin sucht 1) Steuerberater 2) Anwältin für den Gesellschaftervertrag"),
        ("React", "Fullstack-Entwickler gesucht, hinten Express, vorne React"),
        ("Node.js", "Wir suchen eine Vue-Entwicklerin, im Backend Node.js"),
    ],
)
def test_what_is_added_listed_or_of_every_layer_stays_a_job(vocabulary: Vocabulary, skill: str, text: str) -> None:
    assert skill in core(vocabulary, text)


def test_nothing_that_goes_along_is_lost(vocabulary: Vocabulary) -> None:
    text = "UI-Designerin gesucht, alles in den neuen Styleguide"
    assert core(vocabulary, text) == {"UI-Design"}
    assert side(vocabulary, text) == {"Corporate Design"}
    weights = {one.skill.label: one.weight for one in read_post(text, vocabulary).named}
    assert weights == {"UI-Design": "core", "Corporate Design": "along"}


def test_long_posts_may_seek_several(vocabulary: Vocabulary) -> None:
    short = "Webentwickler gesucht, viele Perl-Skripte"
    long = f"{short}. {'Wir sitzen in einem alten Haus und freuen uns auf nette Leute. ' * 6}"
    assert "Perl" not in core(vocabulary, short)
    assert "Perl" in core(vocabulary, long)


@pytest.mark.parametrize(
    ("is_sure", "in_doubt"),
    [
        ("Wer macht uns 10 Visitenkarten?", "Visitenkarten und Flyer, 10 Stück, heute noch"),
        ("Wer macht uns Texte?", "Texte und Plakate, 10 Stück, heute noch"),
    ],
)
def test_catchwords_that_sound_a_little_like_chat_ask_with_doubt(
    vocabulary: Vocabulary, is_sure: str, in_doubt: str
) -> None:
    sure, doubtful = read_post(is_sure, vocabulary), read_post(in_doubt, vocabulary)
    assert (sure.asks, sure.is_sure) == (True, True)
    assert (doubtful.asks, doubtful.is_sure) == (True, False)
    assert points(doubtful.signs) >= ENOUGH
    assert together(doubtful.signs, doubtful.tone) < SURE
