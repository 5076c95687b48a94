import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import ConfigError
from bot.service import community_of
from bot.settings.loading import load
from bot.settings.model import PlaceSettings, Settings
from tests.settings.writing import JOBS, SECRET, findings_of, name_in, settings_of

ROOT = str(Path(__file__).resolve().parents[2])


def test_without_file_and_environment_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(None, {}, tmp_path)

    assert settings == Settings()
    assert settings.model_dump() == {
        "community": {
            "name": "Ideenherd",
            "timezone": "Europe/Berlin",
            "language": "de",
            "operator": "",
            "contact": "",
        },
        "storage": {"url": "sqlite+aiosqlite:///ideenherd.db"},
        "telegram": {"token": None, "base_url": "https://api.telegram.org/bot"},
        "discord": {"token": None, "api_url": "https://discord.com/api/v10", "scheduled_events": True},
        "matching": {"per_part": 5, "per_job": 10, "per_week": 3},
        "jobs": {"expires_days": 21, "per_day": 3},
        "events": {"approval": "open"},
        "health": {"file": "ideenherd.alive"},
        "web": {"host": "127.0.0.1", "port": 0, "public_url": ""},
        "feeds": {"trusted_hosts": ()},
        "places": (),
        "admins": (),
    }


def test_a_named_file_must_exist_and_goes_before_config_toml(tmp_path: Path) -> None:
    for name in ("config", "named", "argued"):
        (tmp_path / f"{name}.toml").write_text(f'[community]\nname = "{name}"', encoding="utf-8")

    assert name_in(tmp_path, None, {}) == "config"
    assert name_in(tmp_path, None, {"IDEENHERD_CONFIG": "named.toml"}) == "named"
    assert name_in(tmp_path, Path("argued.toml"), {"IDEENHERD_CONFIG": "named.toml"}) == "argued"
    assert name_in(tmp_path / "elsewhere", tmp_path / "argued.toml", {}) == "argued"

    with pytest.raises(ConfigError, match=r"^--config: die Datei nix\.toml gibt es nicht\. Zum Beispiel: --"):
        load(Path("nix.toml"), {}, tmp_path)
    with pytest.raises(ConfigError, match=r"^IDEENHERD_CONFIG: die Datei nix\.toml gibt es nicht\. Zum Beisp"):
        load(None, {"IDEENHERD_CONFIG": "nix.toml"}, tmp_path)


def test_the_environment_overrides_the_file_key_by_key(tmp_path: Path) -> None:
    file = '[community]\nname = "Aus der Datei"\ncontact = "datei@example.org"\n[telegram]\ntoken = "1:datei"'

    settings = settings_of(
        tmp_path, file, IDEENHERD_TELEGRAM__TOKEN=SECRET, ideenherd_community__Name="123", PATH="/", IDEEN="x"
    )

    assert settings.telegram.token is not None
    assert settings.telegram.token.get_secret_value() == SECRET
    assert settings.community.name == "123"
    assert settings.community.contact == "datei@example.org"


def test_a_line_break_around_a_token_is_no_part_of_it(tmp_path: Path) -> None:
    token = settings_of(tmp_path, "", IDEENHERD_TELEGRAM__TOKEN=f"{SECRET}\n").telegram.token
    assert token is not None
    assert token.get_secret_value() == SECRET

    assert len(findings_of(tmp_path, "", IDEENHERD_TELEGRAM__TOKEN=f"mein\n{SECRET}")) == 1


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    empty = {"IDEENHERD_CONFIG": "", "IDEENHERD_TELEGRAM__TOKEN": "", "IDEENHERD_PLACES": ""}

    settings = settings_of(tmp_path, f'[telegram]\ntoken = "{SECRET}"\n{JOBS}', **empty)

    assert settings.telegram.token is not None
    assert len(settings.places) == 1


def test_a_variable_written_twice_is_refused(tmp_path: Path) -> None:
    once = {"ideenherd_community__name": "Kleinstadt"}
    assert settings_of(tmp_path, "", **once).community.name == "Kleinstadt"

    twice = findings_of(tmp_path, "", **once, IDEENHERD_COMMUNITY__NAME="Großstadt")
    assert twice == ["IDEENHERD_COMMUNITY__NAME: ist zweimal gesetzt, groß und klein geschrieben. Nimm eine weg."]


def test_places_and_admins_come_from_the_environment_as_json(tmp_path: Path) -> None:
    places = [{"platform": "discord", "chat": 7, "roles": ["team"], "free_messages": True}]
    admins = [{"platform": "discord", "user": 17}]

    settings = settings_of(tmp_path, JOBS, IDEENHERD_PLACES=json.dumps(places), IDEENHERD_ADMINS=json.dumps(admins))

    assert settings.places == (PlaceSettings(platform="discord", chat="7", roles=("team",), free_messages=True),)
    assert [(admin.platform, admin.user) for admin in settings.admins] == [("discord", "17")]

    del places[0]["roles"]
    example = 'IDEENHERD_ADMINS=[{"platform": "telegram", "user": 123456789}]'
    assert findings_of(
        tmp_path,
        JOBS,
        IDEENHERD_PLACES=json.dumps(places),
        IDEENHERD_ADMINS="[{",
        IDEENHERD_DISCORD__TOKEN="x",
    ) == [
        f"IDEENHERD_ADMINS: muss JSON sein. Zum Beispiel: {example}",
        'IDEENHERD_PLACES 1: roles: fehlt. Zum Beispiel: "roles": ["jobs", "events"]',
    ]
    assert findings_of(tmp_path, "", IDEENHERD_ADMINS='{"user": 17}') == [
        f"IDEENHERD_ADMINS: muss eine Liste sein. Zum Beispiel: {example}"
    ]
    (line,) = findings_of(tmp_path, "", IDEENHERD_FEEDS__TRUSTED_HOSTS="kalender.intern")
    said = 'muss JSON sein. Zum Beispiel: IDEENHERD_FEEDS__TRUSTED_HOSTS=["kalender.intern"]'
    assert line == f"IDEENHERD_FEEDS__TRUSTED_HOSTS: {said}"
    hosts = settings_of(tmp_path, "", IDEENHERD_FEEDS__TRUSTED_HOSTS='["kalender.intern"]').feeds.trusted_hosts
    assert hosts == ("kalender.intern",)
    assert findings_of(tmp_path, "", IDEENHERD_ADMINS="[17]") == [
        f"IDEENHERD_ADMINS 1: muss eine Gruppe von Einstellungen sein. Zum Beispiel: {example}"
    ]


def test_only_the_environment_that_is_handed_in_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDEENHERD_COMMUNITY__NAME", "Umgebung")
    monkeypatch.setenv("IDEENHERD_PLACES", "[")

    assert Settings() == load(None, {}, tmp_path)
    assert Settings().community.name == "Ideenherd"
    assert name_in(tmp_path, None, {"IDEENHERD_COMMUNITY__NAME": "Übergeben"}) == "Übergeben"


def test_importing_reads_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("broken", encoding="utf-8")
    environ = {"IDEENHERD_TELEGRM__TOKEN": SECRET, "PYTHONPATH": ROOT}
    code = "import bot.settings.loading as c; from pathlib import Path; {}"

    def run(then: str) -> int:
        command = [sys.executable, "-W", "error", "-c", code.format(then)]
        return subprocess.run(command, cwd=tmp_path, env=environ, check=False, capture_output=True).returncode  # noqa: S603

    assert run("pass") == 0
    assert run("c.load(None, {}, Path())") == 1


def test_settings_are_frozen_and_show_no_secret(tmp_path: Path) -> None:
    url = f"postgresql+asyncpg://bot:{SECRET}@db/ideen"
    settings = settings_of(tmp_path, JOBS, IDEENHERD_TELEGRAM__TOKEN=SECRET, IDEENHERD_STORAGE__URL=url)

    assert settings.storage.url == url
    assert "geheim" not in f"{settings!r} {settings}"
    for part, key in [(settings, "places"), (settings.telegram, "token"), (settings.places[0], "chat")]:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, key, None)
    assert hash(settings.places) == hash(settings_of(tmp_path, JOBS).places)


def test_how_many_are_tagged_is_a_number_from_either(tmp_path: Path) -> None:
    matching = settings_of(tmp_path, "[matching]\nper_part = 3", IDEENHERD_MATCHING__PER_JOB="6").matching
    assert (matching.per_part, matching.per_job) == (3, 6)
    for wrong in ("0", "101", "true", '"viele"', "2.5"):
        assert findings_of(tmp_path, f"[matching]\nper_part = {wrong}") == [
            "[matching] per_part: muss eine Zahl von 1 bis 100 sein. Zum Beispiel: per_part = 5"
        ]
    community = community_of(settings_of(tmp_path, "[matching]\nper_part = 3\nper_job = 6"))
    assert (community.tags_per_part, community.tags_per_job) == (3, 6)


def test_how_many_jobs_are_published_a_day_is_a_number(tmp_path: Path) -> None:
    assert community_of(settings_of(tmp_path, "[jobs]\nper_day = 1")).jobs_per_day == 1
    assert community_of(Settings()).jobs_per_day == 3
    assert findings_of(tmp_path, "[jobs]\nper_day = 0") == [
        "[jobs] per_day: muss eine Zahl von 1 bis 100 sein. Zum Beispiel: per_day = 3"
    ]


def test_how_long_a_job_lives_is_a_number_of_days(tmp_path: Path) -> None:
    assert community_of(settings_of(tmp_path, "[jobs]\nexpires_days = 30")).job_lives == timedelta(days=30)
    assert community_of(Settings()).job_lives == timedelta(days=21)
    for wrong in ("0", "366", "true", '"immer"', "2.5"):
        assert findings_of(tmp_path, f"[jobs]\nexpires_days = {wrong}") == [
            "[jobs] expires_days: muss eine Zahl von 1 bis 365 sein. Zum Beispiel: expires_days = 21"
        ]


def test_the_events_of_servers_are_filled_unless_either_says_otherwise(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "").discord.scheduled_events is True
    assert settings_of(tmp_path, "[discord]\nscheduled_events = false").discord.scheduled_events is False
    variable = {"IDEENHERD_DISCORD__SCHEDULED_EVENTS": "false"}
    assert settings_of(tmp_path, "[discord]\nscheduled_events = true", **variable).discord.scheduled_events is False
    for value in ("1", '"nein"'):
        (line,) = findings_of(tmp_path, f"[discord]\nscheduled_events = {value}")
        assert line.startswith("[discord] scheduled_events: muss true oder false sein.")
    (line,) = findings_of(tmp_path, "", IDEENHERD_DISCORD__SCHEDULED_EVENTS="nein")
    assert line.startswith("IDEENHERD_DISCORD__SCHEDULED_EVENTS: muss true oder false sein.")


def test_who_announces_events_can_be_set(tmp_path: Path) -> None:
    assert community_of(settings_of(tmp_path, "")).approves_events is False
    assert community_of(settings_of(tmp_path, '[events]\napproval = "organisers"')).approves_events is True
    assert findings_of(tmp_path, '[events]\napproval = "alle"') == [
        '[events] approval: muss open oder organisers sein. Zum Beispiel: approval = "open"'
    ]
