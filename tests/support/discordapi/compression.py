"""How the gateway packs what it sends: one context for the whole connection, a flush after each frame."""

from __future__ import annotations

import importlib
import importlib.util
import zlib
from collections.abc import Callable
from typing import Any

Compression = Callable[[bytes], bytes]


def compression(wanted: str) -> Compression | None:
    """Return what packs the frames of one connection; None where they are sent as they are."""
    if wanted == "zlib-stream":
        stream = zlib.compressobj()
        return lambda frame: stream.compress(frame) + stream.flush(zlib.Z_SYNC_FLUSH)
    return _zstd() if wanted == "zstd-stream" else None


def _zstd() -> Compression:
    """Return Zstandard, which discord.py asks for where it is at hand: with Python from 3.14 on, or as a package."""
    if importlib.util.find_spec("compression") is not None:
        packer: Any = importlib.import_module("compression.zstd").ZstdCompressor()
        return lambda frame: bytes(packer.compress(frame, packer.FLUSH_BLOCK))
    package: Any = importlib.import_module("zstandard")
    stream = package.ZstdCompressor().compressobj()
    return lambda frame: bytes(stream.compress(frame) + stream.flush(package.COMPRESSOBJ_FLUSH_BLOCK))
