"""What a typed name means, what comes near it, and that the data holds together."""

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.folding import fold
from bot.domain.skills import Skill
from bot.errors import InvalidInput, UserError
from bot.matching.naming.entries import Entry, Guard, Kind, Name, read_entries, role_forms
from bot.matching.naming.vocabulary import PART_LABELS, SKILL_LENGTH, Vocabulary


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("JS", "JavaScript"), ("reactjs", "React"), ("ReactJS", "React"), ("k8s", "Kubernetes"), ("WP", "WordPress"),
        ("Webseite", "Website-Erstellung"), ("Homepage", "Website-Erstellung"), ("Buchführung", "Buchhaltung"),
        ("Buchfuehrung", "Buchhaltung"), ("Buchfuhrung", "Buchhaltung"), ("Suchmaschinenoptimierung", "SEO"),
        ("Node.js", "Node.js"), ("node js", "Node.js"), ("nodejs", "Node.js"), ("NODE", "Node.js"),
        ("c", "C"), ("C++", "C++"), ("c#", "C#"), (".net", ".NET"), ("dotnet", ".NET"), ("go", "Go"), ("r", "R"),
        ("access", "Microsoft Access"), ("web design", "Webdesign"), ("  „Python“ ", "Python"), ("#python", "Python"),
        ("Python-Entwicklerin", "Python"), ("java developer", "Java"), ("WordPress Programmierer:in", "WordPress"),
    ],
)  # fmt: skip
def test_known_name_becomes_canonical_in_any_spelling(vocabulary: Vocabulary, typed: str, label: str) -> None:
    skill = vocabulary.skill(typed)
    assert (skill.label, skill.is_known, skill.key) == (label, True, fold(label))


@pytest.mark.parametrize("form", ["Texter", "Texterin", "Texter:in", "Texter*in", "Texter_in", "TexterInnen",
                                  "Texter/in", "Texter/-in", "Texter(in)", "TEXTERIN"])  # fmt: skip
def test_role_noun_means_its_trade_in_every_gender_form(vocabulary: Vocabulary, form: str) -> None:
    assert vocabulary.skill(form).label == "Texten"


@pytest.mark.parametrize(
    ("noun", "form"),
    [("Fotograf", "Fotografinnen"), ("Texter", "Textern"), ("Experte", "Expertin"), ("Coach", "Coachin")],
)
def test_role_forms_hold_the_feminine(noun: str, form: str) -> None:
    assert {noun, form} <= set(role_forms(noun))


def test_unknown_name_is_kept_as_its_own_exact_term_and_a_name_that_cannot_be_is_refused(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.skill("  Büttenreden\u200b  schreiben ") == Skill("buttenredenschreiben", "Büttenreden schreiben")
    assert vocabulary.skill("@everyone") == Skill("everyone", "@everyone")
    assert vocabulary.skill("x" * SKILL_LENGTH).label == "x" * SKILL_LENGTH
    for typed in ("", "  ", "…", "123", "🦊", "\u202e", "x" * (SKILL_LENGTH + 1), "python " * 2000):
        with pytest.raises(InvalidInput):
            vocabulary.skill(typed)


@given(typed=st.text(max_size=200))
def test_any_typed_text_is_a_skill_or_a_german_refusal(vocabulary: Vocabulary, typed: str) -> None:
    try:
        skill = vocabulary.skill(typed)
    except UserError:
        return
    assert skill.key
    assert 0 < len(skill.label) <= SKILL_LENGTH
    assert vocabulary.skill(skill.label).key == skill.key


def test_every_label_is_known_by_itself_with_a_named_part_and_known_parents(vocabulary: Vocabulary) -> None:
    labels = {entry.skill.label for entry in vocabulary.entries}
    assert len(labels) == len(vocabulary.entries) >= 700
    for entry in vocabulary.entries:
        assert vocabulary.skill(entry.skill.label) == entry.skill
        assert entry.skill.part in PART_LABELS
        assert set(entry.parents) <= labels
        assert entry.skill.key not in vocabulary.ancestors(entry.skill)


def test_no_skill_is_called_the_same_twice() -> None:
    rows = files("bot.matching.naming").joinpath("vocabulary.tsv").read_text("utf-8").splitlines()
    for aliases in (row.split("\t")[4].split(";") for row in rows if row.count("\t") == 4):
        assert len(set(aliases)) == len(aliases)


def test_name_of_two_skills_means_the_first() -> None:
    one, other = (
        Entry(Skill(key, key, "web"), Kind.TECH, (), (Name(name),)) for key, name in (("a", "Foo Bar"), ("b", "foobar"))
    )
    assert Vocabulary([one, other]).skill("foo-bar").key == "a"
    assert Vocabulary([other, one]).skill("foo-bar").key == "b"


def test_comments_and_the_heading_are_no_skills() -> None:
    lines = ["# a comment", "label\tpart\tkind\tparents\taliases", "", "C#\tbackend\ttech\t\tC Sharp"]
    assert [(entry.skill.label, entry.kind) for entry in read_entries(lines)] == [("C#", Kind.TECH)]


def test_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="trade"):
        list(read_entries(["C#\tbackend\ttrade\t\t"]))


@pytest.mark.parametrize(
    ("alias", "names"),
    [
        ("Fotos", [Name("Fotos")]),
        ("-fotos", [Name("fotos", is_suffix=True)]),
        ("*-website", [Name("website", Guard.MADE, is_suffix=True)]),
        ("^Workshop", [Name("Workshop", Guard.NEVER)]),
        ("~Texter:in", [Name(form, Guard.TYPED, is_role=True) for form in role_forms("Texter")]),
        ("-fotograf:in", [Name(form, is_suffix=True, is_role=True) for form in role_forms("fotograf")]),
    ],
)
def test_sign_hyphen_and_role_say_which_names_an_alias_stands_for(alias: str, names: list[Name]) -> None:
    (entry,) = read_entries([f"Label\tweb\twork\t\t{alias}"])
    assert list(entry.names) == [Name("Label"), *names]


def test_suffix_spelled_like_the_label_does_not_restrict_the_label() -> None:
    (entry,) = read_entries(["Flyer\tdesign\twork\t\t*-flyer"])
    assert entry.names == (Name("Flyer"), Name("flyer", Guard.MADE, is_suffix=True))


def test_suffix_takes_compounds_but_for_what_never_counts() -> None:
    vocabulary = Vocabulary(read_entries(["Shop\tweb\twork\t\t-shop;^Workshop"]))
    assert vocabulary.known("shop") is not None
    assert vocabulary.known("Workshop") is None
    assert [skill.label for skill in vocabulary.find("Workshop, Weinshop")] == ["Shop"]


@pytest.mark.parametrize(
    ("typed", "label"),
    [("pyton", "Python"), ("javascirpt", "JavaScript"), ("wordpres", "WordPress"), ("haskel", "Haskell"),
     ("Webdesing", "Webdesign"), ("Buchaltung", "Buchhaltung")],
)  # fmt: skip
def test_typing_error_is_answered_by_the_label_that_was_meant(vocabulary: Vocabulary, typed: str, label: str) -> None:
    assert vocabulary.suggest(typed)[0] == label


def test_suggestions_know_what_members_typed_and_leave_alone_what_is_known(vocabulary: Vocabulary) -> None:
    assert "Gitarre" in vocabulary.suggest("gitare", ["Gitarre", "Tuba"])
    assert "Gitarre" not in vocabulary.suggest("gitare")
    assert vocabulary.suggest("gitarre", ["Gitarre"]) == ()
    assert vocabulary.suggest("python") == vocabulary.suggest("") == vocabulary.suggest("qqqqqq") == ()


@given(typed=st.text(max_size=100))
@settings(max_examples=30)  # each one looks at all names
def test_any_text_has_at_most_three_suggestions(vocabulary: Vocabulary, typed: str) -> None:
    assert len(vocabulary.suggest(typed, ["Gitarre", ""])) <= 3


def test_completion_shows_what_begins_so_before_what_is_called_so(vocabulary: Vocabulary) -> None:
    shown = vocabulary.complete("java")
    assert shown[:2] == ("Java", "JavaScript")
    assert vocabulary.complete("homep")[0] == "Website-Erstellung"
    assert "TypeScript" in vocabulary.complete("script")
    assert len(vocabulary.complete("")) == 25
    assert len(vocabulary.complete("s", 3)) == 3


def test_parts_have_german_names(vocabulary: Vocabulary) -> None:
    assert [vocabulary.part_label(part) for part in ("backend", "photo", "office")] == ["Backend", "Foto", "Büro"]


def test_ancestors_are_parents_of_parents(vocabulary: Vocabulary) -> None:
    above = vocabulary.ancestors(vocabulary.skill("Next.js"))
    assert {fold(label) for label in ("React", "JavaScript", "Softwareentwicklung")} <= above
    assert fold("Next.js") not in above
    assert vocabulary.ancestors(vocabulary.skill("Gitarre")) == frozenset()


def test_alias_means_its_label_where_a_skill_is_typed_and_in_running_text(vocabulary: Vocabulary) -> None:
    text = "Suche jemanden für Zauber-Blogs und Python."
    assert vocabulary.known("zauber blogs") is None
    grown = vocabulary.with_aliases([("zauber blogs", "WordPress"), ("Büttenrede", "Texten")])
    assert grown.skill("Zauber-Blogs").label == grown.skill("zauber blogs Entwicklerin").label == "WordPress"
    assert grown.skill("Buettenrede").label == "Texten"
    assert [skill.label for skill in grown.find(text)] == ["WordPress", "Python"]
    assert [text[hit.start : hit.end] for hit in grown.hits(text)] == ["Zauber-Blogs", "Python"]
    assert grown.find("Büttenredezeit im Karneval") == ()  # whole words alone
    assert "WordPress" in grown.complete("zauber bl")
    assert "WordPress" in grown.suggest("zauber blog")


def test_vocabulary_that_was_given_aliases_stays_as_it_was(vocabulary: Vocabulary) -> None:
    grown = vocabulary.with_aliases([("zauber blogs", "WordPress")])
    assert vocabulary.known("zauber blogs") is None
    assert vocabulary.find("Suche jemanden für zauber blogs.") == ()
    assert grown.entries is vocabulary.entries
    assert vocabulary.with_aliases([]) is vocabulary
    both = grown.with_aliases([("klöppeln", "Illustration")])
    assert [both.skill(name).label for name in ("zauber blogs", "klöppeln")] == ["WordPress", "Illustration"]


def test_alias_of_two_letters_counts_only_where_a_skill_is_typed(vocabulary: Vocabulary) -> None:
    grown = vocabulary.with_aliases([("zq", "WordPress"), ("zqx", "Python"), ("zq1", "Rust")])
    assert [grown.skill(name).label for name in ("ZQ", "zqx", "zq1")] == ["WordPress", "Python", "Rust"]
    assert [skill.label for skill in grown.find("Suche jemanden für ZQ, ZQX und zq1.")] == ["Python"]


def test_alias_never_shadows_a_name_and_needs_a_label_that_there_is(vocabulary: Vocabulary) -> None:
    for entry in vocabulary.entries:
        other = "WordPress" if entry.skill.label == "Python" else "Python"
        whole = [name for name in entry.names if not (name.is_suffix or name.pair) and name.guard is not Guard.NEVER]
        taken = [(name.spelling, other) for name in whole]
        assert vocabulary.with_aliases(taken) is vocabulary, entry.skill.label
    assert vocabulary.with_aliases([("klöppeln", "Klöppelei"), ("", "Python"), ("🦄", "Python")]) is vocabulary


@given(
    pairs=st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["Python", "WordPress", "Nirgends", ""]))),
    text=st.text(),
)
def test_whatever_is_an_alias_every_label_stays_itself(
    vocabulary: Vocabulary, pairs: list[tuple[str, str]], text: str
) -> None:
    grown = vocabulary.with_aliases(pairs)
    for entry in vocabulary.entries[::20]:
        assert grown.known(entry.skill.label) == entry.skill
    assert {hit.skill.label for hit in grown.hits(text)} <= {entry.skill.label for entry in vocabulary.entries}
