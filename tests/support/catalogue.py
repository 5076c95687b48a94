"""The catalogue of the second language: every sentence of the code with its translation, and the compiled file.

    make catalogue

collects the sentences anew into the .po file, keeps the translations of those that are still there, drops the others,
says which have none yet, and compiles the .mo file that the bot reads. Nothing is imported to be searched: sentences
are found in the syntax tree, so a sentence that is put together where it is used raises ValueError instead of being
forgotten.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.matching.naming import vocabulary
from bot.matching.naming.vocabulary import PART_LABELS
from bot.matching.templates import TEMPLATES

ROOT: Final = Path(__file__).resolve().parents[2]
PO: Final = ROOT / "bot" / "locale" / "en" / "LC_MESSAGES" / "ideenherd.po"
MO: Final = PO.with_suffix(".mo")
ROOMS: Final = ("bot", "adapters")
ERRORS: Final = frozenset({"UserError", "InvalidInput", "NotAllowed", "NotFound", "TooMany"})
# What a Phrase may be made of besides a literal: sentences that are collected where they are declared.
DECLARED: Final = frozenset({"label", "question", "summary", "template"})
WIDTH: Final = 120
# The labels of buttons that stand fast in both languages.
BUTTONS: Final = {
    "Einverstanden": "Agree",
    "Nur gelistet": "Listed only",
    "Abbrechen": "Cancel",
    "Vorschau": "Preview",
    "Kein Auftrag": "No job",
    "Veröffentlichen": "Publish",
    "Ändern": "Edit",
    "Löschen": "Delete",
    "Vergeben": "Assigned",
    "Zurückziehen": "Withdraw",
    "Interesse": "Interested",
    "Nicht mehr taggen": "Stop tagging me",
    "Weiter": "Next",
    "Zurück": "Back",
    "Überspringen": "Skip",
    "Dabei": "Going",
    "Vielleicht": "Maybe",
    "Absagen": "Not going",
    "Zurücknehmen": "Undo",
    "Sofort löschen": "Delete now",
}
HEADER: Final = """\
# Ideenherd in English. A key is the German sentence in the code; what stands in braces keeps its name.
# `make catalogue` collects the sentences anew and compiles this file."""


class English(Catalog):
    """A catalogue whose header says nothing that changes from day to day or from one Babel to the next."""

    def __init__(self) -> None:
        super().__init__(locale="en", header_comment=HEADER, fuzzy=False)

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "en"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    mime_headers = property(_get_mime_headers)


def sentences() -> dict[str, list[str]]:
    """Return every sentence that is to be translated, with the files that say it, in reading order."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            for sentence in _said_in(ast.parse(file.read_text("utf-8"), name), name):
                found.setdefault(sentence, []).append(name)
    for label in PART_LABELS.values():
        found.setdefault(label, []).append(f"{vocabulary.__name__.replace('.', '/')}.py")
    for template in TEMPLATES:
        for phrase in (template.sentence, *(usual.word for usual in template.trades)):
            found.setdefault(phrase.template, []).append("bot/matching/templates.txt")
    return {sentence: list(dict.fromkeys(names)) for sentence, names in found.items() if is_sentence(sentence)}


def is_sentence(template: str) -> bool:
    """Say whether there are words, or German quotes, around the placeholders of a template."""
    return any(char.isalpha() or char in "„“" for piece, *_ in Formatter().parse(template) for char in piece)


def placeholders(template: str) -> list[str]:
    """Return the names of a template's placeholders, sorted."""
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def declared() -> Iterator[tuple[str, str]]:
    """Yield every declared sentence that a platform limits: "label", "question", "summary" or a form's "title"."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _declared(node)


def known() -> Catalog:
    """Return the catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def extracted(before: Catalog) -> Catalog:
    """Return the catalogue of the present sentences, with the translations that are known for them."""
    after = English()
    for sentence, names in sentences().items():
        old = before.get(sentence)
        after.add(sentence, (old.string if old else None) or "", locations=[(name, 1) for name in names])
    return after


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a .po file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return the .mo file of a catalogue, the same for the same translations."""
    plain = English()
    for message in catalogue:
        if message.id and not message.fuzzy:
            plain.add(message.id, message.string)
    file = io.BytesIO()
    write_mo(file, plain)
    return file.getvalue()


def _said_in(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield the sentences of one module, in reading order."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        yield from (sentence for _, sentence in _declared(call))
        yield from _phrase(call, name)


def _phrase(call: ast.Call, name: str) -> Iterator[str]:
    """Yield the template of a Phrase or of an error, or raise ValueError where none can be read."""
    if not isinstance(call.func, ast.Name) or not call.args:
        return
    first = call.args[0]
    sentence = _literal(first)
    if call.func.id == "Phrase":
        made = {node.attr for node in ast.walk(first) if isinstance(node, ast.Attribute)}
        is_choice = isinstance(first, ast.Name) and first.id == "choice"  # a test looks for each of them
        if sentence is None and not made & DECLARED and not is_choice:
            raise ValueError(f"{name}:{call.lineno}: a Phrase needs a template that can be read here")
    elif call.func.id not in ERRORS:
        return
    elif isinstance(first, ast.JoinedStr | ast.BinOp):
        raise ValueError(f"{name}:{call.lineno}: the sentence of an error needs its values apart from it")
    if sentence:
        yield sentence


def _declared(call: ast.Call) -> Iterator[tuple[str, str]]:
    """Yield what a declaration says to people: a command's summary or title, the label and question of an option."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("command", "action") and len(call.args) == 2:
        given = {"title" if any(word.arg == "form" for word in call.keywords) else "summary": call.args[1]}
    elif isinstance(call.func, ast.Name) and call.func.id == "Option":
        named = {word.arg: word.value for word in call.keywords if word.arg in ("label", "question")}
        given = {**dict(zip(("label", "question"), call.args, strict=False)), **named}
    else:
        return
    yield from ((kind, said) for kind, node in given.items() if (said := _literal(node)))


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def main() -> None:
    """Bring both files up to date and say what is still to be translated."""
    catalogue = extracted(known() if PO.exists() else English())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(written(catalogue))
    MO.write_bytes(compiled(catalogue))
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(*(f"not translated: {sentence}" for sentence in missing), f"{len(catalogue)} sentences", sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
