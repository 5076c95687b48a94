import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import cast, get_args

from pydantic import BaseModel

from bot.settings.model import Settings
from tests.settings.writing import settings_of

EXAMPLE = Path(__file__).resolve().parents[2] / "config.example.toml"


def uncommented(example: str) -> str:
    """The example with every setting switched on: "# " explains, "#" alone switches off."""
    return re.sub(r"^#(?=[^\s#])", "", example, flags=re.MULTILINE)


def keys_of(section: str) -> set[str]:
    annotation = Settings.model_fields[section].annotation
    return set(cast("type[BaseModel]", next(iter(get_args(annotation)), annotation)).model_fields)


def test_the_example_as_it_is_means_the_defaults(tmp_path: Path) -> None:
    assert settings_of(tmp_path, EXAMPLE.read_text("utf-8")) == Settings()


def test_the_example_has_every_setting_and_no_other(tmp_path: Path) -> None:
    example = uncommented(EXAMPLE.read_text("utf-8"))

    assert settings_of(tmp_path, example).places[1].platform == "discord"  # and so it is valid all over
    written = tomllib.loads(example)
    assert list(written) == list(Settings.model_fields)
    for section, content in written.items():
        entries = content if isinstance(content, list) else [content]
        assert set().union(*entries) == keys_of(section)


def test_the_example_has_every_setting_switched_on_only_as_its_default(tmp_path: Path) -> None:
    switched_on = tomllib.loads(EXAMPLE.read_text("utf-8"))
    defaults = Settings().model_dump()

    named = {
        section: {key: default for key, default in keys.items() if default}
        for section, keys in defaults.items()
        if keys
    }
    assert switched_on == named


def test_the_example_explains_every_setting() -> None:
    section, seen = "", set()
    for before, line in pairwise(uncommented(EXAMPLE.read_text("utf-8")).splitlines()):
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#") and (section, key := line.split(" = ")[0]) not in seen:
            seen.add((section, key))
            assert before.startswith("# "), f"{section} {key} needs a comment above it"

    assert len(seen) == sum(len(keys_of(each)) for each in Settings.model_fields)
