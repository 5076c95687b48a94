"""Which addresses of the Internet are asked: public ones alone, since whoever names a feed names where we go."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

# `is_global` alone lets some of these through, depending on the Python: IANA's special-purpose registries, RFC 6890.
_NEVER_4: Final = tuple(
    IPv4Network(each)
    for each in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
_UNICAST: Final = IPv6Network("2000::/3")  # everything else is local, multicast, reserved or stands for an IPv4 address
_NEVER_6: Final = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID
        "2001:db8::/32",  # documentation, as 3fff::/20
        "2002::/16",  # 6to4: stands for an IPv4 address
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open Internet, reached as it stands.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, NAT64, Teredo) is none, whichever that is; nor is one
    with a scope, nor what is no address at all.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return found.is_global and not any(found in each for each in _NEVER_4)
    return _is_public_6(found)


def _is_public_6(found: IPv6Address) -> bool:
    if found.scope_id is not None or found not in _UNICAST:
        return False
    return found.is_global and not any(found in each for each in _NEVER_6)
