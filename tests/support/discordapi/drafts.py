"""Messages as the bot sends them: read from a request's body, and held to Discord's limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tests.support.discordapi.basics import Json, number
from tests.support.discordapi.components import check_components, numbered
from tests.support.discordapi.forms import Form
from tests.support.discordapi.objects import LARGEST_UPLOAD
from tests.support.discordapi.refusals import Refusal, empty_message
from tests.support.discordapi.shown import COMPONENTS_V2, EPHEMERAL, SILENT, SUPPRESS_EMBEDS, File, Message, Version

if TYPE_CHECKING:
    from tests.support.discordapi.reading import Upload
    from tests.support.discordapi.world import World

CONTENT, EMBEDS, TITLE, DESCRIPTION, FIELDS, FIELD_NAME, FIELD_VALUE = 2000, 10, 256, 4096, 25, 256, 1024
FOOTER, AUTHOR, ALL_EMBEDS, FILES, MENTIONED, NONCE, DESCRIBED = 2048, 256, 6000, 10, 100, 25, 1024
_SETTABLE: Final = SUPPRESS_EMBEDS | EPHEMERAL | SILENT | COMPONENTS_V2
_PART: Final = re.compile(r"files\[(\d+)\]")
_ADDRESS: Final = re.compile(r"(https?://|attachment://)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be, within all limits; `allowed` says whom it may mention, None leaves it to Discord."""

    version: Version
    flags: int
    allowed: Json | None

    def without_embeds(self) -> Draft:
        """Return what is left where embeds may not be."""
        kept = self.version
        bare = Version(kept.content, kept.at, (), kept.components, kept.files)
        return Draft(bare, self.flags, self.allowed)


def draft(world: World, content: Json, uploads: tuple[Upload, ...], *, where: str = "") -> Draft:
    """Return a new message from a body; refuses one that breaks a limit, or in which nothing stands."""
    form, content = Form(), _trimmed(content)
    flags = content.get("flags") or 0
    _check(form, content, flags, where)
    files = _files(world, form, content, uploads, (), where)
    form.check()
    _check_size(uploads)
    version = Version(
        content=content.get("content") or "",
        at=world.now(),
        embeds=tuple(content.get("embeds") or ()),
        components=numbered(content.get("components") or ()),
        files=files,
    )
    if version.is_empty:
        raise empty_message()
    return Draft(version, flags & _SETTABLE, content.get("allowed_mentions"))


def redrafted(world: World, message: Message, content: Json, uploads: tuple[Upload, ...], *, where: str = "") -> Draft:
    """Return what a message becomes by a change; what is not named stays."""
    form, content = Form(), _trimmed(content)
    flags = message.flags | ((content.get("flags") or 0) & COMPONENTS_V2)
    whole = {"content": message.content, "embeds": message.embeds, "components": message.components} | {
        name: content[name] for name in ("content", "embeds", "components", "allowed_mentions") if name in content
    }
    _check(form, whole, flags, where)
    kept = tuple(message.files)
    if "attachments" in content or uploads:
        kept = _files(world, form, content, uploads, kept, where)
    form.check()
    _check_size(uploads)
    version = Version(
        content=whole["content"] or "",
        at=world.now(),
        embeds=tuple(whole["embeds"] or ()),
        components=numbered(whole["components"] or ()),
        files=kept,
    )
    if version.is_empty:
        raise empty_message()
    return Draft(version, flags, content.get("allowed_mentions"))


def _check(form: Form, content: Json, flags: int, where: str) -> None:
    whole_message = bool(flags & COMPONENTS_V2)
    form.length(f"{where}content", content.get("content"), CONTENT)
    embeds = content.get("embeds") or []
    form.items(f"{where}embeds", embeds, EMBEDS)
    for place, embed in enumerate(embeds):
        _check_embed(form, f"{where}embeds.{place}", embed)
    if sum(map(_size, embeds)) > ALL_EMBEDS:
        form.fault(f"{where}embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    check_components(form, f"{where}components", content.get("components"), whole_message=whole_message)
    if whole_message and (content.get("content") or embeds):
        form.fault(f"{where}flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Neither content nor embeds "
                   "stand beside such components.")  # fmt: skip
    _check_mentions(form, f"{where}allowed_mentions", content.get("allowed_mentions") or {})
    check_nonce(form, content.get("nonce"))


def check_nonce(form: Form, nonce: Any) -> None:
    """Note what is wrong with a nonce."""
    if isinstance(nonce, str) and len(nonce) > NONCE:
        form.fault("nonce", "NONCE_TYPE_TOO_LONG", f"Nonce is too long, limit {NONCE} characters.")


def _trimmed(content: Json) -> Json:
    """Return a body without the blanks around its texts, which Discord takes away."""
    trimmed = dict(content)
    if isinstance(content.get("content"), str):
        trimmed["content"] = content["content"].strip()
    if content.get("embeds"):
        trimmed["embeds"] = [_bare(each) for each in content["embeds"]]
    return trimmed


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return value.strip() if isinstance(value, str) else value


def _check_embed(form: Form, where: str, embed: Json) -> None:
    form.length(f"{where}.title", embed.get("title"), TITLE)
    form.length(f"{where}.description", embed.get("description"), DESCRIPTION)
    fields = embed.get("fields") or []
    form.items(f"{where}.fields", fields, FIELDS)
    for place, each in enumerate(fields):
        form.required(f"{where}.fields.{place}.name", each.get("name"), FIELD_NAME)
        form.required(f"{where}.fields.{place}.value", each.get("value"), FIELD_VALUE)
    footer, author = embed.get("footer") or {}, embed.get("author") or {}
    form.length(f"{where}.footer.text", footer.get("text"), FOOTER)
    form.length(f"{where}.author.name", author.get("name"), AUTHOR)
    for name, url in (("url", embed.get("url")), ("author.url", author.get("url"))):
        if url is not None and not _ADDRESS.fullmatch(url):
            form.fault(f"{where}.{name}", "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def _size(embed: Json) -> int:
    fields = embed.get("fields") or []
    texts = [embed.get("title"), embed.get("description"), *(each.get(name) for each in fields for name in _FIELD)]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    return sum(len(each or "") for each in texts)


def _check_mentions(form: Form, where: str, allowed: Json) -> None:
    parse = allowed.get("parse") or []
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        form.items(f"{where}.{kind}", listed, MENTIONED)
        if listed and kind in parse:
            form.fault(f"{where}.parse", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse:[{kind!r}] and {kind}: "
                       "[ids...] are mutually exclusive.")  # fmt: skip


def _files(
    world: World, form: Form, content: Json, uploads: tuple[Upload, ...], kept: tuple[File, ...], where: str
) -> tuple[File, ...]:
    named: list[Json] | None = content.get("attachments")
    by_id = {each.id: each for each in kept}
    new = {int(match[1]) if (match := _PART.fullmatch(each.part)) else -1: each for each in uploads}
    result: list[File] = list(kept) if named is None else []
    for place, each in enumerate(named or []):
        form.length(f"{where}attachments.{place}.description", each.get("description"), DESCRIBED)
        wanted = number(each.get("id"))
        if wanted in by_id:
            result.append(by_id[wanted])
        elif wanted is not None and wanted in new:
            upload = new.pop(wanted)
            name = each.get("filename") or upload.name
            result.append(File(world.snowflakes.next(), name, upload.content, each.get("description")))
        else:
            form.fault(f"{where}attachments.{place}.id", "MESSAGE_ATTACHMENT_NOT_FOUND", "Attachment not found.")
    result += [File(world.snowflakes.next(), each.name, each.content) for each in new.values()]
    form.items(f"{where}attachments", result, FILES)
    return tuple(result)


def _check_size(uploads: tuple[Upload, ...]) -> None:
    if any(len(each.content) > LARGEST_UPLOAD for each in uploads):
        raise Refusal(413, 40005, "Request entity too large", avoidable=True)


_FIELD: Final = ("name", "value")
