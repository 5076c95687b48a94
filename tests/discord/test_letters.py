"""Members' words never become markup, and stay readable and usable as they are."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.letters import JOINER, at_start, code, escaped, masked, safe, tidy
from adapters.discord.splitting import worded, written
from tests.discord.reading import kinds, read, seen, typed


def shown(words: str) -> str:
    return written(list(worded(tidy(words))))


@pytest.mark.parametrize(
    ("words", "markup"),
    [
        ("**fett** und _schräg_", r"\*\*fett\*\* und \_schräg\_"),
        ("~~weg~~ ||geheim|| `code`", r"\~\~weg\~\~ \|\|geheim\|\| \`code\`"),
        (r"C:\neu", r"C:\\neu"),
        (r"¯\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
        ("[Bank](https://boese.de)", r"\[Bank\](https://boese.de)"),
        ("<@42> <#7> <t:0:R> </hilfe:7> <:herd:7>", rf"\<\@{JOINER}42> \<#7> \<t\:0:R> \</hilfe:7> \<\:herd:7>"),
        ("@everyone und @Here", rf"\@{JOINER}everyone und \@{JOINER}Here"),
        ("@anna", "@anna"),
        ("gut :smile:", r"gut \:smile:"),
        ("Uhrzeit: 19:30 Uhr", "Uhrzeit: 19:30 Uhr"),
        ("steam://run", r"steam:\//run"),
    ],
)
def test_signs_that_mean_something_are_escaped(words: str, markup: str) -> None:
    assert shown(words) == markup
    assert kinds(markup) <= {"text", "link"}


@pytest.mark.parametrize(
    ("line", "markup"),
    [
        ("# Titel", r"\# Titel"),
        ("> Zitat", r"\> Zitat"),
        (">>> Zitat", r"\>>> Zitat"),
        ("-# klein", r"\-# klein"),
        ("- Punkt", r"\- Punkt"),
        ("+ Punkt", r"\+ Punkt"),
        ("* Punkt", r"\* Punkt"),
        ("1. Punkt", r"1\. Punkt"),
        ("9. Dezember", r"9\. Dezember"),
    ],
)
def test_no_line_becomes_a_heading_a_quote_or_a_list(line: str, markup: str) -> None:
    assert shown(line) == markup
    assert shown(f"Erst.\n  {line}") == f"Erst.\n  {markup}"
    assert kinds(markup) == {"text"}


def test_within_a_line_dates_and_dashes_stay_as_they_are() -> None:
    words = "Am 9. Dezember - ab 19.00 Uhr > 20 Leute, 1.500 € + MwSt., C# und #ruhr"
    assert shown(words) == words


def test_behind_markup_a_list_could_begin_within_a_line() -> None:
    assert shown("_x_ - y") == r"\_x\_ \- y"
    assert shown("https://x.de 1. y") == r"https://x.de 1\. y"


@pytest.mark.parametrize(
    ("words", "markup"),
    [
        *((url, url) for url in ("https://x.de", "http://x.de:8080/a_b/~c?d=e&f#g", "https://de.wiki.org/w/Ruhr_(Fluss)")),
        ("Siehe https://müller.de/@anna_b.", "Siehe https://müller.de/@anna_b."),
        ("(https://x.de/a_b)", "(https://x.de/a_b)"),
        ("<https://x.de>", r"\<<https://x.de>\>"),
        ("**https://x.de/a**", r"\*\*<https://x.de/a>\*\*"),
        ("https://x.de!", "<https://x.de>!"),
        ("https://x.de/a*b|c", "https://x.de/a%2Ab%7Cc"),
        ("https://x.de/@everyone", "https://x.de/%40everyone"),
        ("https://x.de/a](https://y.de)", "https://x.de/a%5D(https://y.de)"),
    ],
)  # fmt: skip
def test_an_address_can_be_clicked_and_ends_where_it_ends(words: str, markup: str) -> None:
    assert shown(words) == markup
    links = [some for kind, some in read(markup) if kind == "link"]
    assert links
    assert all(unquote(link) in unquote(words) for link in links)


@pytest.mark.parametrize("words", ["https://", "https://localhost/_a_", "https://bank.de@boese.de", "http://x/*a*"])
def test_what_is_no_address_of_the_web_is_letters(words: str) -> None:
    assert read(shown(words)) == [("text", words)]


@pytest.mark.parametrize("words", ["a", "a`b", "`", "``", "a``", "```\nx\n```", "a\n````\nb", "@everyone", " x "])
def test_nobody_breaks_out_of_code(words: str) -> None:
    ((kind, some),) = read(code(words))
    assert kind == ("block" if "\n" in words else "code")
    assert some.replace(JOINER, "").strip() == words.strip()


def test_code_is_copied_as_it_stands() -> None:
    assert code("/skills c#, *") == "`/skills c#, *`"
    assert code("[[places]]\nname = `x`") == "```\n[[places]]\nname = `x`\n```"


def test_a_link_leads_where_it_says() -> None:
    assert masked("Karte *", "https://x.de/a_(b)") == r"[Karte \*](<https://x.de/a_%28b%29>)"
    assert masked("a](https://y.de)", "https://x.de") is None
    assert masked("[a]", "https://x.de") == "[(a)](<https://x.de>)"
    assert safe('https://x.de/> "@here`\\') == "https://x.de/%3E%20%22%40here%60%5C"


def test_strange_signs_are_taken_out_and_blanks_at_the_ends_stay() -> None:
    assert tidy(" a\x00\u202e\u2060b\tc\ud800 ") == " ab c "
    assert tidy("\u2028a\r\n") == "\na\n"
    assert tidy(" \t") == "  "
    assert tidy("👩🏽‍💻 Zoë") == "👩🏽‍💻 Zoë"


@given(typed)
def test_members_words_are_read_as_typed(words: str) -> None:
    markup = shown(words)
    assert kinds(markup) <= {"text", "link"}
    assert unquote(seen(read(markup))) == unquote(tidy(words).strip())


@given(st.text(alphabet="*_~|`\\<>[]()@:#-+.1 a\n/", max_size=30))
def test_no_order_of_signs_is_markup(words: str) -> None:
    assert kinds(shown(words)) <= {"text"}
    assert seen(read(shown(words))) == tidy(words).strip()


@given(typed)
def test_escaping_is_safe_at_any_start(words: str) -> None:
    for word in tidy(words).split():
        assert seen([("", escaped(word).replace("\\", ""))]) == word.replace("\\", "")
        assert not kinds(f"{at_start(word)} ") & {"heading", "quote", "small", "list", "ping", "bold", "loose"}
