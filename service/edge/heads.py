"""Heads: what the head of a request says, read strictly (RFC 9112 sections 2 to 6), or why it is refused.

Pure. It sees the whole raw head, from the method to the empty line, before any other parser does. Where RFC 9112 lets a
recipient be lenient (bare LF, folded lines, doubled lengths), two parsers can disagree about where a message ends, and
that is how requests are smuggled; so nothing is mended here, it is refused.
"""

import functools
import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from service.edge.problems import Problem, named

METHODS: Final = (b"GET", b"HEAD", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS")
_TOKEN: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]++"
_LINE: Final = re.compile(rb"(" + _TOKEN + rb") ([\x21-\x7e]++) HTTP/([0-9]\.[0-9])\r\n")
_FIELDS: Final = re.compile(rb"(?:" + _TOKEN + rb":[\t\x20-\x7e\x80-\xff]*+\r\n)*+\r\n")
_TARGET: Final = re.compile(rb"(?:https?://([^/?#]*+))?(/[^#]*+|\?[^#]*+)?+", re.IGNORECASE)
_HOST: Final = re.compile(
    rb"(\[[0-9A-Fa-f:.]++\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})++)(?::([0-9]{0,5}))?+"
)
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")
# The commonest ways to be wrong, most telling first: only looked at when the strict grammar has already said no.
_WRONG: Final = (
    (re.compile(rb"\0"), "It holds a NUL byte."),
    (re.compile(rb"(?<!\r)\n"), "A line ends in LF without CR."),
    (re.compile(rb"\r(?!\n)"), "It holds a CR that ends no line."),
    (re.compile(rb"\r\n[ \t]"), "A field is folded over two lines."),
    (re.compile(rb"\r\n[^:\r\n]*[ \t]:"), "There is white space before a colon."),
    (re.compile(rb"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]"), "It holds a control character."),
)
_SHORT: Final = 256
_FRAMING: Final = frozenset({b"host", b"content-length", b"transfer-encoding"})
_UPGRADE: Final = re.compile(rb"\r\n(?:upgrade|http2-settings):[^\r\n]*+(?=\r\n)", re.IGNORECASE)
_FIRST: Final = re.compile(_TOKEN)
_EARLY: Final = re.compile(rb"\0|(?<!\r)\n|\r(?!\n|\Z)")


class Refusal(Struct, frozen=True, kw_only=True):
    """Why a request is not answered by the application. `allow` is the Allow field that a 405 must carry."""

    problem: Problem
    allow: str = ""


class Bound(Struct, frozen=True):
    """How large a body may be, and how many seconds it may take."""

    bytes: int
    seconds: float


class Limits(Struct, frozen=True, kw_only=True):
    """What a head may be: bytes, fields, body bytes and seconds, and the hosts (lower case, no port) that we answer for; none means all.

    `uploads` are the few requests that may bring more than any other, by method and path.
    """

    head_bytes: int
    fields: int
    body_bytes: int
    body_seconds: float = 30.0
    uploads: Mapping[tuple[bytes, bytes], Bound] = {}
    hosts: frozenset[bytes] = frozenset()

    def bound(self, method: bytes, target: bytes) -> Bound:
        """What holds for the body of a request."""
        usual = Bound(self.body_bytes, self.body_seconds)
        return self.uploads.get((method, target.partition(b"?")[0]), usual)


class Head(Struct, kw_only=True):
    """What the edge needs to know of a head. `target` is in origin form or `*`; `authority` is set if the target named one.

    `fields` are all of them, in their order: names in lower case, values without the white space around them.
    """

    method: bytes
    target: bytes
    version: bytes
    authority: bytes | None
    length: int
    chunked: bool
    fields: list[tuple[bytes, bytes]]


def refuse(name: str, detail: str = "", **extensions: object) -> Refusal:
    """A Refusal with a problem out of `problems.TITLES`."""
    return Refusal(problem=named(name, detail, **extensions))


def read(raw: bytes, limits: Limits) -> Head | Refusal:
    """Read a whole head, which ends with its first CR LF CR LF. Its size has been limited already."""
    line = _LINE.match(raw)
    if not line or not _FIELDS.fullmatch(raw, line.end()):
        return malformed(raw)
    method, target, version = line.groups()
    if version not in {b"1.1", b"1.0"}:
        return refuse("version-not-supported", f"The request says HTTP/{version.decode()}.")
    lines = raw[line.end() : -4].split(b"\r\n") if len(raw) > line.end() + 2 else []
    fields = [_known(each) if len(each) <= _SHORT else _field(each) for each in lines]
    if len(fields) > limits.fields:
        return refuse("too-many-fields", f"The head has {len(fields)} fields; {limits.fields} are allowed.")
    framing: dict[bytes, list[bytes]] = {name: [] for name in _FRAMING}
    for name, value in fields:
        if name in _FRAMING:
            framing[name].append(value)
    return (
        _method(method)
        or _host(framing[b"host"], version, limits)
        or _framed(
            Head(
                method=method,
                target=target,
                version=version,
                authority=None,
                length=0,
                chunked=False,
                fields=fields,
            ),
            framing,
            limits,
        )
    )


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.lower(), value.strip(b" \t")


_known: Final = functools.lru_cache(maxsize=4096)(_field)
"""Most fields of a head stood in the head before."""


def request_line(raw: bytes) -> tuple[str, str]:
    """Method and target for the log out of as much of a head as there is; "-" for what cannot be told."""
    line = _LINE.match(raw)
    return (line[1].decode(), line[2].decode()) if line else ("-", "-")


def without_upgrade(raw: bytes) -> bytes:
    """The head without Upgrade, which we ignore (RFC 9110 section 7.8).

    llhttp takes a request with Upgrade to have no body whatever its length says, and its body for the next request.
    """
    return _UPGRADE.sub(b"", raw)


def hopeless(raw: bytearray, begin: int, start: int) -> bool:
    """True if no further byte can make this beginning of a head good. It begins at `begin`; before `start` all was looked at."""
    return not _FIRST.match(raw, begin) or _EARLY.search(raw, max(begin, start - 1)) is not None


def malformed(raw: bytes | bytearray) -> Refusal:
    """A head outside the grammar, with the commonest reason that fits."""
    why = (detail for pattern, detail in _WRONG if pattern.search(raw))
    return refuse("bad-request", next(why, "The request line or a field is not well-formed."))


def _method(method: bytes) -> Refusal | None:
    if method in METHODS:
        return None
    if method in {b"TRACE", b"CONNECT"}:
        return Refusal(problem=named("method-not-allowed"), allow=b", ".join(METHODS).decode())
    return refuse("method-not-implemented")


def _host(values: list[bytes], version: bytes, limits: Limits) -> Refusal | None:
    """RFC 9112 section 3.2: exactly one good Host; only HTTP/1.0 may leave it out."""
    if not values and version == b"1.0":
        return None
    if len(values) != 1:
        return refuse("bad-host", "A request has exactly one Host field.")
    return _authority(values[0], limits)


def _authority(value: bytes, limits: Limits) -> Refusal | None:
    host = _HOST.fullmatch(value)
    if not host or int(host[2] or 0) > 65535:  # noqa: PLR2004 (the highest TCP port)
        return refuse("bad-host", "A host is a name or an address, and a port if need be.")
    if limits.hosts and host[1].lower() not in limits.hosts:
        return refuse("wrong-host")
    return None


def _framed(head: Head, framing: Mapping[bytes, list[bytes]], limits: Limits) -> Head | Refusal:
    lengths, codings = framing[b"content-length"], framing[b"transfer-encoding"]
    if len(lengths) + len(codings) > 1:
        return refuse(
            "ambiguous-length", "A request has one Content-Length or one Transfer-Encoding, never more."
        )
    refusal = _codings(codings, head) or _lengths(lengths, head) or _target(head, limits)
    if (
        refusal is None
        and head.length
        and head.length > (bound := limits.bound(head.method, head.target)).bytes
    ):
        return too_large(bound)
    return refusal or head


def _codings(codings: list[bytes], head: Head) -> Refusal | None:
    if codings and head.version == b"1.0":
        return refuse("ambiguous-length", "HTTP/1.0 has no Transfer-Encoding.")
    if codings and codings[0].lower() != b"chunked":
        return refuse("coding-not-implemented", "Only chunked is.")
    head.chunked = bool(codings)
    return None


def _lengths(lengths: list[bytes], head: Head) -> Refusal | None:
    if lengths and not _LENGTH.fullmatch(lengths[0]):
        return refuse("ambiguous-length", "A Content-Length is a number in decimal digits.")
    head.length = int(lengths[0]) if lengths else 0
    return None


def too_large(bound: Bound) -> Refusal:
    """The body is over the limit, by its own word or by its bytes."""
    return refuse("body-too-large", f"At most {bound.bytes} bytes are taken.", limit=bound.bytes)


def _target(head: Head, limits: Limits) -> Refusal | None:
    """RFC 9112 section 3.2.1 to 3.2.4. An absolute target replaces Host; `*` is only for OPTIONS."""
    target = head.target
    if target == b"*" and head.method == b"OPTIONS":
        return None
    form = _TARGET.fullmatch(target)
    if not form or (form[1] is None and not target.startswith(b"/")):
        return refuse(
            "bad-target", "A target is a path that begins with a slash, or a whole http or https URL."
        )
    head.authority = form[1]
    if head.authority is not None and (refusal := _authority(head.authority, limits)):
        return refusal
    rest = form[2] or b"/"
    head.target = rest if rest.startswith(b"/") else b"/" + rest
    return None
