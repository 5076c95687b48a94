"""Who is what in a group, as Telegram's ChatMember objects say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tests.support.botapi.entities import Json

_ADMINISTRATOR: Final = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_RESTRICTED: Final = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
    "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_PRESENT: Final = frozenset({"creator", "administrator", "member", "restricted"})
WRITING: Final = frozenset(right for right in _RESTRICTED if right.startswith("can_send"))
USUAL: Final = frozenset(right for right in _ADMINISTRATOR if "stories" not in right and "promote" not in right)


@dataclass(frozen=True, slots=True)
class Membership:
    """One account's standing in a group; `rights` names what an administrator or a restricted member may."""

    status: str = "member"
    rights: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_present(self) -> bool:
        """Whether the account is in the group."""
        return self.status in _PRESENT

    @property
    def is_admin(self) -> bool:
        """Whether the account administers the group."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether a right is held, by rank or because nobody took it away."""
        if self.status == "creator":
            return True
        if self.status == "restricted":
            return right in self.rights
        return right in self.rights or (self.is_present and right in WRITING)

    def as_json(self, user: Json) -> Json:
        """Return the ChatMember object of this standing."""
        member: Json = {"status": self.status, "user": user}
        if self.status == "creator":
            return member | {"is_anonymous": "is_anonymous" in self.rights}
        if self.status == "administrator":
            rights = {right: right in self.rights for right in _ADMINISTRATOR}
            return member | {"can_be_edited": False, "is_anonymous": "is_anonymous" in self.rights} | rights
        if self.status == "restricted":
            rights = {right: right in self.rights for right in _RESTRICTED}
            return member | {"is_member": True, "until_date": 0} | rights
        return member | ({"until_date": 0} if self.status == "kicked" else {})


ABSENT: Final = Membership("left")


def administrator(*rights: str) -> Membership:
    """Return the standing of an administrator, with the rights named or the usual ones."""
    return Membership("administrator", frozenset(rights or USUAL) | {"can_manage_chat"})
