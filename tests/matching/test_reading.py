"""What a post asks for: requests and what only looks like one, skills and what is named without being asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.skills import Skill
from bot.matching.naming.vocabulary import Vocabulary
from bot.matching.parts import grouped
from bot.matching.reading import Understanding, read_post, read_request


def asked(vocabulary: Vocabulary, text: str) -> list[str] | None:
    """Return the labels that a post asks for, None where it asks for nobody."""
    read = read_post(text, vocabulary)
    return [skill.label for skill in read.skills] if read.asks else None


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Suche jemanden für Haskell", ["Haskell"]),
        ("Suche jemanden für Haskell und Rust", ["Haskell", "Rust"]),
        ("Wir suchen eine:n Fotograf:in für ein Sommerfest in Herne.", ["Eventfotografie", "Fotografie"]),
        ("Illustratorin gesucht!", ["Illustration"]),
        ("Ein Kunde sucht einen Texter für Blogartikel.", ["Blogartikel", "Texten"]),
        ("Brauche Hilfe bei meiner Steuererklärung", ["Steuerberatung"]),
        ("Wir benoetigen jemanden fuer die Buchfuehrung", ["Buchhaltung"]),
        ("Unser Verein braucht eine neue Website", ["Website-Erstellung"]),
        ("Wer von euch kann TYPO3?", ["TYPO3"]),
        ("Kennt jemand einen guten Steuerberater?", ["Steuerberatung"]),
        ("Unsere Seite soll barrierefrei werden. Wer macht das?", ["Barrierefreiheit"]),
        ("Ich suche Unterstützung. Thema: Excel und VBA", ["Excel", "VBA"]),
        ("Auftrag für WordPress abzugeben", ["WordPress"]),
        ("Looking for a React developer, remote", ["React"]),
        ("Need a logo designer and a copywriter", ["Logo-Design", "Texten"]),
        ("Anyone here doing Laravel?", ["Laravel"]),
        ("Hiring: senior Go engineer with Kubernetes", ["Go", "Kubernetes"]),
        ("Illustrator wanted", ["Illustration"]),
    ],
)
def test_request_with_a_known_skill_asks(vocabulary: Vocabulary, text: str, skills: list[str]) -> None:
    assert asked(vocabulary, text) == skills


@pytest.mark.parametrize(
    ("asks", "asks_for_nobody"),
    [
        ("Suche jemanden für Webdesign", "Suche neue Aufträge im Bereich Webdesign"),
        ("Ich suche jemanden mit React", "Ich suche Jobs als React-Entwickler"),
        ("Bin auf der Suche nach einem Scrum Master", "Ich bin auf der Suche nach Projekten als Scrum Master"),
        ("Suche SEO und WordPress", "Ich biete ab sofort WordPress-Wartung und SEO an"),
        ("Looking for a Rust developer", "I'm a senior Rust developer, available from June."),
        ("Suche Videoschnitt", "Die Sache mit dem Videoschnitt hat sich erledigt, ich suche niemanden mehr."),
        ("Videoschnitt gesucht", "Danke an alle, Videoschnitt war ja gesucht."),
        ("Suche jemanden für Grafikdesign", "Suche ein gutes Buch über Grafikdesign"),
        ("Suche Hilfe mit WordPress", "Suche ein WordPress-Plugin für Termine"),
        ("Brauche jemanden für Photoshop", "Brauche kurz Rat zu Photoshop"),
        ("Ich brauche jemanden für Docker", "Brauche ich für Docker eigentlich Linux?"),
        ("We need someone for Docker", "You don't need Docker"),
        ("Wer kann Excel?", "Wer kann mir sagen, wie man in Excel Spalten tauscht?"),
        ("Suche einen Entwickler", "Suchst du einen Entwickler? Melde dich."),
        ("Wer macht TYPO3?", "TYPO3 oder Drupal – was findet ihr besser?"),
        ("Suche jemanden für Python", "Ich suche noch Leute für unseren Python-Stammtisch"),
        ("Suche Fotografie", "Suche gebrauchte Kamera, auch eine Wohnung in Essen"),
        ("Suche jemanden für Lektorat", "Suche jemanden für Gartenarbeit"),
        ("Braucht unser Verein ein Logo? Suche jemanden für Logos", "Braucht jemand Hilfe mit Logos?"),
        ("Ich brauche jemanden für Python", "Ich brauche erstmal Kaffee, dann wird Python geschrieben"),
        ("Sucht: Texter", "Falls jemand einen Texter sucht: ich habe Zeit"),
    ],
)
def test_what_only_looks_like_a_request_asks_for_nobody(
    vocabulary: Vocabulary, asks: str, asks_for_nobody: str
) -> None:
    assert asked(vocabulary, asks)
    assert read_post(asks_for_nobody, vocabulary) == Understanding(asks=False)


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Neue Website gesucht, bitte KEIN WordPress, lieber TYPO3", ["Website-Erstellung", "TYPO3"]),
        ("Wir brauchen keine Website, sondern Texte", ["Texten"]),
        ("Suche Python statt PHP", ["Python"]),
        ("Suche TypeScript, kein Angular oder Vue.js", ["TypeScript"]),
        ("Suche CMS-Profi für TYPO3 ohne WordPress", ["TYPO3", "CMS"]),
        ("WordPress nicht, aber wer kann TYPO3?", ["TYPO3"]),
        ("Suche jemand für Google Ads. Facebook-Werbung bitte nicht.", ["Google Ads"]),
        ("Wer macht Lektorat? Python brauch ich nicht.", ["Lektorat"]),
        ("Wir wollen weg von Wix und suchen jemanden für TYPO3", ["TYPO3"]),
        # not denied at all
        ("nicht nur Lektorat, auch Texte gesucht", ["Lektorat", "Texten"]),
        ("Keine Ahnung von WordPress, wer kann das?", ["WordPress"]),
        ("Unser WordPress läuft nicht mehr, suche Hilfe", ["WordPress"]),
        ("Telegram-Bot gesucht. Gerne Python, muss aber nicht.", ["Chatbot-Entwicklung", "Python"]),
    ],
)
def test_denied_skill_is_taken_out_and_nothing_else(vocabulary: Vocabulary, text: str, skills: list[str]) -> None:
    assert asked(vocabulary, text) == skills


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("Ich bin Texterin und suche jemanden für Fotos", ["Fotografie"]),
        ("Ich bin selbst Entwickler (Python/Django), suche aber UI-Design", ["UI-Design"]),
        ("Als Fotografin suche ich jemanden für meine Buchhaltung", ["Buchhaltung"]),
        ("Unsere Webdesign-Agentur sucht einen Texter", ["Texten"]),
        ("Für unser SEO-Team brauchen wir Lektorat", ["Lektorat"]),
        ("Wir sind Webentwickler und brauchen Texte", ["Texten"]),
        ("Flyer gesucht, Logo haben wir schon", ["Flyer"]),
        ("Wir suchen Lektorat, Übersetzung machen wir selbst", ["Lektorat"]),
        ("Suche Flutter, Backend steht schon", ["Flutter"]),
        ("We're a Python shop and need a copywriter", ["Texten"]),
        ("Ich bin Anna, mache Webdesign und suche eine Lektorin", ["Lektorat"]),
        ("Unser Kunde (Maschinenbau, Hamm) braucht einen Imagefilm", ["Videoproduktion"]),
        # the asker has nothing to do with it
        ("Wir sind auf der Suche nach einem Texter", ["Texten"]),
        ("Wir haben Bedarf: Texter und Fotografin gesucht", ["Texten", "Fotografie"]),
    ],
)
def test_own_trade_and_what_is_there_already_is_not_asked_for(
    vocabulary: Vocabulary, text: str, skills: list[str]
) -> None:
    assert asked(vocabulary, text) == skills


def test_developer_stays_out_where_a_finer_skill_is_named(vocabulary: Vocabulary) -> None:
    assert asked(vocabulary, "Suche Entwickler für React") == ["React"]
    assert asked(vocabulary, "Suche Entwickler") == ["Softwareentwicklung"]
    assert asked(vocabulary, "Suche Entwickler und Lektorin") == ["Softwareentwicklung", "Lektorat"]


def test_language_counts_only_beside_work_with_languages(vocabulary: Vocabulary) -> None:
    assert asked(vocabulary, "Suche Telefonakquise mit gutem Englisch") == ["Telefonakquise"]
    assert asked(vocabulary, "Suche Übersetzung ins Polnisch") == ["Übersetzung", "Polnisch"]


def test_post_for_three_trades_has_three_parts_in_reading_order(vocabulary: Vocabulary) -> None:
    read = read_post("Für unser Vereinsportal suchen wir: React und Next.js, ein Logo, außerdem Lektorat.", vocabulary)
    assert [(part.key, part.label, [skill.label for skill in part.skills]) for part in read.parts] == [
        ("frontend", "Frontend", ["React", "Next.js"]),
        ("design", "Design", ["Logo-Design"]),
        ("text", "Text", ["Lektorat"]),
    ]
    assert tuple(skill for part in read.parts for skill in part.skills) == read.skills


def test_form_needs_no_request_word_but_still_denies(vocabulary: Vocabulary) -> None:
    read = read_request("Vereinsportal", "React und Python, kein WordPress. Logo haben wir schon.", vocabulary)
    assert (read.asks, [skill.label for skill in read.skills]) == (True, ["React", "Python"])
    assert [skill.label for skill in read_request("Neue Website", "", vocabulary).skills] == ["Website-Erstellung"]
    assert read_request("Gartenfest", "Wir feiern", vocabulary) == Understanding(asks=True)


def test_skills_that_nobody_knows_make_a_part_of_their_own(vocabulary: Vocabulary) -> None:
    tuba = Skill("tuba", "Tuba")
    parts = grouped([tuba, vocabulary.skill("Python"), tuba], (), vocabulary)
    assert [(part.label, [skill.label for skill in part.skills]) for part in parts] == [
        ("Weiteres", ["Tuba"]),
        ("Backend", ["Python"]),
    ]
    assert grouped([], (), vocabulary) == ()


_PIECES = st.sampled_from(
    "suche Suche kein nicht ohne haben wir schon ich bin als Python React für Go . , ; ! ? ( ) \n biete brauche und"
    " gesucht Website eine such İ ẞ é \u0308".split(" ")
)


@pytest.mark.parametrize(
    "text", ["Suche Hilfe: Logo, Text) habe ich schon", ") habe ich schon", "a) Logo b) Text) ist da"]
)
def test_bracket_that_was_never_opened_ends_a_clause(vocabulary: Vocabulary, text: str) -> None:
    assert read_post(text, vocabulary).why


@given(text=st.text(max_size=300) | st.lists(_PIECES, max_size=40).map(" ".join))
def test_any_post_is_read(vocabulary: Vocabulary, text: str) -> None:
    read = read_post(text, vocabulary)
    assert read.asks == bool(read.skills) == bool(read.parts)
    assert read_request("", text, vocabulary).asks


@pytest.mark.parametrize(
    "piece", ["kein WordPress oder ", "suche Python, ", "ich bin ", ",", "a", " ", "\n", "hab ", "als ", "unser "]
)
def test_very_long_post_is_read_in_time(vocabulary: Vocabulary, piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    read_post(text, vocabulary)  # the suite's time limit is the assertion: no rule may go astray
