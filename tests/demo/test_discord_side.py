"""On the Discord side a form is a modal of five fields, and a private answer stays in the channel for one person."""

from __future__ import annotations

from tests.demo.conftest import Play

POST = "ben@discord:#jobs> Suche jemanden für Haskell\n"
AGREED = "ben@discord> /profil\nben@discord> [Einverstanden]\n"


def test_a_private_answer_in_a_channel_is_seen_by_one_person_alone(play: Play) -> None:
    (answer,) = play("ben@discord:#jobs> /suche haskell\n").shown
    assert (answer["place"], answer["to"], answer["private"]) == ("#jobs", "ben@discord", True)
    (answer,) = play("ben@discord> /suche haskell\n").shown
    assert (answer["place"], answer["to"], answer["private"]) == (None, "ben@discord", True)


def test_the_example_of_the_manual_is_played_as_it_stands(play: Play) -> None:
    done = play(
        "# a comment is a whole line\n@ 2026-12-01 09:00\n+ 2 days\n"
        "anna@telegram> /skills haskell\nanna@telegram> [Einverstanden]\n"
        f"{POST}ben@discord> [Vorschau]\nben@discord> titel=Vereinsportal\nben@discord> ok\n"
        "ben@discord> [Veröffentlichen]\n"
        "ben@discord:#jobs> !edit Suche jemanden für Haskell und Rust\n!restart\n"
    )
    assert done.status == 0
    (form,) = done.of(kind="form")
    assert (form["place"], form["to"], form["ref"], form["private"]) == ("#jobs", "ben@discord", None, True)
    assert form["text"] == "Auftrag ändern"
    assert form["fields"][0][:3] == ["titel", "Titel", False]
    (tag,) = [each for each in done.shown if each["mentions"]]
    assert (tag["platform"], tag["place"], tag["mentions"]) == ("telegram", "#jobs", ["anna@telegram"])
    assert "@Anna" in tag["text"]
    cards = [each for each in done.of(place="#jobs", to=None, kind="send") if each["text"].startswith("Vereinsportal")]
    assert [card["platform"] for card in cards] == ["telegram", "discord"]
    followed = {each["ref"] for each in done.of(kind="edit") if "Rust" in each["text"]}
    assert {card["ref"] for card in cards} <= followed


def test_pages_of_a_form_are_turned_with_weiter(play: Play) -> None:
    said = play(
        f"{AGREED}ben@discord> ort=Essen\nben@discord> ok\nben@discord> [Weiter]\n"
        "ben@discord> verfuegbar=frei\nben@discord> ok\n"
    )
    first, second = said.of(kind="form")
    assert [field[0] for field in first["fields"]] == ["name", "art", "ort", "text", "links"]
    assert [field[0] for field in second["fields"]] == ["verfuegbar", "sichtbar"]
    between = said.of(kind="send")[-1]
    assert between["buttons"] == [["Weiter", "Überspringen"]]
    saved = said.shown[-1]
    assert (saved["kind"], saved["ref"]) == ("edit", between["ref"])
    assert "Essen · frei" in saved["text"]


def test_ok_skips_the_optional_rest_before_anything_else_happens(play: Play) -> None:
    said = play(f"{AGREED}ben@discord> ort=Essen\nben@discord> ok\nanna@telegram> /hilfe\n")
    assert [each["text"].split("\n")[0] for each in said.shown[-2:]] == ["Gespeichert.", "Hilfe"]
    at_the_end = play(f"{AGREED}ben@discord> ort=Essen\nben@discord> ok\n")
    assert at_the_end.shown[-1]["text"].startswith("Gespeichert.")


def test_fields_of_a_later_page_are_filled_early_or_turn_the_page(play: Play) -> None:
    early = play(f"{AGREED}ben@discord> verfuegbar=ausgebucht\nben@discord> ort=Essen\nben@discord> ok\n")
    later = play(
        f"{AGREED}ben@discord> ort=Essen\nben@discord> ok\nben@discord> verfuegbar=ausgebucht\nben@discord> ok\n"
    )
    for said in (early, later):
        assert len(said.of(kind="form")) == 2
        assert "Essen · ausgebucht" in said.shown[-1]["text"]


def test_a_wrong_value_comes_back_with_a_button_to_the_filled_form(play: Play) -> None:
    said = play(f"{AGREED}ben@discord> ort=Esen\nben@discord> ok\nben@discord> ort=Essen\nben@discord> ok\n")
    refused = next(each for each in said.shown if each["buttons"] == [["Ändern"]])
    assert "Essen" in refused["text"]
    assert ["ort", "Ort", False, "Esen"] in said.of(kind="form")[-1]["fields"]
    assert "\nEssen" in said.shown[-1]["text"]


def test_a_required_field_left_empty_is_asked_for(play: Play) -> None:
    said = play(
        "ben@discord> /job\nben@discord> text=Suche Haskell\nben@discord> ok\nben@discord> titel=Portal\n"
        "ben@discord> ok\n"
    )
    assert "Titel" in said.of(kind="send")[0]["text"]
    assert said.of(kind="form")[1]["fields"][1][3] == "Suche Haskell"
    assert "Portal" in said.shown[-1]["text"]


def test_an_open_form_survives_the_bot(play: Play) -> None:
    said = play(
        f"{AGREED}ben@discord> ort=Essen\n!kill\nben@discord> ok\n!restart\nben@discord> [Weiter]\n"
        "!kill\nben@discord> verfuegbar=frei\nben@discord> ok\n"
    )
    assert said.status == 0
    assert "Essen · frei" in said.shown[-1]["text"]


def test_closed_direct_messages_leave_the_answers_in_the_channel(play: Play) -> None:
    said = play(
        'ben@discord:#jobs> /erinnere was=Kuchen wann="1.12. 10:00"\nben@discord> !block\n+ 3 hours\n'
        "ben@discord:#jobs> /suche haskell\n"
    )
    assert [each["place"] for each in said.shown] == ["#jobs", "#jobs"]


def test_a_message_that_only_looks_like_a_command_is_none(play: Play) -> None:
    assert play("ben@discord:#jobs> \\/suche haskell\n").shown == []


def test_a_deleted_post_takes_its_offer_along(play: Play) -> None:
    said = play(f"{POST}ben@discord:#jobs> !delete\n")
    assert [each["kind"] for each in said.shown] == ["send", "remove"]
    assert play(f"{POST}ben@discord:#jobs> !delete\nben@discord:#jobs> !delete\n").complaint.startswith("Zeile 3: ")


def test_a_member_who_left_a_place_is_not_called_there(play: Play) -> None:
    script = (
        "carla@discord> /skills haskell\ncarla@discord> [Einverstanden]\n{left}"
        f"{POST}ben@discord> [Vorschau]\nben@discord> [Veröff]\n"
    )
    called = [each["mentions"] for each in play(script.format(left="")).shown if each["mentions"]]
    assert called == [["carla@discord"]]
    assert not [each for each in play(script.format(left="carla@discord:#jobs> !leave\n")).shown if each["mentions"]]


def test_who_left_discord_is_still_found_since_nobody_told_the_bot(play: Play) -> None:
    for platform, found in (("discord", True), ("telegram", False)):
        said = play(
            f"carla@{platform}> /skills haskell\ncarla@{platform}> [Einverstanden]\ncarla@{platform}> !leave\n"
            f"ben@discord> /suche haskell\n"
        )
        assert ("Carla" in said.shown[-1]["text"]) is found


def test_a_form_without_a_title_takes_the_label_that_was_pressed_without_its_count(play: Play) -> None:
    published = f"{POST}ben@discord> [Vorschau]\nben@discord> [Veröff]\ncarla@discord:#jobs> [Interesse]\n"
    said = play(f"{published}dora@discord:#jobs> [Interesse (1)]\n")
    assert [form["text"] for form in said.of(kind="form")] == ["Interesse", "Interesse"]
