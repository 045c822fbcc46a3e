"""Where a redirect may lead: an absolute address, or a path on this service, as the URI that a Location field can carry.

Sources: RFC 3986 (URIs; 6.2.3 on what is the same address), RFC 3987 section 3.1 (from IRI to URI), RFC 9110 section 10.2.2.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

LONGEST: Final = 2_000
_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.?")
# IDNA 2003, which Python has, makes another name of these than browsers do (UTS #46, deviation characters).
_TWO_NAMES: Final = re.compile("[\u00df\u1e9e\u03c2\u200c\u200d]")
_LONE_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")


def uri(to: str) -> str | None:
    """The target in ASCII: path and query percent-encoded, host in its IDNA form, scheme and host in lower case.

    None where it is no target: another scheme, no host, a name and password before the host, spaces, control characters,
    a backslash. `uri(uri(to)) == uri(to)`.
    """
    if len(to) > LONGEST or not to.isprintable() or re.search(r"[\s\\]", to):
        return None
    if to.startswith("/") and not to.startswith("//"):
        return _escaped(to)
    try:
        parts = urlsplit(to)
        scheme, port = parts.scheme, parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        return None
    if scheme not in _PORTS or host is None or "@" in parts.netloc or port == 0:
        return None
    rest = to[len(f"{scheme}://{parts.netloc}") :]
    shown = "" if port in {None, _PORTS[scheme]} else f":{port}"
    return f"{scheme}://{host}{shown}{_escaped(rest if rest.startswith('/') else f'/{rest}')}"


def place(target: str) -> str:
    """What a target shows, not which part or form of it: without query and fragment, and however it is spelled.

    Source: RFC 3986 section 6.2.2 (percent-encoding and dot segments make no other address).
    """
    parts = urlsplit(re.split("[?#]", target, maxsplit=1)[0])
    path = posixpath.normpath(unquote(parts.path) or "/")
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{origin}{'/' + path.lstrip('/')}"


def _ascii(host: str) -> str | None:
    if _TWO_NAMES.search(host):
        return None
    name = host.encode("idna").decode().lower()
    return name if _HOST.fullmatch(name) else None


def _escaped(rest: str) -> str:
    before, mark, fragment = _LONE_PERCENT.sub("%25", rest).partition("#")
    safe = "/?:@!$&'()*+,;=%"
    return f"{quote(before, safe=safe)}{mark}{quote(fragment, safe=safe)}"
