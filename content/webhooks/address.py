"""Where a webhook may lead, as far as the text of the address tells. What the name stands for is the guard's to say.

Sources: RFC 3986 (URIs), RFC 9110 section 4.2.4 (no name and password in an address).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import SplitResult, urlsplit

from content.errors import Fault
from content.validation import shape

LONGEST: Final = 2_000
_PORTS: Final = {"http": 80, "https": 443}
# The address is called as it stands: one that a client would have to mend is refused.
_WRITABLE: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=\[\]]|%[0-9A-Fa-f]{2})*", re.ASCII)
_NAME: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*\.?", re.ASCII)
_LAST_PORT: Final = 65535


def faults(url: str, own: str, pointer: str = "/url") -> Iterator[Fault]:
    """What is wrong with an address; `own` is the base URL of the service, which is not to call itself."""
    if not _WRITABLE.fullmatch(url):
        yield shape.fault(
            pointer,
            "not_an_address",
            nb="Adressen har tegn som må skrives med prosentkoding, eller i et vertsnavn med Punycode (xn--).",
            en="The address has characters that must be percent-encoded, or in a host name written in Punycode (xn--).",
        )
        return
    parts = _split(url)
    if parts is None:
        yield shape.fault(
            pointer,
            "not_an_address",
            nb="Dette er ikke en adresse av formen https://vert/sti.",
            en="This is not an address of the form https://host/path.",
        )
        return
    if "@" in parts.netloc:
        yield shape.fault(
            pointer,
            "not_allowed",
            nb="Adressen kan ikke ha brukernavn eller passord i seg: det ville stå i lister og logger.",
            en="The address may not have a name or a password in it: they would stand in lists and logs.",
        )
    if "#" in url:
        yield shape.fault(
            pointer,
            "not_allowed",
            nb="Adressen kan ikke ha et fragment (#): det sendes aldri.",
            en="The address may not have a fragment (#): that is never sent.",
        )
    if origin(url) == origin(own):
        yield shape.fault(
            pointer,
            "not_allowed",
            nb="Dette er tjenesten selv: den kan ikke varsle seg selv.",
            en="This is the service itself: it cannot tell itself.",
        )


def host(url: str) -> str:
    """The host of an address that has no faults: in lower case, without brackets, and without a dot at its end."""
    return (urlsplit(url).hostname or "").rstrip(".")


def port(url: str) -> int:
    """The port of an address that has no faults."""
    parts = urlsplit(url)
    return parts.port or _PORTS[parts.scheme]


def origin(url: str) -> tuple[str, int]:
    """Host and port: http and https of one host at one port are one place."""
    return host(url), port(url)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        given = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or given == 0 or (given or 0) > _LAST_PORT:
        return None
    return parts if _is_host(parts.hostname or "", bracketed="[" in parts.netloc) else None


def _is_host(name: str, *, bracketed: bool) -> bool:
    if not bracketed:
        return bool(_NAME.fullmatch(name))
    try:
        return ipaddress.ip_address(name).version == 6  # noqa: PLR2004 - the protocol's own number
    except ValueError:
        return False
