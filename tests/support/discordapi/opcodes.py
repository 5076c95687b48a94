"""The numbers of the gateway: what a frame is, and why a connection is closed."""

from __future__ import annotations

from enum import IntEnum


class Op(IntEnum):
    """What a frame is."""

    EVENT = 0
    BEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID = 9
    HELLO = 10
    ACK = 11


class Close(IntEnum):
    """Why a connection is closed."""

    UNKNOWN_OP = 4001
    NO_JSON = 4002
    NOT_IDENTIFIED = 4003
    BAD_TOKEN = 4004
    IDENTIFIED_TWICE = 4005
    TIMED_OUT = 4009
    BAD_INTENTS = 4013
    REFUSED_INTENTS = 4014
