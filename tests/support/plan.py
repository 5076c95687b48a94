"""`python -m tests.support.plan` writes docs/map.md: every module with the first sentence of its docstring."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "map.md"
ROOMS: Final = ("bot", "adapters", "storage", "tests/support", "benchmarks")
PREFACE: Final = """\
# The map

Every module of Ideenherd, with the first sentence of what it says of itself. `make map` writes this page, and a test
compares it. How the rooms belong together stands in [For developers](develop.md).
"""


def page() -> str:
    """Return the page as the modules say it now."""
    return "\n".join([PREFACE, *(line for room in ROOMS for line in _room(ROOT / room))])


def _room(folder: Path) -> Iterator[str]:
    """Yield a folder's heading and modules, then those of the folders in it."""
    modules = sorted(each for each in folder.glob("*.py") if each.name != "__init__.py")
    if modules:
        yield f"## `{folder.relative_to(ROOT)}/`\n"
        if purpose := sentence(folder / "__init__.py"):
            yield f"{purpose}\n"
        yield from (f"- `{module.name}`: {sentence(module)}" for module in modules)
        yield ""
    for below in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(("_", "."))):
        yield from _room(below)


def sentence(module: Path) -> str:
    """Return the first sentence of a module's docstring, "" where there is none."""
    if not module.exists():
        return ""
    words = " ".join((ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "").split("\n\n")[0].split())
    found = re.match(r".*?\.(?= [A-Z`]|$)|.*", words)
    return found[0] if found else ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
