import json
import re
import traceback
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.errors import ConfigError
from bot.settings.loading import load
from bot.settings.model import PlaceSettings, Settings
from tests.settings.writing import JOBS, SECRET, findings_of, name_in, settings_of


@pytest.mark.parametrize(
    ("section", "key", "good", "bad"),
    [
        ("community", "name", "Netzwerk Ruhr", ["", "  ", 5]),
        ("community", "timezone", "America/New_York", ["Mitteleuropa", "Europe", "../Berlin", "", 2]),
        ("community", "language", "en", ["fr", "DE", ""]),
        ("community", "operator", "Verein", [5, ["Verein"]]),
        ("community", "contact", "wir@example.org", [5]),
        (
            "storage",
            "url",
            "postgresql+asyncpg://u:p@db/ideen",
            ["sqlite:///x.db", "postgresql://u@db/x", "x.db"],
        ),
        (
            "storage",
            "url",
            "sqlite+aiosqlite:////srv/x.db",
            ["sqlite+aiosqlite://x.db", "sqlite+aiosqlite:///", 1],
        ),
        ("telegram", "token", SECRET, ["", " ", "zwei Worte", 123]),
        (
            "telegram",
            "base_url",
            "http://127.0.0.1:8081/bot",
            [
                "https://api.telegram.org",
                "/bot",
                "ftp://x/bot",
                "https://[::1/bot",
                "https://x:99999/bot",
                "https:///bot",
            ],
        ),
        ("discord", "token", "MTIz.abc-_", ["", "zwei Worte", "tökén", True]),
        (
            "discord",
            "api_url",
            "http://127.0.0.1:1/api/v10",
            ["https://discord.com/api", "https://x/api/v9", "https://[::1/api/v10", "https://x:api/api/v10", 10],
        ),
    ],
)
def test_a_bad_value_is_refused_with_key_reason_and_example(
    tmp_path: Path, section: str, key: str, good: str, bad: list[Any]
) -> None:
    kept = getattr(getattr(settings_of(tmp_path, f"[{section}]\n{key} = {json.dumps(good)}"), section), key)
    assert getattr(kept, "get_secret_value", lambda: kept)() == good

    for value in bad:
        lines = findings_of(tmp_path, f"[{section}]\n{key} = {json.dumps(value)}")
        assert len(lines) == 1
        assert re.fullmatch(rf"\[{section}\] {key}: muss .+\. Zum Beispiel: {key} = \".+\"", lines[0])

    variable = f"IDEENHERD_{section}__{key}".upper()
    for value in bad:
        if isinstance(value, str) and value:
            (line,) = findings_of(tmp_path, "", **{variable: value})
            assert re.fullmatch(rf"{variable}: muss .+\. Zum Beispiel: {variable}=.+", line)


@pytest.mark.parametrize("host", ["https://kalender.intern", "kalender.intern:8443", "kalender.intern/", "", "[::1]"])
def test_a_trusted_host_is_a_name_alone(tmp_path: Path, host: str) -> None:
    file = "[feeds]\ntrusted_hosts = {}"
    assert settings_of(tmp_path, file.format('["kalender.intern", "10.0.0.7", "fd00::7"]')).feeds.trusted_hosts
    (line,) = findings_of(tmp_path, file.format(json.dumps(["kalender.intern", host])))
    said = "muss eine Liste von Rechnernamen sein, ohne https:// davor und ohne Port"
    assert line == f'[feeds] trusted_hosts: {said}. Zum Beispiel: trusted_hosts = ["kalender.intern"]'


@pytest.mark.parametrize(
    ("key", "good", "kept", "bad"),
    [
        ("platform", "discord", "discord", ["matrix", "Telegram", 1]),
        ("chat", -1001234567890, "-1001234567890", [True, 1.5, 0, "", "#jobs", "@jobs", "007", "+7"]),
        ("chat", "123456789012345678", "123456789012345678", ["-", "1 2"]),
        ("topic", 17, "17", [False, "", "allgemein"]),
        ("topic", "17", "17", [[17]]),
        ("roles", ["jobs", "events", "jobs"], ("jobs", "events"), [[], "jobs", ["Jobs"], ["jobs", 1]]),
        ("roles", ["lounge", "team"], ("lounge", "team"), [["lounge", "küche", "bad"]]),
        ("name", "#jobs", "#jobs", [5]),
        ("free_messages", True, True, ["ja", "true", 1]),
        ("index", True, True, ["ja", "true", 1]),
    ],
)
def test_a_place_is_refused_by_its_number_and_key(
    tmp_path: Path, key: str, good: Any, kept: Any, bad: list[Any]
) -> None:
    place = {"platform": "telegram", "chat": 1, "roles": ["team"]}

    def second(value: Any) -> str:
        lines = (f"{each} = {json.dumps(content)}" for each, content in {**place, key: value}.items())
        return "\n".join([JOBS, "[[places]]", *lines])

    assert getattr(settings_of(tmp_path, second(good)).places[1], key) == kept

    for value in bad:
        (line,) = findings_of(tmp_path, second(value))
        assert re.fullmatch(rf"\[places\] 2: {key}: muss .+\. Zum Beispiel: {key} = .+", line)


def test_an_admin_is_named_by_number(tmp_path: Path) -> None:
    file = '[[admins]]\nplatform = "discord"\nuser = {}'

    assert settings_of(tmp_path, file.format(17)) == settings_of(tmp_path, file.format('"17"'))
    assert settings_of(tmp_path, file.format(17)).admins[0].user == "17"
    assert findings_of(tmp_path, file.format('"orga"')) == [
        "[admins] 1: user: muss die Nummer des Kontos sein, nicht sein Name. Zum Beispiel: user = 123456789"
    ]


def test_a_place_named_twice_is_refused_also_beside_another_mistake(tmp_path: Path) -> None:
    other_topic = JOBS + "topic = 17\n"
    assert len(settings_of(tmp_path, JOBS + other_topic).places) == 2

    same = JOBS.replace("-100", '"-100"').replace("jobs", "events")
    example = 'Zum Beispiel: roles = ["jobs", "events"]'
    twice = f"[places] 3: ist derselbe Ort wie Nummer 1; nenne ihn einmal, mit allen Rollen. {example}"
    assert findings_of(tmp_path, JOBS + other_topic + same) == [twice]
    assert findings_of(tmp_path, JOBS + other_topic + same.replace("events", "event")) == [
        f"[places] 3: roles: muss eine Liste aus jobs, events, lounge und team sein, nicht leer. {example}",
        twice,
    ]


def test_unknown_keys_are_refused_with_the_near_one(tmp_path: Path) -> None:
    assert settings_of(tmp_path, '[telegram]\ntoken = "1:a"').telegram.token is not None

    unknown = '_env_file = "x"\ntoken = "1:a"\n[telegram]\ntokne = "1:a"\n[telegrm]\ntoken = "1:a"\n[xyz]\n'
    no_section, no_setting = "diesen Abschnitt gibt es nicht.", "diese Einstellung gibt es nicht."
    sections = (
        "[community], [storage], [telegram], [discord], [matching], [jobs], [events], [health], [web], [feeds], "
        "[[places]], [[admins]]"
    )
    places = ", ".join(PlaceSettings.model_fields)
    assert findings_of(tmp_path, unknown + JOBS + 'role = "jobs"\n"a\\nb" = 1') == [
        "_env_file: steht in keinem Abschnitt. Schreib darüber zum Beispiel: [community]",
        "token: steht in keinem Abschnitt. Schreib darüber zum Beispiel: [telegram]",
        f"[telegrm]: {no_section} Meinst du [telegram]?",
        f"[xyz]: {no_section} Es gibt {sections}.",
        f'[telegram] tokne: {no_setting} Meinst du token? Zum Beispiel: token = "123456789:DEIN-TOKEN"',
        f'[places] 1: role: {no_setting} Meinst du roles? Zum Beispiel: roles = ["jobs", "events"]',
        f'[places] 1: "a\\nb": {no_setting} Es gibt {places}.',
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("IDEENHERD_TELEGRM__TOKEN", "Meinst du IDEENHERD_TELEGRAM__TOKEN?"),
        ("ideenherd_telegram_token", "Meinst du IDEENHERD_TELEGRAM__TOKEN?"),
        ("IDEENHERD_DISCORD__TOKEN__X", "Meinst du IDEENHERD_DISCORD__TOKEN?"),
        ("IDEENHERD_DISCORD", "Meinst du IDEENHERD_DISCORD__TOKEN?"),
        ("IDEENHERD_PLACE", "Meinst du IDEENHERD_PLACES?"),
        ("IDEENHERD_", "Zum Beispiel gibt es: IDEENHERD_TELEGRAM__TOKEN"),
    ],
)
def test_unknown_names_in_the_environment_are_refused_with_the_near_one(tmp_path: Path, name: str, hint: str) -> None:
    assert settings_of(tmp_path, "", IDEENHERD_TELEGRAM__TOKEN=SECRET).telegram.token is not None

    for value in (SECRET, ""):
        expected = [f"{name}: diese Variable gibt es nicht. {hint}"]
        assert findings_of(tmp_path, "", **{name: value}) == expected


def test_the_example_of_a_claim_is_written_as_its_reason_says(tmp_path: Path) -> None:
    variable = "IDEENHERD_DISCORD__SCHEDULED_EVENTS"
    (line,) = findings_of(tmp_path, "", **{variable: "nein"})
    assert line == f"{variable}: muss true oder false sein. Zum Beispiel: {variable}=false"


def test_a_section_is_a_section_and_a_list_a_list(tmp_path: Path) -> None:
    wrong = 'storage = "x.db"\ntelegram = 5\nadmins = [5]\n[places]\nplatform = "telegram"'

    # A variable for the same section does not hide what the file says in its place.
    assert findings_of(tmp_path, wrong, IDEENHERD_TELEGRAM__TOKEN=SECRET) == [
        "[storage]: muss ein Abschnitt mit Einstellungen sein. Zum Beispiel: [storage]",
        "[telegram]: muss ein Abschnitt mit Einstellungen sein. Zum Beispiel: [telegram]",
        "[places]: muss eine Liste sein. Zum Beispiel: [[places]]",
        "[admins] 1: muss eine Gruppe von Einstellungen sein. Zum Beispiel: [[admins]]",
    ]


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b'\xef\xbb\xbf[community]\r\nname = "Br\xc3\xbccke"\r\n')
    assert name_in(tmp_path, None, {}) == "Brücke"

    hint = 'Texte stehen in Anführungszeichen, die Datei ist UTF-8. Zum Beispiel: name = "Ideenherd"'
    assert findings_of(tmp_path, f"[telegram]\ntoken = {SECRET}") == [
        f"config.toml: Zeile 2, Spalte 18: das ist kein gültiges TOML. {hint}"
    ]
    file.write_bytes(b'[community]\nname = "Br\xfccke"')
    with pytest.raises(ConfigError, match=r"^config\.toml: das ist kein gültiges TOML\. Texte stehen in"):
        load(None, {}, tmp_path)
    with pytest.raises(ConfigError, match=r"lässt sich nicht lesen\. Prüf, ob das eine Datei ist"):
        load(tmp_path, {}, tmp_path)


def test_all_findings_come_together(tmp_path: Path) -> None:
    file = '[community]\nlanguage = "fr"\n[discrod]\n[[admins]]\nplatform = "telegram"'
    environ = {"IDEENHERD_TELEGRM__TOKEN": SECRET, "IDEENHERD_PLACES": "[", "IDEENHERD_STORAGE__URL": "x.db"}

    assert [line.split(": ")[0] for line in findings_of(tmp_path, file, **environ)] == [
        "IDEENHERD_TELEGRM__TOKEN",
        "IDEENHERD_PLACES",
        "[discrod]",
        "[community] language",
        "IDEENHERD_STORAGE__URL",
        "[admins] 1",
    ]
    assert len(findings_of(tmp_path, "kaputt", **environ)) == 4


# What is kept to itself


@pytest.mark.parametrize(
    ("file", "environ"),
    [
        (f'token = "{SECRET}"', {}),
        (f'telegram = "{SECRET}"', {}),
        (f'[telegram]\ntokne = "{SECRET}"', {}),
        (f"[telegram]\ntoken = {SECRET}", {}),
        (f'[telegram]\ntoken = "mein {SECRET}"', {}),
        (f'[telegram]\ntoken = ["{SECRET}"]', {}),
        (f'[telegram]\nbase_url = "https://api.telegram.org/bot{SECRET}"', {}),
        (f'[community]\nlanguage = "{SECRET}"\ntimezone = "{SECRET}"', {}),
        (f'[storage]\nurl = "postgres://bot:{SECRET}@db/ideen"', {}),
        (f'[[places]]\nchat = "{SECRET}"\nroles = ["{SECRET}"]', {}),
        ("", {"IDEENHERD_TELEGRM__TOKEN": SECRET}),
        ("", {"IDEENHERD_TELEGRAM__TOKEN": f"mein {SECRET}"}),
        ("", {"IDEENHERD_ADMINS": SECRET}),
        ("", {"IDEENHERD_ADMINS": f'["{SECRET}"]'}),
        ("", {"ideenherd_discord__token": SECRET, "IDEENHERD_DISCORD__TOKEN": SECRET}),
    ],
)
def test_no_refusal_tells_a_token(tmp_path: Path, file: str, environ: dict[str, str]) -> None:
    (tmp_path / "config.toml").write_text(file, encoding="utf-8")

    with pytest.raises(ConfigError) as refused:
        load(None, environ, tmp_path)

    assert SECRET not in "".join(traceback.format_exception(refused.value))
    assert "geheim" not in str(refused.value)


def test_even_the_library_s_own_refusal_tells_no_value() -> None:
    values: dict[str, Any] = {"telegram": {"token": f"mein {SECRET}", "base_url": SECRET}, "places": SECRET}

    with pytest.raises(ValidationError) as refused:
        Settings(**values)

    assert refused.value.error_count() == 3
    assert "geheim" not in "".join(traceback.format_exception(refused.value))
