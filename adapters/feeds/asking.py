"""An address as somebody typed it, checked before anybody is asked: https, a plausible port, no login in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from ipaddress import ip_address
from typing import Final

from yarl import URL

from adapters.feeds.addresses import is_public
from bot.errors import FeedRefused, FeedUnreachable
from bot.talk.strange import cleaned, one_line
from bot.talk.text import Phrase

Resolve = Callable[[str, int], Awaitable[list[str]]]  # a host and a port -> its IP addresses; raises OSError

LONGEST: Final = 2_000
_FIRST_FREE_PORT: Final = 1024
_CALENDAR: Final = ("webcal", "webcals")  # what calendars' own buttons say for https


def asked(url: str, exempt: Collection[str]) -> URL:
    """Return the address that is asked for a typed one, without what stands behind a #; raises FeedRefused.

    Any port from 1024 on is allowed besides 443, since those below belong to services that are no web servers. A host
    that is exempt may be asked over http and at any port.
    """
    address = _read(url)
    if address.scheme in _CALENDAR:
        address = address.with_scheme("https")
    if address.user is not None or address.password is not None:
        raise FeedRefused(Phrase("In der Adresse steht ein Login. Nimm eine Adresse ohne Namen und Passwort."))
    if is_exempt(address, exempt) and address.scheme in ("http", "https"):
        return address
    if address.scheme != "https":
        raise FeedRefused(Phrase("Ich lese Kalender nur über https. Nimm eine Adresse, die mit https:// beginnt."))
    if address.port != 443 and (address.port or 0) < _FIRST_FREE_PORT:
        raise FeedRefused(Phrase("An Port {port} liest hier niemand Kalender.", port=address.port or 0))
    return address


def host_of(address: URL) -> str:
    """Return the host of an address as it is named in a sentence."""
    return one_line(address.host or "", 60)


def is_exempt(address: URL, exempt: Collection[str]) -> bool:
    """Say whether the operator trusts this host by its name, exactly."""
    return (address.host or "").rstrip(".").casefold() in {each.rstrip(".").casefold() for each in exempt}


async def checked(address: URL, exempt: Collection[str], resolve: Resolve) -> list[str]:
    """Return the IP addresses of a host, which is looked up once; raises FeedRefused unless each of them is public."""
    host = address.host or ""
    try:
        found = [host] if _is_figures(host) else await resolve(host, address.port or 443)
    except (OSError, UnicodeError) as error:
        raise FeedUnreachable(
            Phrase("Den Server {host} gibt es nicht oder nicht mehr.", host=host_of(address))
        ) from error
    if not found:
        raise FeedUnreachable(Phrase("Den Server {host} gibt es nicht oder nicht mehr.", host=host_of(address)))
    if not is_exempt(address, exempt) and not all(map(is_public, found)):
        raise FeedRefused(Phrase("{host} liegt in einem privaten Netz, dort lese ich nichts.", host=host_of(address)))
    return found


def _is_figures(host: str) -> bool:
    """Say whether a host is an IP address already."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _read(url: str) -> URL:
    typed = url.strip()
    is_plain = typed.isprintable() and not any(sign in typed for sign in ' \\<>"') and cleaned(typed, LONGEST) == typed
    try:
        if is_plain and len(typed) <= LONGEST:
            address = URL(typed).with_fragment(None)
            if address.host and address.absolute and address.raw_host is not None:
                return address
    except (ValueError, TypeError):
        pass  # said below
    raise FeedRefused(Phrase("Das lese ich nicht als Adresse. Schreib sie wie https://example.de/kalender.ics."))
