"""What a weight says: whether a named skill stands in the core of the job, and whether it may still leave it."""

from __future__ import annotations

from typing import Final

from bot.matching.posts.post import Named, Post

CORE: Final = "core"


def is_core(one: Named) -> bool:
    """Say whether a name is the job itself, as far as it is known."""
    return one.weight in (CORE, "insisted")


def may_yield(post: Post, one: Named) -> bool:
    """Say whether a name of the core may turn out to stand beside it: no person's, no title's, nothing insisted on."""
    return one.weight == CORE and not one.hit.is_role and post.sentences[one.sentence].section != "title"
