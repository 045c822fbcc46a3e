"""Access: one line for each answer. It holds no personal data: no address, no user agent, no referrer, no query values.

A path can hold some when somebody types an address or a number where a slug belongs; such segments are masked, and so is what
looks like a token: to revoke one that leaked, its text may stand in a path. Names of
query parameters are kept only if they look like names.
"""

import functools
import logging
import re
from typing import Final

import msgspec
from msgspec import Struct

LOGGER: Final = logging.getLogger("nordkalott.access")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,31}")
_LONG_NUMBER: Final = r"(?<=/)\+?[0-9][0-9 .-]{6,}(?=/|$)"
_PERSONAL: Final = re.compile(rf"[^/]*(?:@|%40|\bnk_[0-9a-z]{{20}})[^/]*|{_LONG_NUMBER}", re.IGNORECASE)
_SIGNS: Final = ("@", "%40", "nk_")
"""Without one of them, only a number may be personal: most paths have none, and are looked through once instead of from each letter."""
_NUMBER: Final = re.compile(_LONG_NUMBER)
_MOST_NAMES: Final = 12
_LONGEST: Final = 200
MASK: Final = "…"


class Access(Struct, frozen=True, kw_only=True):
    """One answer. `path` is masked, `query` holds names only, `ms` counts from the head's end (a refusal's from its start)."""

    request_id: str
    method: str
    path: str
    query: tuple[str, ...]
    status: int
    bytes: int
    ms: float

    def __str__(self) -> str:
        names = "?" + "&".join(self.query) if self.query else ""
        return f"{self.method} {self.path}{names} {self.status} {self.bytes} B {self.ms} ms {self.request_id}"


class Asked(Struct, frozen=True):
    """What was asked, masked as in Access."""

    method: str
    path: str
    query: tuple[str, ...]

    def answered(self, request_id: str, status: int, size: int, ms: float) -> Access:
        """The whole entry of one answer."""
        return Access(
            request_id=request_id,
            method=self.method,
            path=self.path,
            query=self.query,
            status=status,
            bytes=size,
            ms=ms,
        )


class Told(Struct, frozen=True, eq=False, dict=True):
    """What the lines of many answers have in common. Those of one answer to one question differ in time, request id and duration alone."""

    asked: Asked
    status: int
    size: int

    @functools.cached_property
    def text(self) -> bytes:
        """`str(Access)` without its end, from the duration on."""
        return str(self.entry("-", 0.0)).removesuffix("0.0 ms -").encode()

    @functools.cached_property
    def json(self) -> bytes:
        """The members of Access between the text of the request id and the duration."""
        return msgspec.json.encode(self.entry("", 0.0)).removeprefix(b'{"request_id":"').removesuffix(b"0.0}")

    def entry(self, request_id: str, ms: float) -> Access:
        """The whole entry of one of them."""
        return self.asked.answered(request_id, self.status, self.size, ms)


Line = tuple[float, bytes, float, Told]
"""One answer that is told later, with others: Unix seconds, request id, seconds that it took, what else is told of it."""


def path_of(path: str) -> str:
    """The path, fit for the log: one printable line, personal segments masked, at most 200 characters."""
    plain = path.lower()
    personal = _PERSONAL if any(sign in plain for sign in _SIGNS) else _NUMBER
    masked = personal.sub(MASK, path) if path.isprintable() else MASK
    return masked if len(masked) <= _LONGEST else masked[:_LONGEST] + MASK


def names_of(query: bytes) -> tuple[str, ...]:
    """The names of the query's parameters, the first twelve, without their values."""
    if not query:
        return ()
    parts = query.decode("latin-1").split("&", _MOST_NAMES)
    names = [part.partition("=")[0] for part in parts[:_MOST_NAMES]]
    return tuple(name if _NAME.fullmatch(name) else MASK for name in names if name)
