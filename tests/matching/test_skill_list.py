"""What members write behind /skills."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.skills import SkillChange, Stance
from bot.errors import InvalidInput, TooMany, UserError
from bot.matching.lists.skill_list import MOST_CHANGES, read_changes, read_held
from bot.matching.naming.vocabulary import Vocabulary

OFFERS, PASSES_ON, SEEKS, LEARNS = Stance.OFFERS, Stance.PASSES_ON, Stance.SEEKS, Stance.LEARNS


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("python, webdesign, -wordpress", [("Python", OFFERS), ("Webdesign", OFFERS), ("WordPress", None)]),
        (
            "gern ab: wordpress; suche: buchhaltung; lerne: rust",
            [("WordPress", PASSES_ON), ("Buchhaltung", SEEKS), ("Rust", LEARNS)],
        ),
        ("gebe gern ab: wp, joomla; php", [("WordPress", PASSES_ON), ("Joomla", PASSES_ON), ("PHP", OFFERS)]),
        ("Biete: Texter:in, lerne: Go, Rust", [("Texten", OFFERS), ("Go", LEARNS), ("Rust", LEARNS)]),
        ("lerne rust, go", [("Rust", LEARNS), ("Go", OFFERS)]),
        ("lerne:\npython\ngo\n\njava", [("Python", LEARNS), ("Go", LEARNS), ("Java", OFFERS)]),
        ("lerne: python\njava", [("Python", LEARNS), ("Java", OFFERS)]),
        ("– wordpress, - joomla, −php", [("WordPress", None), ("Joomla", None), ("PHP", None)]),
        ("reactjs/next", [("React", OFFERS), ("Next.js", OFFERS)]),
        ("python und django", [("Python", OFFERS), ("Django", OFFERS)]),
        ("HTML/CSS, CI/CD, Lohn und Gehalt", [("HTML/CSS", OFFERS), ("CI/CD", OFFERS), ("Lohnbuchhaltung", OFFERS)]),
        ("Tuba/Akkordeon", [("Tuba/Akkordeon", OFFERS)]),  # both unknown: one term
        ("JS, rust, javascript, -JS", [("Rust", OFFERS), ("JavaScript", None)]),  # the last one counts
        ("@everyone, <b>fett</b>", [("@everyone", OFFERS), ("<b>fett</b>", OFFERS)]),
        (",, python ,;\n,", [("Python", OFFERS)]),
    ],
)
def test_skill_list_is_read_as_written(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("python -rust", [("Python", OFFERS), ("Rust", None)]),
        ("lerne: python -rust –.NET, go", [("Python", LEARNS), ("Rust", None), (".NET", None), ("Go", LEARNS)]),
        ('python -"js", "go -rust"', [("Python", OFFERS), ("js", None), ("go -rust", OFFERS)]),
        ("-python -rust", [("Python", None), ("Rust", None)]),
        ("C - Entwicklung", [("C", OFFERS)]),
        ("DDoS-Schutz, Excel -2019", [("DDoS-Schutz", OFFERS), ("Excel", OFFERS)]),
        ("Grafik- und Webdesign", [("Grafikdesign", OFFERS), ("Webdesign", OFFERS)]),
    ],
)
def test_a_minus_before_a_name_needs_no_comma_and_a_dash_in_a_name_is_none(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("sucht: seo; lernt: haskell", [("SEO", SEEKS), ("Haskell", LEARNS)]),
        ("sucht seo, lernt gerade haskell", [("SEO", SEEKS), ("Haskell", LEARNS)]),
        ("Sucht Hilfe bei: Buchhaltung; gibt gern ab: wordpress", [("Buchhaltung", SEEKS), ("WordPress", PASSES_ON)]),
        ("seeks: seo; learns: haskell; passes on: wp", [("SEO", SEEKS), ("Haskell", LEARNS), ("WordPress", PASSES_ON)]),
        ("looking for: seo; Looking for help with: go", [("SEO", SEEKS), ("Go", SEEKS)]),
        ("Happy to pass on: wordpress", [("WordPress", PASSES_ON)]),
        ("bietet: python", [("Python", OFFERS)]),
        ("Suchtberatung, Lernvideos", [("Suchtberatung", OFFERS), ("Videoproduktion", OFFERS)]),
    ],
)
def test_a_stance_is_read_as_others_are_asked_for_it(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("gebe wordpress ab", [("WordPress", PASSES_ON)]),
        (
            "Ich gebe gern WordPress, Joomla und PHP ab; python",
            [("WordPress", PASSES_ON), ("Joomla", PASSES_ON), ("PHP", PASSES_ON), ("Python", OFFERS)],
        ),
        ("gebe php ab, go, gebe vue ab", [("PHP", PASSES_ON), ("Go", OFFERS), ("Vue.js", PASSES_ON)]),
        ("python, joomla gern ab", [("Python", OFFERS), ("Joomla", PASSES_ON)]),
        ("möchte WordPress abgeben", [("WordPress", PASSES_ON)]),
        ("php (lerne gerade), seo (suche Hilfe), go", [("PHP", LEARNS), ("SEO", SEEKS), ("Go", OFFERS)]),
        ("Klöppeln (gern ab), vue (lerne)", [("Klöppeln", PASSES_ON), ("Vue.js", LEARNS)]),
        ("ich würde gern Python, Rust und Go lernen", [("Python", LEARNS), ("Rust", LEARNS), ("Go", LEARNS)]),
        ("I learn vue, I'm looking for: seo", [("Vue.js", LEARNS), ("SEO", SEEKS)]),
        ("biete: python lerne: rust", [("Python", OFFERS), ("Rust", LEARNS)]),
        ("python lernen: rust", [("Python", OFFERS), ("Rust", LEARNS)]),
        ("python hilfe bei: steuern", [("Python", OFFERS), ("Steuerberatung", SEEKS)]),
        ("lerne: python abgeben: wp, php", [("Python", LEARNS), ("WordPress", PASSES_ON), ("PHP", PASSES_ON)]),
        ("lerne: rust gebe gern ab: wp, php", [("Rust", LEARNS), ("WordPress", PASSES_ON), ("PHP", PASSES_ON)]),
        ("Biete:\n- python\n– php\nSuche:\n- seo\n-go", [
            ("Python", OFFERS), ("PHP", OFFERS), ("SEO", SEEKS), ("Go", None),
        ]),
        ("lerne:\nrust\n\n- go", [("Rust", LEARNS), ("Go", None)]),
        ("- python\n\n– lerne: rust\n- gern ab: php, seo\n", [
            ("Python", OFFERS), ("Rust", LEARNS), ("PHP", PASSES_ON), ("SEO", PASSES_ON)]),
        ("Meine Skills:\n- python\n- seo", [("Python", OFFERS), ("SEO", OFFERS)]),
        ("python\n- php", [("Python", OFFERS), ("PHP", None)]),
        ("-python\n-php", [("Python", None), ("PHP", None)]),
        ("-joomla gern ab", [("Joomla", None)]),
        ('"js (lerne gerade)", "lerne rust"', [("js (lerne gerade)", OFFERS), ("lerne rust", OFFERS)]),
        ("Machine Learning, Google Suche", [("Machine Learning", OFFERS), ("SEO", OFFERS)]),
        ("was ich gut kann: python", [("Python", OFFERS)]),
        ("gebe Nachhilfe", [("Nachhilfe", OFFERS)]),
    ],
)  # fmt: skip
def test_a_stance_may_stand_behind_or_around_a_name_and_in_the_middle_of_a_line(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("ich lerne gerade Klöppeln", [("Klöppeln", LEARNS)]),
        ("lerne Quidditch, python", [("Quidditch", LEARNS), ("Python", OFFERS)]),
        ("suche Quidditch; biete Klöppeln", [("Quidditch", SEEKS), ("Klöppeln", OFFERS)]),
        ("gern ab Quidditch, Klöppeln gern ab", [("Quidditch", PASSES_ON), ("Klöppeln", PASSES_ON)]),
        ("Quidditch lerne ich gerade, suche auch Klöppeln", [("Quidditch", LEARNS), ("Klöppeln", SEEKS)]),
        ("ich biete Quidditch an; looking for Tuba", [("Quidditch", OFFERS), ("Tuba", SEEKS)]),
        ("ich kann Python und lerne Rust", [("Python", OFFERS), ("Rust", LEARNS)]),
        ("ich kann Quidditch und lerne Klöppeln, go", [
            ("Quidditch", OFFERS), ("Klöppeln", LEARNS), ("Go", OFFERS),
        ]),
        ("kann python lerne rust", [("Python", OFFERS), ("Rust", LEARNS)]),
        ("lerne Python und gebe Rust gern ab", [("Python", LEARNS), ("Rust", PASSES_ON)]),
        ("I can do python and learn Quidditch", [("Python", OFFERS), ("Quidditch", LEARNS)]),
        ("ich lerne Python und Rust", [("Python", LEARNS), ("Rust", LEARNS)]),
        ("entferne php und lerne rust", [("PHP", None), ("Rust", LEARNS)]),
        ("kann kein Quidditch", [("Quidditch", None)]),
        ("Brauche Hilfe mit Steuern", [("Steuerberatung", SEEKS)]),
        ("I want to pass on joomla, I'd like to learn vue", [("Joomla", PASSES_ON), ("Vue.js", LEARNS)]),
        ("happy to hand on wordpress; looking for help with taxes", [
            ("WordPress", PASSES_ON), ("Steuerberatung", SEEKS),
        ]),
        ("I’d like to learn Quidditch, I need help with seo", [("Quidditch", LEARNS), ("SEO", SEEKS)]),
        ("I want to learn rust and can do python", [("Rust", LEARNS), ("Python", OFFERS)]),
        ("I want to hand joomla and php on; hands-on", [
            ("Joomla", PASSES_ON), ("PHP", PASSES_ON), ("hands-on", OFFERS),
        ]),
        ("Sucht Prävention, E-Learning", [("Sucht Prävention", OFFERS), ("E-Learning", OFFERS)]),
        ("„suche Quidditch“", [("suche Quidditch", OFFERS)]),
    ],
)  # fmt: skip
def test_a_stance_is_none_of_a_name_that_nobody_knows(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("abgeben: wordpress; Lernen: rust, Quidditch", [
            ("WordPress", PASSES_ON), ("Rust", LEARNS), ("Quidditch", LEARNS),
        ]),
        ("Hilfe bei: seo; Kann: python; brauche: go", [("SEO", SEEKS), ("Python", OFFERS), ("Go", SEEKS)]),
        ("Offering: python; To learn: rust; need help: seo", [("Python", OFFERS), ("Rust", LEARNS), ("SEO", SEEKS)]),
        ("Abgeben:\n- wordpress\n- joomla\n\nHilfe:\nseo", [
            ("WordPress", PASSES_ON), ("Joomla", PASSES_ON), ("SEO", SEEKS),
        ]),
        ("Suche:\n- seo\n- go\nMeine Skills:\n- python", [("SEO", SEEKS), ("Go", SEEKS), ("Python", OFFERS)]),
        ("lerne:\nTools: Excel\nSprachen: Englisch", [("Excel", LEARNS), ("Englisch", LEARNS)]),
        ("Frontend: React", [("Frontend-Entwicklung", OFFERS), ("React", OFFERS)]),
        ("„Hobby: Klöppeln“, Texter:innen", [("Hobby: Klöppeln", OFFERS), ("Texten", OFFERS)]),
    ],
)  # fmt: skip
def test_a_heading_near_a_stance_is_that_stance(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Hobby: Klöppeln", "Hobby"),
        ("python, Interesse: rust", "Interesse"),
        ("Mag ich nicht:\n- php\n- go", "Mag ich nicht"),
        ("Hobbys:\nTuba", "Hobbys"),
    ],
)
def test_a_heading_that_is_not_known_is_said_and_offers_nothing(
    vocabulary: Vocabulary, text: str, heading: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_changes(text, vocabulary)
    assert f"heading='{heading}'" in str(refused.value)
    own = vocabulary.skill("Hobby: Klöppeln")
    assert read_changes(own.label, vocabulary, [own]) == (SkillChange(own, OFFERS, own.label),)


@pytest.mark.parametrize("text", ["lerne", "python, lerne gerade", "Biete und suche Quidditch"])
def test_a_stance_without_a_name_is_no_skill(vocabulary: Vocabulary, text: str) -> None:
    with pytest.raises(InvalidInput):
        read_changes(text, vocabulary)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("python, aber kein Django", [("Python", OFFERS), ("Django", None)]),
        ("python aber kein Django", [("Python", OFFERS), ("Django", None)]),
        ("python und kein Django", [("Python", OFFERS), ("Django", None)]),
        ("python kein Django", [("Python", OFFERS), ("Django", None)]),
        ("Webdesign ohne Wordpress nicht mehr php", [("Webdesign", OFFERS), ("WordPress", None), ("PHP", None)]),
        ("python und nicht Django, seo", [("Python", OFFERS), ("Django", None), ("SEO", OFFERS)]),
        ("lerne: rust no go", [("Rust", LEARNS), ("Go", None)]),
        ("Texten mit und ohne Wordpress", [("Texten", OFFERS), ("WordPress", OFFERS)]),
        ("kein wordpress", [("WordPress", None)]),
        ("nicht mehr wordpress, ohne seo", [("WordPress", None), ("SEO", None)]),
        ("Keine Buchhaltung; nicht php", [("Buchhaltung", None), ("PHP", None)]),
        ("ich biete kein PHP, lerne: keinen Rust", [("PHP", None), ("Rust", None)]),
        ("no php, not rust, without seo, but not go", [("PHP", None), ("Rust", None), ("SEO", None), ("Go", None)]),
        ("no longer php, no more rust", [("PHP", None), ("Rust", None)]),
        ('kein "js", kein Klöppeln', [("js", None), ("Klöppeln", None)]),
        ("biete keine Kaltakquise am Telefon", [("Telefonakquise", None)]),
        ("entferne php, rust,; go", [("PHP", None), ("Rust", None), ("Go", OFFERS)]),
        ("entferne php, lerne: rust", [("PHP", None), ("Rust", LEARNS)]),
        ("entferne php, lerne rust, go", [("PHP", None), ("Rust", LEARNS), ("Go", OFFERS)]),
        ("entferne: php, vue", [("PHP", None), ("Vue.js", None)]),
        ("php, lösche bitte vue", [("PHP", OFFERS), ("Vue.js", None)]),
        ("remove vue; go löschen, php weg", [("Vue.js", None), ("Go", None), ("PHP", None)]),
        ("lerne: rust, python raus", [("Rust", LEARNS), ("Python", None)]),
    ],
)
def test_a_no_before_a_name_is_a_minus(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Python nicht mehr", [("Python", None)]),
        ("js no longer, go not anymore", [("JavaScript", None), ("Go", None)]),
        ("React mache ich nicht mehr", [("React", None)]),
        ("Klöppeln kann ich leider nicht mehr, seo nicht", [("Klöppeln", None), ("SEO", None)]),
        ("biete Python nicht mehr an; gebe php nicht mehr ab", [("Python", None), ("PHP", None)]),
        ("Rust lerne ich nicht mehr, php (nicht mehr)", [("Rust", None), ("PHP", None)]),
        ("ich mache kein React mehr, kein Quidditch mehr", [("React", None), ("Quidditch", None)]),
        ("I no longer do react, I don't do go anymore", [("React", None), ("Go", None)]),
        ("Quidditch weg, Rust kann raus", [("Quidditch", None), ("Rust", None)]),
        ("Quidditch: nein, python: weg, js: no", [("Quidditch", None), ("Python", None), ("JavaScript", None)]),
        ('"js" nicht mehr, "Go weg"', [("js", None), ("Go weg", OFFERS)]),
        ("entferne Quidditch; weg mit php", [("Quidditch", None), ("PHP", None)]),
        ("Nicht mehr: php, Quidditch; rust", [("PHP", None), ("Quidditch", None), ("Rust", OFFERS)]),
        ("Weg:\n- php\n- Quidditch\n\nrust", [("PHP", None), ("Quidditch", None), ("Rust", OFFERS)]),
        ("entferne:\nphp\nLerne:\nrust", [("PHP", None), ("Rust", LEARNS)]),
        ("Python, Rust und Go mache ich nicht mehr", [("Python", None), ("Rust", None), ("Go", None)]),
        ("Python, Rust nicht mehr", [("Python", OFFERS), ("Rust", None)]),
        ("python nicht mehr aber rust", [("Python", None), ("Rust", OFFERS)]),
        ("kein Python mehr, dafür Rust", [("Python", None), ("Rust", OFFERS)]),
    ],
)
def test_what_is_said_to_be_no_more_behind_a_name_is_removed(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, Stance | None]]
) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == changes


@pytest.mark.parametrize(
    "text", ["alle weg", "entferne alle", "alles löschen", "-alle", "all my skills: no", "Weg: alle"]
)
def test_everything_goes_where_that_is_said(vocabulary: Vocabulary, text: str) -> None:
    held = [vocabulary.skill(name) for name in ("Python", "Klöppeln", *(f"skill x{at}" for at in range(MOST_CHANGES)))]
    gone = [(skill.label, None) for skill in held]
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary, held)] == gone
    changes = read_changes(f"go, {text}; rust", vocabulary, held)
    assert [(change.skill.label, change.stance) for change in changes] == [*gone, ("Go", None), ("Rust", OFFERS)]
    with pytest.raises(InvalidInput, match="schon leer"):
        read_changes(text, vocabulary)
    assert [one.skill.label for one in read_held(f"go, {text}; rust", vocabulary)] == ["Rust"]


@pytest.mark.parametrize(
    "text", ["nicht alle", "nicht mehr", "Python, nicht mehr", "weg", "nein", "ich mag Python nicht mehr so", "-nein"]
)
def test_where_it_is_not_clear_what_is_to_go_it_is_said_what_was_not_understood(
    vocabulary: Vocabulary, text: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_changes(text, vocabulary, [vocabulary.skill("Python")])
    assert f"said='{text.rsplit(', ', maxsplit=1)[-1].strip('-')}'" in str(refused.value)
    assert read_held(text, vocabulary) in ((), read_held("python", vocabulary))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("No-Code", "Low-Code"),
        ("no code", "Low-Code"),
        ("No Code Tool", "Low-Code"),
        ("ohne Programmieren", "Low-Code"),
        ("NoSQL", "MongoDB"),
        ("Notion", "Notion"),
        ("Notariat", "Notariat"),
        ("Kalk entfernen", "Kalk entfernen"),
        ("Hintergrund entfernen", "Bildbearbeitung"),
        ("„php weg“", "php weg"),
        ("Nicht nur Python", "Python"),
        ("not only python", "Python"),
        ("Nähen mit und ohne Maschine", "Nähen mit und ohne Maschine"),
        ("Web -Design", "Webdesign"),
        ("„ohne Worte“", "ohne Worte"),
    ],
)
def test_a_name_that_begins_like_a_no_is_offered(vocabulary: Vocabulary, text: str, label: str) -> None:
    assert [(change.skill.label, change.stance) for change in read_changes(text, vocabulary)] == [(label, OFFERS)]


def test_what_somebody_holds_as_typed_is_that_with_its_dash_and_its_no(vocabulary: Vocabulary) -> None:
    own = [vocabulary.skill("ohne Worte"), vocabulary.skill("Nähen -grob"), vocabulary.skill("php weg")]
    kept = read_changes("ohne Worte, Nähen -grob, php weg", vocabulary, own)
    assert [(change.skill, change.stance) for change in kept] == [(skill, OFFERS) for skill in own]
    gone = read_changes("-ohne Worte, -Nähen -grob, entferne php weg", vocabulary, own)
    assert [(change.skill, change.stance) for change in gone] == [(skill, None) for skill in own]
    denied = read_changes("ohne Worte, Nähen -grob", vocabulary)
    assert [(change.skill.label, change.stance) for change in denied] == [
        ("Worte", None), ("Schneiderei", OFFERS), ("grob", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "skills"),
    [
        ("MS Office Schulungen", ["Schulung", "Microsoft Office"]),
        ("MS Offfice Schulungen", ["Microsoft Office", "Schulung"]),
        ("agnularjs & angular 17", ["Angular"]),
        ("Reactjs/NNext", ["React", "Next.js"]),
        ("DDoS-Schutz", ["DDoS-Schutz"]),
        ("WordPress Plugins", ["WordPress"]),
        ("wordpress-kenntnisse, sehr gut", ["WordPress", "sehr gut"]),
        ("Geprüfte Hochzeitsfotografin mit Drohne", ["Hochzeitsfotografie", "Drohnenaufnahmen"]),
        ("oracle pl/sql", ["PL/SQL", "Oracle"]),
        ("Hosting/Domains", ["Hosting"]),
        ("chatgpt workshops", ["LLM", "Schulung"]),
        ("Übersetzung DE/EN", ["Übersetzung", "Englisch"]),
        ("Dolmetschen FR", ["Dolmetschen", "Französisch"]),
        ("LinkedIn-Texte", ["Texten", "LinkedIn"]),
        ("Awareness-Schulungen", ["IT-Sicherheit", "Schulung"]),
        ("Virtuelle Asssitenz", ["Virtuelle Assistenz"]),
        ("usability-tetss", ["Usability-Test"]),
        ("fotograffin", ["Fotografie"]),
        ("Exel, figmma, facebok", ["Excel", "Figma", "Facebook"]),
        ("CI/DC", ["CI/CD"]),
        ("Larvael, Poer Query", ["Laravel", "Excel"]),  # the slip makes an umlaut, or parts one
        ("Reactjs/Neext", ["React", "Next.js"]),
        ("Elektroplanung EPALN", ["Elektrotechnik", "EPLAN"]),
        ("Figma/Sketch", ["Figma", "Sketch"]),
        ("SAP MM/SD", ["SAP MM", "SAP SD"]),
        ("CI/CD", ["CI/CD"]),
        ("c++ / qt", ["C++"]),
        ("Englischunterricht", ["Englisch", "Sprachunterricht"]),
        ("Data Analystin", ["Datenanalyse"]),
        ("Web- und Produktdesign", ["Webdesign", "Produktdesign"]),
        ("Hochzeits-/Eventfotografie", ["Hochzeitsfotografie", "Eventfotografie"]),
        ("Fotograf für Hochzeiten", ["Hochzeitsfotografie"]),
        ("Texte für Websites", ["Texten"]),
        ("Schulung für Excel", ["Schulung", "Excel"]),
        ("lerne wordpress plugins", ["WordPress"]),
    ],
)
def test_one_name_may_hold_several_skills_endings_and_typing_errors(
    vocabulary: Vocabulary, typed: str, skills: list[str]
) -> None:
    assert [change.skill.label for change in read_changes(typed, vocabulary)] == skills


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Kaffee kochen", "Kaffee kochen"),  # cooking alone would count, this is more than that
        ("Auto", "Auto"),  # an everyday word, whatever it is one letter away from
        ("Gitarre", "Gitarre"),
        ("recht", "Rechtsberatung"),
        ("Rect", "Rect"),  # Recht or React
        ("Pthn", "Pthn"),  # two letters are missing
        ("Word/FrameMaker", "FrameMaker"),
        ("Spring im Feld", "Spring im Feld"),
        ("Go live Begleitung", "Go live Begleitung"),
        ("Website-Texte", "Texten"),  # a website is only their place
        ("Kaffee kochen mit Excel-Witz", "Excel"),  # as in running text
        ("Python", "Python"),
        ("SAP ABAP", "SAP ABAP"),
        ("Java Spring", "Spring Boot"),  # whoever has it has Java
        ("a", "a"),  # folds to the same as AE
        ("Ö", "Ö"),  # and this as OE
        ("c", "C"),
        ("r", "R"),
    ],
)
def test_one_name_is_no_more_than_it_says(vocabulary: Vocabulary, typed: str, label: str) -> None:
    assert [change.skill.label for change in read_changes(typed, vocabulary)] == [label]


def test_each_skill_of_a_name_carries_the_words_that_named_it(vocabulary: Vocabulary) -> None:
    changes = read_changes("lerne: MS Offfice Schulungen, WordPress Plugins", vocabulary)
    assert [change.typed for change in changes] == ["MS Offfice", "Schulungen", "WordPress Plugins"]
    assert {change.stance for change in changes} == {LEARNS}


@given(label=st.sampled_from([entry.skill.label for entry in Vocabulary.load().entries]))
def test_every_label_is_itself(vocabulary: Vocabulary, label: str) -> None:
    assert [change.skill.label for change in read_changes(label.replace(",", " "), vocabulary)] == [label]


def test_a_list_leaves_what_it_says_and_passes_over_what_is_no_skill(vocabulary: Vocabulary) -> None:
    held = read_held(f"python, 123, lerne: go; {'x' * 70}, js, -python", vocabulary)
    assert [(one.skill.label, one.stance) for one in held] == [("Go", LEARNS), ("JavaScript", OFFERS)]


def test_forty_changes_are_read_and_more_are_refused(vocabulary: Vocabulary) -> None:
    names = [f"skill x{number}" for number in range(MOST_CHANGES + 1)]
    assert len(read_changes(",".join(names[:-1]), vocabulary)) == MOST_CHANGES
    with pytest.raises(TooMany):
        read_changes(",".join(names), vocabulary)


@pytest.mark.parametrize("text", ["", " ,;, ", "lerne:", "-", "123", "x" * 61, "x" * 10_000, "\u202e\u200b"])
def test_list_without_a_possible_skill_is_refused(vocabulary: Vocabulary, text: str) -> None:
    with pytest.raises(InvalidInput):
        read_changes(text, vocabulary)


@given(
    text=st.text(max_size=400) | st.lists(st.sampled_from(["lerne", ":", ";", "-", "/", "\n", "go", ","])).map("".join)
)
def test_any_skill_list_is_read_or_refused_in_german(vocabulary: Vocabulary, text: str) -> None:
    try:
        changes = read_changes(text, vocabulary)
    except UserError:
        return
    assert 0 < len(changes) <= MOST_CHANGES


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ('"reactjs", next', [("reactjs", None, OFFERS), ("Next.js", "next", OFFERS)]),
        ("„js“; lerne: «k8s»", [("js", None, OFFERS), ("k8s", None, LEARNS)]),
        ('"react", "NEXT.JS"', [("React", None, OFFERS), ("Next.js", None, OFFERS)]),  # known by just these names
        ('"reactjs/next"', [("reactjs/next", None, OFFERS)]),
        ('-"reactjs", lerne "ts"', [("reactjs", None, None), ("ts", None, LEARNS)]),
        ("„python, webdesign“", [("Python", "python", OFFERS), ("Webdesign", "webdesign", OFFERS)]),  # only the list is
        (
            '"python; gern ab: wp, -php"',
            [("Python", "python", OFFERS), ("WordPress", "wp", PASSES_ON), ("PHP", "php", None)],
        ),
        ('"python abgeben: wp"', [("Python", "python", OFFERS), ("WordPress", "wp", PASSES_ON)]),
        ('"lerne: rust"', [("Rust", "rust", LEARNS)]),
        ('"lerne: Quidditch"', [("lerne: Quidditch", None, OFFERS)]),
        ('"Foo, Bar", next', [("Foo, Bar", None, OFFERS), ("Next.js", "next", OFFERS)]),
        ('lerne: „Tuba; Horn“; -"Foo, Bar"', [("Tuba; Horn", None, LEARNS), ("Foo, Bar", None, None)]),
        ('"python, Quidditch"', [("python, Quidditch", None, OFFERS)]),
        ('"php ohne python"', [("php ohne python", None, OFFERS)]),
        ('19" Rack, Tuba"', [('19" Rack', '19" Rack', OFFERS), ("Tuba", "Tuba", OFFERS)]),
        ('""', []),
    ],
)
def test_name_in_quotes_means_exactly_itself(
    vocabulary: Vocabulary, text: str, changes: list[tuple[str, str | None, Stance | None]]
) -> None:
    read = read_changes(text, vocabulary) if changes else ()
    assert [(one.skill.label, one.typed or None, one.stance) for one in read] == changes
    assert all(one.skill.key == vocabulary.skill(one.skill.label).key or not one.skill.is_known for one in read)
