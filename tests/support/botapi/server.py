"""The server as tests and benchmarks hold it: started, stopped, asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp import web

from tests.support.botapi.answering import Answering, Call
from tests.support.botapi.chats import Group
from tests.support.botapi.description import description
from tests.support.botapi.entities import Json
from tests.support.botapi.faults import Faults
from tests.support.botapi.limits import Limits
from tests.support.botapi.people import Account, Person
from tests.support.botapi.reach import Notified
from tests.support.botapi.registered import Profile
from tests.support.botapi.sending import LARGEST_UPLOAD
from tests.support.botapi.shown import Message
from tests.support.botapi.world import Toast, World
from tests.support.loopback import Server

TOKEN: Final = "123456789:AAloopback-token_of-nobody-at-all-00"


class BotApi(Server[Call, Faults, Account, Notified]):
    """A Bot API server for one bot, and the people around it; the package's docstring says what it offers."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "ideenherd_bot",
        name: str = "Ideenherd",
        now: Callable[[], datetime] | None = None,
        strict: bool = True,
    ) -> None:
        me = Account(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.token = token
        self.username = username
        self.world = World(me, now)
        self._answering = Answering(self.world, token, description() if strict else None)
        described = self._answering.description is not None
        super().__init__(self._answering, self._answering.faults, self.world, described=described)

    @property
    def base_url(self) -> str:
        """Return what `telegram.Bot` takes as its base_url."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def settings(self) -> dict[str, str]:
        """Return the environment that leads `ideenherd` here."""
        return {"IDEENHERD_TELEGRAM__TOKEN": self.token, "IDEENHERD_TELEGRAM__BASE_URL": self.base_url}

    @property
    def file_url(self) -> str:
        """Return what `telegram.Bot` takes as its base_file_url."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    @property
    def toasts(self) -> list[Toast]:
        """Return the answered presses."""
        return self.world.toasts

    @property
    def profile(self) -> Profile:
        """Return the registered commands and descriptions."""
        return self.world.profile

    @property
    def privacy(self) -> bool:
        """Whether the bot misses plain messages of groups in which it is no administrator."""
        return self.world.privacy

    @privacy.setter
    def privacy(self, on: bool) -> None:
        self.world.privacy = on

    @property
    def limits(self) -> bool:
        """Whether messages too many are refused."""
        return self._answering.limits is not None

    @limits.setter
    def limits(self, on: bool) -> None:
        self._answering.limits = Limits() if on else None

    @property
    def is_polled(self) -> bool:
        """Whether the bot waits for updates at this moment."""
        return self.world.updates.is_polled

    @property
    def unconfirmed(self) -> list[Json]:
        """Return the updates that the bot has not confirmed."""
        return self.world.updates.waiting

    def person(self, name: str, *, username: str | None = None, language: str | None = "de") -> Person:
        """Return a new person, whom the bot has never met."""
        return self.world.person(name, username=username, language=language)

    def group(
        self,
        title: str,
        *members: Person,
        owner: Person | None = None,
        forum: bool = False,
        kind: str = "supergroup",
        with_bot: bool = True,
    ) -> Group:
        """Return a new group ("supergroup" or "group") with these members, an owner, and the bot as a member."""
        return self.world.group(title, *members, owner=owner, forum=forum, kind=kind, with_bot=with_bot)

    def messages(self) -> list[Message]:
        """Return every message that was ever accepted, deleted ones too; not what stayed behind in basic groups."""
        return [message for chat in self.world.chats.values() for message in chat.log.values()]

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method, answered or not."""
        return [each for each in self.calls if each.method == method]

    def sends_update(self, kind: str, content: Json) -> int | None:
        """Queue an update that nobody here plays; returns its id."""
        return self.world.updates.add(kind, content)

    def skips_to(self, update_id: int) -> None:
        """Let update ids go on from any number, as after a week without updates."""
        self.world.updates.skip_to(update_id)

    def sets_webhook(self, url: str = "https://example.org/hook") -> None:
        """Let somebody have set a webhook."""
        self.world.updates.webhook = url

    def revoke(self) -> None:
        """Let the token be worth nothing from now on."""
        self._answering.revoked = True

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=2 * LARGEST_UPLOAD)
        app.router.add_route("*", "/{path:.*}", self._answering.handle)
        return app
