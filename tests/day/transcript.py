"""The transcript of the day: what everybody sees after each line of the story, as a page of documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tests.day.town import Message, Town
from tests.support import botapi, discordapi

BERLIN: Final = ZoneInfo("Europe/Berlin")
LONG: Final = 3  # lines
APPENDIX: Final = "## When the process is killed"
_ABOUT: Final = (
    "The same day once more, in which the process was killed at these five lines and started again at once: what",
    "everybody saw there. Who got no answer asked again. What Telegram may have taken without anybody knowing, an",
    "organiser was asked about, and said what was there. All other lines showed what stands above.",
)
KILLED: Final = "    -- the process is killed:"
DOUBT: Final = "Ich weiß nicht, ob das angekommen ist"
SETTLED: Final = ("Geklärt:", "Gut. Antworte auf die Nachricht")  # what the organisers see once they answered that
_MENTION: Final = re.compile(r"<@(\d+)>")
_TIME: Final = re.compile(r"<t:(\d+):(\w)>")
_MARK: Final = re.compile(r"\n-# \w+$")  # by which a message of ours is found again


@dataclass(frozen=True)
class Seen:
    """A message as it stands: where, before whom alone (if so), its words and its buttons."""

    where: str
    alone: bool
    words: str
    labels: tuple[str, ...]

    def lines(self, what: str) -> Iterator[str]:
        """Yield it as it is shown."""
        yield f"    {self.where}{what}"
        yield from (f"      {line}" if line else "" for line in self.words.splitlines())
        if self.labels:
            yield "      " + " ".join(f"[{label}]" for label in self.labels)


@dataclass
class Block:
    """A line of the story, or a moment that came, and what was shown by it.

    `alone` is what one person sees, `public` what everybody does. `killed` says at which step the process was killed
    meanwhile, so that an answer may be another one, or missing.
    """

    head: str
    public: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    killed: str = ""

    def lines(self) -> list[str]:
        """Return it as it is printed."""
        struck = [f"{KILLED} {self.killed}, started again"] if self.killed else []
        return [self.head, *struck, *self.alone, *self.public]


class Eyes:
    """Sees what is new since the last look. Long words that were shown before are shown by their first line."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._known: dict[int, Seen | None] = {}
        self._toasts = 0
        self._forms = 0
        self._said: set[str] = set()

    def look(self) -> tuple[list[str], list[str]]:
        """Return what is new for everybody, and what for one person alone."""
        public: list[str] = []
        alone: list[str] = []
        for toast in self._town.telegram.toasts[self._toasts :]:
            if toast.text:
                alone += [f"    Telegram, over the chat, for {toast.person.name} alone", f"      {toast.text}"]
        self._toasts = len(self._town.telegram.toasts)
        alone += self._opened()
        for message in sorted(self._town.messages(), key=self._order):
            before, now = self._known.get(id(message)), self._seen(message)
            if id(message) in self._known and before == now:
                continue
            if now is not None:
                what = "" if id(message) not in self._known else ", changed"
                (alone if now.alone else public).extend(self._once(now).lines(what))
            elif before is not None:
                (alone if before.alone else public).append(f"    {before.where}, gone: {_short(before.words)}")
            self._known[id(message)] = now
        return public, alone

    def _order(self, message: Message) -> tuple[int, int]:
        names = list(self._town.spots.values())
        where = message.chat if isinstance(message, botapi.Message) else message.channel
        return (names.index(where) if where in names else len(names), message.id)

    def _seen(self, message: Message) -> Seen | None:
        if message.deleted or (isinstance(message, discordapi.Message) and message.is_loading):
            return None
        where, alone = _where(self._town, message)
        return Seen(where, alone, self._read(message.text), tuple(message.labels))

    def _read(self, text: str) -> str:
        """Return words as people read them: with names for ids, and without what only keeps platforms from meddling."""
        names = {str(each.id): each.name for each in self._town.people.values()}
        text = _MENTION.sub(lambda found: f"@{names[found[1]]}", text)
        text = _MARK.sub("", text)
        return _TIME.sub(_moment, text.replace("\u2060", "")).replace("\\", "").strip()

    def _once(self, seen: Seen) -> Seen:
        lines, is_known = seen.words.splitlines(), seen.words in self._said
        self._said.add(seen.words)
        return replace(seen, words=f"{lines[0]} …") if is_known and len(lines) >= LONG else seen

    def _opened(self) -> Iterator[str]:
        """Yield the forms that opened before people on Discord."""
        asked = self._town.discord.interactions
        for each in asked[self._forms :]:
            if each.modal is not None:
                yield f"    Discord, a form before {each.person.name}: {each.modal.title}"
                yield "      " + " · ".join(each.modal.labels)
        self._forms = len(asked)


def _where(town: Town, message: Message) -> tuple[str, bool]:
    if isinstance(message, botapi.Message):
        name = next((name for (_, name), spot in town.spots.items() if spot is message.chat), None)
        if name is not None:
            return f"Telegram {name}", False
        person = next(each for each in town.people.values() if each.id == message.chat.id)
        return f"Telegram, {person.name}’s private chat", True
    name = next((name for (_, name), spot in town.spots.items() if spot is message.channel), None)
    if name is None:
        person = next(each for each in town.people.values() if message.channel is _private(each))
        return f"Discord, {person.name}’s private chat", True
    if message.for_person is None:
        return f"Discord {name}", False
    person = next(each for each in town.people.values() if each.id == message.for_person)
    return f"Discord {name}, for {person.name} alone", True


def _private(person: object) -> object:
    return person.private if isinstance(person, discordapi.Person) else None


def _moment(found: re.Match[str]) -> str:
    """Return a time as Discord's client shows it to somebody in Germany."""
    at = datetime.fromtimestamp(int(found[1]), UTC).astimezone(BERLIN)
    return f"{at:%H:%M}" if found[2] == "t" else f"{at:%d.%m.%Y %H:%M}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:59].rstrip() + "…"


def clock(at: datetime) -> str:
    """Return a time as the transcript has it."""
    return at.astimezone(BERLIN).strftime("%a %-d %b, %H:%M")


def differences(told: str, seen: str) -> Iterator[str]:
    """Yield where what was seen differs from what is told, the appendix aside.

    Of a block in which the process was killed only the head is compared. What one page shows by its first line alone,
    since it had shown it before, may stand in full in the other. After each kill the organisers may be asked once
    whether something arrived, as soon as they can be reached, and may see their answer taken in a later block.
    """
    ours, theirs = _blocks(told.partition(APPENDIX)[0]), _blocks(seen)
    for ours_head, theirs_head in zip([head for head, _ in ours], [head for head, _ in theirs], strict=False):
        if ours_head != theirs_head:
            yield f"{ours_head!r} is followed there by {theirs_head!r}"
            return
    if len(ours) != len(theirs):
        yield f"{len(ours)} blocks here, {len(theirs)} there"
    doubts, settled = 0, 0
    for (head, mine), (_, other) in zip(ours, theirs, strict=False):
        seen_there = _messages(other)
        if any(line.startswith(KILLED) for line in other):
            doubts += 1 - sum(map(_doubts, seen_there))
            settled += len(SETTLED) - sum(map(_settles, seen_there))
            continue
        doubts -= sum(map(_doubts, seen_there))
        settled -= sum(map(_settles, seen_there))
        told_here = [message for message in seen_there if not (_doubts(message) or _settles(message))]
        if doubts < 0 or settled < 0 or not _alike(_messages(mine), told_here):
            yield "\n".join([head, *mine, "    there:", *other])


def _blocks(page: str) -> list[tuple[str, list[str]]]:
    """Return the heads of the blocks with what stands below each, and headings and remarks without."""
    found: list[tuple[str, list[str]]] = []
    for line in page.splitlines():
        if not line or line.startswith("```"):
            continue
        if line.startswith("    ") and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return found


def _messages(lines: Sequence[str]) -> list[list[str]]:
    """Return the messages of a block: where each stands, then its words and buttons."""
    found: list[list[str]] = []
    for line in lines:
        if line.startswith(KILLED):
            continue
        if line.startswith("      ") and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _doubts(message: Sequence[str]) -> bool:
    """Say whether the organisers are asked whether something arrived that was on its way as the process was killed."""
    return len(message) > 1 and message[1].strip().startswith(DOUBT)


def _settles(message: Sequence[str]) -> bool:
    """Say whether the organisers see that their answer to such a question was taken."""
    return len(message) > 1 and "Orga’s private chat" in message[0] and message[1].strip().startswith(SETTLED)


def _alike(ours: list[list[str]], theirs: list[list[str]]) -> bool:
    return len(ours) == len(theirs) and all(_same(*pair) for pair in zip(ours, theirs, strict=True))


def _same(mine: list[str], other: list[str]) -> bool:
    if mine == other:
        return True
    if len(mine) < 2 or len(other) < 2 or mine[0] != other[0] or _labels(mine) != _labels(other):
        return False
    shorter, longer = sorted((mine, other), key=len)
    return shorter[1] == f"{longer[1]} …" and len(shorter) == 2 + bool(_labels(shorter))


def _labels(message: list[str]) -> str:
    """Return the line of buttons, "" where there is none."""
    return message[-1] if message[-1].startswith("      [") else ""


def appendix(blocks: Sequence[Block | str]) -> str:
    """Return the appendix: what was seen of lines at which the process was killed."""
    struck = [line for block in blocks if isinstance(block, Block) and block.killed for line in block.lines()]
    return "\n".join([APPENDIX, "", *_ABOUT, "", "```text", *struck, "```", ""])


def page(preface: str, blocks: Sequence[Block | str]) -> str:
    """Return the page: headings and remarks of the story as they are, everything else as it was shown."""
    parts: list[str] = [preface.rstrip(), ""]
    fenced = False
    for block in blocks:
        if isinstance(block, str):
            if fenced:
                parts += ["```", ""]
            fenced = False
            parts += [block, ""]
            continue
        if not fenced:
            parts.append("```text")
        fenced = True
        parts += block.lines()
    return "\n".join(parts + (["```"] if fenced else [])) + "\n"
