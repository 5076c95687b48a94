"""On the Telegram side a form is a dialogue in the private chat, and the bot may write there once it was written to."""

from __future__ import annotations

from tests.demo.conftest import Play

START = "anna@telegram> /start\n"
POST = "emil@telegram:#jobs> Suche jemanden für Haskell\n"


def test_what_is_private_waits_behind_a_start_link_until_the_first_private_line(play: Play) -> None:
    asked = play(
        "anna@telegram:#jobs> /suche haskell\nanna@telegram> [Weiter im]\nanna@telegram:#jobs> /suche haskell\n"
    )
    assert asked.status == 0
    link, *rest = asked.shown
    assert (link["place"], link["to"], link["private"]) == ("#jobs", None, False)
    assert link["buttons"] == [["Weiter im Privatchat"]]
    assert "Haskell" not in link["text"], "the line in the group has no content"
    found, gone, again = rest
    assert (found["place"], found["to"], found["private"]) == (None, "anna@telegram", True)
    assert "Haskell" in found["text"]
    assert (gone["kind"], gone["ref"]) == ("remove", link["ref"])
    assert (again["place"], again["to"]) == (None, "anna@telegram")


def test_a_mistyped_command_of_a_stranger_is_answered_behind_a_start_link(play: Play) -> None:
    asked = play("anna@telegram:#jobs> /sklls haskell\nanna@telegram> [Weiter im]\nanna@telegram:#jobs> /falter\n")
    link, told, gone = asked.shown
    assert (link["place"], link["buttons"]) == ("#jobs", [["Weiter im Privatchat"]])
    assert (told["to"], "Meintest du /skills?" in told["text"]) == ("anna@telegram", True)
    assert (gone["kind"], gone["ref"]) == ("remove", link["ref"])


def test_a_start_link_serves_nobody_else_and_fades_after_its_hour(play: Play) -> None:
    asked = play("anna@telegram:#jobs> /suche haskell\nben@telegram:#jobs> [Weiter im]\n+ 2 hours\n")
    link, refused, gone = asked.shown
    assert refused["to"] == "ben@telegram"
    assert "Haskell" not in refused["text"]
    assert (gone["kind"], gone["ref"], gone["at"]) == ("remove", link["ref"], "2026-12-01T10:00:00+01:00")
    assert play("anna@telegram:#jobs> /suche haskell\n+ 2 hours\nanna@telegram> [Weiter im]\n").status == 2


def test_a_press_in_the_group_leads_to_the_private_chat(play: Play) -> None:
    seen = play(f"{POST}emil@telegram:#jobs> [Vorschau]\nemil@telegram> [Weiter im]\n")
    offer, link, preview, _gone = seen.shown
    assert offer["buttons"] == [["Vorschau", "Kein Auftrag"]]
    assert link["place"] == "#jobs"
    assert (preview["place"], preview["to"]) == (None, "emil@telegram")
    assert "Haskell" in preview["text"]


def test_a_form_is_asked_step_by_step_and_filled_in_any_order(play: Play) -> None:
    said = play(
        "anna@telegram> /job\n"
        "anna@telegram> Ein Portal\n"
        "anna@telegram> budget=1.000 Euro\n"
        "anna@telegram> text=Suche jemanden für Haskell\n"
        "anna@telegram> ok\n"
    )
    title, text, again, town, preview = said.shown
    assert [each["kind"] for each in said.shown] == ["send"] * 5
    assert title["fields"] == [["titel", "Titel", True, ""]]
    assert [each["fields"][0][0] for each in (text, again, town)] == ["text", "text", "ort"]
    assert preview["fields"] == []
    assert all(word in preview["text"] for word in ("Ein Portal", "1.000 Euro", "Haskell"))
    assert said.status == 0


def test_ok_may_follow_the_answer_that_ended_the_dialogue_but_only_directly(play: Play) -> None:
    filled = "anna@telegram> /start\nanna@telegram> /termin titel=Treff wann=gestern\nanna@telegram> wann=3.12. 19:00\n"
    said = play(f"{filled}ben@telegram> /hilfe\nanna@telegram> ok\n")
    assert said.status == 0
    assert [text for text in said.texts(to="anna@telegram") if text.startswith("So habe ich den Termin verstanden")]
    assert play(f"{filled}anna@telegram> ok\nanna@telegram> ok\n").complaint.startswith("Zeile 5: ")


def test_a_brief_answer_to_a_press_passes_by_and_opens_no_dialogue_without_a_way(play: Play) -> None:
    published = f"{POST}emil@telegram:#jobs> [Vorschau]\nemil@telegram> [Weiter im]\nemil@telegram> [Veröff]\n"
    noted = play(f"{published}carla@telegram:#jobs> [Interesse]\n").of(to="carla@telegram")
    (toast,) = noted
    assert (toast["place"], toast["private"], toast["buttons"]) == ("#jobs", True, [])
    assert toast["text"].startswith("Notiert")
    assert len(toast["text"]) <= 200
    known = play(f"{published}carla@telegram> /start\ncarla@telegram:#jobs> [Interesse]\n").of(to="carla@telegram")
    _welcome, toast, question = known
    assert (toast["place"], question["place"]) == ("#jobs", None)
    assert question["fields"] == [["satz", "Ein Satz dazu", False, ""]]


def test_who_blocked_the_bot_reads_nothing_until_writing_again(play: Play) -> None:
    reminded = 'anna@telegram> /erinnere was=Kuchen wann="1.12. 10:00"\n{between}+ 3 hours\n'
    assert "Kuchen" in play(reminded.format(between="")).shown[-1]["text"]
    assert len(play(reminded.format(between="anna@telegram> !block\n")).shown) == 1
    assert len(play(reminded.format(between="anna@telegram> !block\nanna@telegram> !unblock\n")).shown) == 2
    late = play(reminded.format(between="anna@telegram> !block\n") + "anna@telegram> /start\n")
    assert [text for text in late.texts() if "Kuchen" in text][1:], "writing opens the way again"


def test_deleting_a_post_goes_unnoticed_and_editing_it_does_not(play: Play) -> None:
    assert len(play(f"{POST}emil@telegram:#jobs> !delete\n").shown) == 1
    edited = play(
        f"{START}anna@telegram:#jobs> Suche jemanden für Haskell\nanna@telegram:#jobs> [Vorschau]\n"
        "anna@telegram> [Veröff]\nanna@telegram:#jobs> !edit Suche jemanden für Haskell und Rust\n"
    )
    assert {each["platform"] for each in edited.of(kind="edit", place="#jobs")} == {"telegram", "discord"}


def test_a_leading_backslash_makes_plain_text_of_what_looks_like_a_command(play: Play) -> None:
    asked = play("anna@telegram> /job\nanna@telegram> \\/skills hallo\nanna@telegram> [Zurück]\n")
    _title, text, title = asked.shown
    assert text["fields"][0][0] == "text", "the question was answered"
    assert title["fields"][0][3] == "/skills hallo"
    assert not play("anna@telegram:#jobs> \\/skills hallo\n").shown
    assert play("anna@telegram:#jobs> /skills hallo\n").shown
