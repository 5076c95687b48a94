"""What is shown, painted: Telegram on the left, Discord on the right, cards as boxes, buttons with numbers.

A terminal too narrow for two sides gets one. Colours go where the terminal has none, or NO_COLOR asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from adapters.console.outgoing import Box, Knob, Sight, Words
from adapters.console.world import Shown, Standing
from bot.demo.script import Does, SetClock, read
from bot.domain import dates
from bot.domain.people import Platform

COLOURS: Final = {Platform.TELEGRAM: "cyan", Platform.DISCORD: "magenta"}
STYLES: Final = {"bold": "bold", "code": "green", "link": "underline", "mention": "bold yellow", "moment": "italic"}
TWO_SIDES: Final = 84  # columns from which both platforms have a side of their own
KINDS: Final = {"edit": "geändert", "remove": "gelöscht", "form": "Formular"}


class Screen:
    """Paints each thing as it becomes visible; `buttons` are those that a number presses, from 1."""

    def __init__(self, wall: Callable[[], datetime], console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.buttons: list[tuple[Standing, Knob]] = []
        self._wall = wall
        self._clock = ""
        self._is_new_act = True

    def __call__(self, shown: Shown) -> None:
        """Paint one thing."""
        self.show_clock()
        if self._is_new_act:
            self.buttons, self._is_new_act = [], False
        colour = COLOURS[shown.platform]
        if shown.kind == "remove":
            self._put(shown.platform, Text(_heading(shown), style="dim strike"))
            return
        panel = Panel(
            Group(*self._parts(shown)),
            title=Text(_heading(shown), style=f"bold {colour}"),
            title_align="left",
            border_style=colour if shown.kind == "send" else f"dim {colour}",
            box=box.ROUNDED,
            width=self._width,
        )
        self._put(shown.platform, panel)

    def begin_act(self) -> None:
        """Number the buttons anew with the next thing that is painted."""
        self._is_new_act = True

    def announce(self, line: str) -> None:
        """Say which line of a script is played next: a comment tells the story, an act who does what."""
        self.begin_act()
        line = line.strip()
        if line.startswith("#"):
            self.console.print()
            self.console.print(Rule(Text(line.lstrip("# "), style="bold"), style="dim", align="left"))
        elif line:
            self._announce_act(line)

    def show_clock(self) -> None:
        """Paint the time where it has changed since it was last painted."""
        clock = dates.full(self._wall(), self._wall().tzinfo)
        if clock != self._clock:
            self._clock = clock
            self.console.print(Rule(Text(clock, style="dim"), style="dim", characters="·"))

    def complain(self, words: str) -> None:
        """Say that something cannot be done."""
        self.console.print(Text(words, style="red"))

    @property
    def _has_two_sides(self) -> bool:
        return self.console.width >= TWO_SIDES

    @property
    def _width(self) -> int:
        return self.console.width * 3 // 5 if self._has_two_sides else self.console.width

    def _announce_act(self, line: str) -> None:
        act = read(line)
        if isinstance(act, Does):
            self.show_clock()
            who, _, what = line.partition(">")
            words = Text.assemble((f"{who} » ", f"bold {COLOURS[act.persona.platform]}"), what.strip())
            self._put(act.persona.platform, words)
        elif not isinstance(act, SetClock):
            self.console.print(Text(line, style="dim"), justify="center")

    def _put(self, platform: Platform, what: RenderableType) -> None:
        left = self.console.width - self._width if platform is Platform.DISCORD else 0
        self.console.print(Padding(what, (0, 0, 0, left)))

    def _parts(self, shown: Shown) -> Iterator[RenderableType]:
        sight = shown.sight
        if shown.quote:
            yield Text(f"↪ {' '.join(shown.quote.split())}", style="dim", overflow="ellipsis", no_wrap=True)
        if sight.words:
            yield _text(sight.words)
        if sight.box is not None:
            yield _card(sight.box)
        yield from (Text(f"📎 {name}", style="dim") for name in sight.files)
        if sight.fields and shown.kind == "form":
            yield _form(sight)
        yield from self._rows(shown)
        if shown.notified:
            yield Text("🔔 " + ", ".join(map(str, shown.notified)), style="dim")

    def _rows(self, shown: Shown) -> Iterator[Text]:
        for row in shown.sight.knobs:
            line = Text()
            for knob in row:
                line.append(self._number(shown, knob), style="dim")
                line.append(f" {knob.label} ", style=f"reverse {COLOURS[shown.platform]}")
                line.append("  ")
            yield line

    def _number(self, shown: Shown, knob: Knob) -> str:
        if shown.standing is None:
            return ""
        self.buttons.append((shown.standing, knob))
        return f"{len(self.buttons)} "


def _heading(shown: Shown) -> str:
    where = shown.place or "privat"
    alone = f" · nur für {shown.to}" if shown.place and shown.to else f" · {shown.to}" if shown.to else ""
    kind = f" · {KINDS[shown.kind]}" if shown.kind in KINDS else ""
    return f"{shown.platform.capitalize()} {where}{alone}{kind}"


def _text(words: Words) -> Text:
    return Text.assemble(*((piece.words, STYLES.get(piece.style, "")) for piece in words))


def _card(card: Box) -> Panel:
    rows: list[RenderableType] = [_text(row) for row in card.rows if row]
    if card.footer:
        rows.append(Text.assemble(_text(card.footer), style="dim"))
    title = _text(card.title)
    title.stylize("bold")
    return Panel(Group(title, *rows), box=box.SQUARE, border_style="dim")


def _form(sight: Sight) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1))
    for name, label, required, value in sight.fields:
        table.add_row(Text(f"{name}=", style="green"), Text(label + (" *" if required else "")), Text(value, "bold"))
    return table
