"""Who does what, when, and whether it is wanted at all: what a clause says of the skills in it, in both directions."""

from __future__ import annotations

import pytest

from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.reading import read_post


def ignored(vocabulary: Vocabulary, text: str) -> dict[str, str]:
    """Return what a post names without asking for it, each with the rule that says so."""
    return {one.skill.label: one.ignored for one in read_post(text, vocabulary).named if one.ignored}


def asked(vocabulary: Vocabulary, text: str) -> set[str]:
    """Return what a post asks for."""
    return {skill.label for skill in read_post(text, vocabulary).skills}


@pytest.mark.parametrize(
    ("text", "skills", "why"),
    [
        # others do it: whoever stands behind or before the verb, in any verb of doing
        ("Wer textet uns das? Programmieren und hosten tut unser Systemhaus.", {"Hosting"}, "others"),
        (
            "React-Dev gesucht. Backend, Daten und DevOps stemmt unser Team.",
            {"Backend-Entwicklung", "DevOps"},
            "others",
        ),
        ("Brauche ein Logo. Den Newsletter verschickt die Geschäftsstelle.", {"Newsletter"}, "others"),
        ("Suche Polnisch-Übersetzerin. Französisch kann unsere Leiterin.", {"Französisch"}, "others"),
        ("Suche Tester. Die Entwicklung (Java, Angular) verantwortet der Hersteller.", {"Java", "Angular"}, "others"),
        ("Wer baut den Shop? Das Fotografieren hat der Hersteller schon erledigt.", {"Fotografie"}, "others"),
        ("Need a copywriter. Photography is done by the client's own people.", {"Fotografie"}, "others"),
        ("Suche Texte. Die Übersetzungen lassen wir beim vereidigten Büro machen.", {"Übersetzung"}, "others"),
        ("Suche Moderatorin. Plakate (macht ein Bekannter), Flyer und Ton brauchen wir noch.", {"Plakat"}, "others"),
        # we do it
        ("Suche jemanden für Video. Ums Lektorat kümmere ich mich.", {"Lektorat"}, "self"),
        ("Brauche Hilfe bei Excel, Word und PowerPoint beherrsche ich.", {"PowerPoint"}, "self"),
        ("Looking for Rust help, the C++ part stays with me.", {"C++"}, "self"),
        # it is done, or there
        (
            "Texte gesucht. Italienisch, Englisch und Dänisch sind besetzt, ebenso der Excel-Kurs.",
            {"Italienisch"},
            "taken",
        ),
        ("Brauche SEO-Texte, die Technik und das Webdesign sind erledigt.", {"Webdesign"}, "taken"),
        ("Suche Musik. Die Sprecherin und das Sounddesign sind unter Vertrag.", {"Sprecher"}, "taken"),
        ("Suche Cutter. Drehbuch, Ton und Musik hab ich schon.", {"Drehbuch"}, "there"),
        ("Need a translator for Dutch. We already have someone for French.", {"Französisch"}, "there"),
        # not wanted, or not now
        ("Lasst mich in Ruhe mit Chatbots, ich suche wen für Kundenservice!", {"Chatbot-Entwicklung"}, "denied"),
        ("Ich suche NICHT jemanden zum Programmieren, sondern für Wireframes.", {"Softwareentwicklung"}, "denied"),
        ("Texte gesucht. Nicht gefragt: Administration der Server und Berichte in Power BI.", {"Power BI"}, "denied"),
        (
            "Suche Texte. Was nicht zum Auftrag gehört: SEO, Newsletter und Flyer.",
            {"SEO", "Newsletter", "Flyer"},
            "denied",
        ),
        ("Energieberatung gesucht. Auf eine Unternehmensberatung verzichten wir.", {"Unternehmensberatung"}, "denied"),
        ("Suche Texte, und die Facebook-Seite wird stillgelegt.", {"Facebook"}, "denied"),
        ("Wir suchen Tester. Die App für Android folgt im nächsten Los.", {"Android"}, "later"),
        ("Texte gesucht. Subtitles might be a topic later this year.", {"Untertitel"}, "later"),
    ],
)
def test_a_clause_says_that_nobody_is_asked(vocabulary: Vocabulary, text: str, skills: set[str], why: str) -> None:
    found = ignored(vocabulary, text)
    assert {skill: found.get(skill) for skill in skills} == dict.fromkeys(skills, why)
    assert skills.isdisjoint(asked(vocabulary, text))


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        # a list that is asked for goes on up to what is there
        ("Moderatorin für eine Podiumsdiskussion gesucht, um Stream und Ton kümmert sich die Messe", "Moderation"),
        ("Was wir suchen: einen Onlineshop, neue Etiketten und Texte zu acht Sorten. Bilder haben wir.", "Onlineshop"),
        ("Suche Flyer, Logo haben wir schon", "Flyer"),
        ("Wir brauchen ein Logo und Flyer, Texte machen wir selbst", "Flyer"),
        # a thing has no hands: what it does is no work of others
        ("Die Steuererklärung macht mich fertig. Wer hilft?", "Steuerberatung"),
        ("Unser Podcast kommt im Januar raus, dafür brauchen wir noch Schnitt und ein Logo.", "Podcast"),
        ("WordPress treibt mich in den Wahnsinn, wer rettet mich?", "WordPress"),
        # somebody who is asked for does it
        ("Suche jemanden, der Fotos macht und das Layout übernimmt", "Fotografie"),
        ("Die Fotos müsste einer machen, der das kann. Wer hat Zeit?", "Fotografie"),
        # what is there has a fault
        ("Ein Logo existiert, sieht aber alt aus. Wer gestaltet das Logo neu?", "Logo-Design"),
        # what was done before, and now a question that names nothing
        ("Die Buchhaltung hat bisher meine Mutter gemacht. Wer übernimmt?", "Buchhaltung"),
        ("Ich mache die Buchhaltung bisher selbst, will sie aber abgeben. Wer übernimmt?", "Buchhaltung"),
        # no refusal, no delay
        ("Nächste Woche steht ein Videodreh an, wer filmt?", "Videoproduktion"),
        ("Unsere App wird von 400 Leuten genutzt, wer bringt sie auf iOS?", "iOS"),
        ("Wer macht uns SEO? Kenntnisse in Matomo setzen wir voraus.", "SEO"),
    ],
)
def test_what_is_asked_for_stays(vocabulary: Vocabulary, text: str, skill: str) -> None:
    assert skill in asked(vocabulary, text), ignored(vocabulary, text)


def test_what_is_told_of_a_list_holds_for_all_of_it(vocabulary: Vocabulary) -> None:
    before = ignored(vocabulary, "Suche Cutter. Drehbuch, Logo, Flyer und Fotos haben wir.")
    assert {"Drehbuch", "Logo-Design", "Flyer", "Fotografie"} <= before.keys()
    behind = ignored(vocabulary, "Suche Cutter. Mein Bruder macht Fotos, Layout, Flyer und Plakate.")
    assert {"Fotografie", "Flyer", "Plakat"} <= behind.keys()
