"""What is asked for after all, where a post asks and every name in it was left out.

"Das hat Oma gemacht, wer übernimmt?" asks for what was told of, "Ich kann kein Excel. Wer hilft mir?" for what somebody
cannot do, "Unser Fotograf hört auf, wer springt ein?" for who leaves, and "My client is looking for a designer" for
what stands behind the request, whoever makes it. A move that names no aim asks for who knows what is left: "Wir müssen
von VMware weg, wer begleitet die Migration?".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.matching.asking.requests import asks, calls
from bot.matching.posts.post import Named, Post
from bot.matching.rules.rulebook import rules

_SOUGHT_LATER: Final = ("own", "beside", "others", "taken", "there")
_LACKED: Final = ("denied", "self")
_LEFT: Final = ("beside", "others", "own", "there")
_TOLD_BEFORE: Final = ("others", "self", "taken", "there")


def asked_back(post: Post, named: Sequence[Named]) -> tuple[Named, ...]:
    """Return the same, with what is asked for after all where nothing else is."""
    if any(not one.ignored for one in named):
        return tuple(named)
    if calls(post):
        sought = [_is_unable(post, one) or _is_sought_later(post, one) for one in named]
        if any(sought):
            return tuple(one.left_out("") if is_so else one for one, is_so in zip(named, sought, strict=True))
    if rules()["moving"].search(post.signs):
        return tuple(one.left_out("") if one.ignored == "denied" else one for one in named)
    found = rules()["asks back"].search(post.signs)
    meant = max((one.sentence for one in named if found and one.first < found.start()), default=-1)
    return tuple(one.left_out("") if one.sentence == meant and _is_told_of(one) else one for one in named)


def _is_told_of(one: Named) -> bool:
    """Say whether a name was left out because something is told of it; of a thing that it is one's own, too."""
    return one.ignored in _TOLD_BEFORE or (one.ignored == "own" and not one.hit.is_role)


def _is_unable(post: Post, one: Named) -> bool:
    """Say whether somebody cannot do what is named, or lacks who can: "Wir stehen ohne Grafikerin da"."""
    signs = post.sentences[one.sentence].signs
    is_lacked = one.ignored in _LACKED and any(rules()[name].search(signs) for name in ("unable", "lacking"))
    return is_lacked or (one.ignored in _LEFT and rules()["leaving"].search(signs) is not None)


def _is_sought_later(post: Post, one: Named) -> bool:
    """Say whether a request stands before a name in its sentence."""
    sentence = post.sentences[one.sentence]
    request = rules()["request"].search(sentence.signs, 0, one.first - sentence.start)
    return one.ignored in _SOUGHT_LATER and request is not None and asks(sentence.signs)
