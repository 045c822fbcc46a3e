"""What a setting must look like beyond its type, and how that is said."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from service.outbound import proxy_of
from service.settings.fields import Names

_LOCALE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_HOST: Final = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?", re.IGNORECASE)

_REACHED: Final = re.compile(r"mailto:[^\s@]+@[^\s@]+|tel:\+?[0-9()./-]{3,30}|https://\S+")


def _base_url(value: str) -> str:
    url = urlsplit(value.removesuffix("/"))
    bare = not (url.path or url.query or url.fragment or url.username or url.password) and not value.endswith(
        ("?", "#")
    )
    if (
        url.scheme not in {"http", "https"}
        or not bare
        or not _HOST.fullmatch(_bracketed(url.hostname or ""))
        or url.port == 0
    ):
        raise ValueError(value)
    return f"{url.scheme}://{url.netloc.lower()}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _locales(value: Names) -> Names:
    if (
        "nb" not in value
        or "no" in value
        or len(set(value)) != len(value)
        or not all(map(_LOCALE.fullmatch, value))
    ):
        raise ValueError(value)
    return value


def _networks(value: Names) -> Names:
    return tuple(str(ipaddress.ip_network(part)) for part in value)


def _hosts(value: Names) -> Names:
    if not all(map(_HOST.fullmatch, value)):
        raise ValueError(value)
    return tuple(name.lower() for name in value)


def _callable(value: Names) -> Names:
    for each in value:
        if not _HOST.fullmatch(each):
            ipaddress.ip_network(each)
    return tuple(name.lower() for name in value)


def _proxy(value: str) -> str:
    proxy_of(_one_line(value))
    return value


def _contacts(value: Names) -> Names:
    if not all(_REACHED.fullmatch(each) and each.isprintable() for each in value):
        raise ValueError(value)
    return value


def _https(value: str) -> str:
    if value and not (value.startswith("https://") and _contact(value)):
        raise ValueError(value)
    return value


def _contact(value: str) -> str:
    if value and (not value.startswith(("mailto:", "https://")) or not value.isprintable() or " " in value):
        raise ValueError(value)
    return value


def _one_line(value: str) -> str:
    if not value.isprintable() or value != value.strip():
        raise ValueError(value)
    return value


MEANING: Final[Mapping[str, Callable[[Any], object]]] = {
    "base_url": _base_url,
    "host": _one_line,
    "data": _one_line,
    "locales": _locales,
    "trusted_proxies": _networks,
    "allowed_hosts": _hosts,
    "publisher": _one_line,
    "accessibility_contacts": _contacts,
    "accessibility_statement": _https,
    "accessibility_breaches": _one_line,
    "outbound_allowed": _callable,
    "outbound_proxy": _proxy,
    "security_contact": _contact,
}
_SECONDS: Final = (
    "et tall større enn 0 og høyst 3600 (sekunder)",
    "a number above 0 and at most 3600 (seconds)",
)
_SIZE: Final = ("et helt antall byte, minst 1", "a whole number of bytes, at least 1")
_COUNT: Final = ("et helt tall fra 1 til 1000000", "a whole number from 1 to 1000000")
_TEXT: Final = ("én linje tekst", "one line of text")
SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    "data": ("stien til en mappe", "the path of a folder"),
    "base_url": (
        "http:// eller https:// og et vertsnavn, uten sti, som «https://innhold.example»",
        "http:// or https:// and a host, without a path, such as “https://content.example”",
    ),
    "host": ("en adresse eller et vertsnavn", "an address or a host name"),
    "port": ("et helt tall fra 0 til 65535", "a whole number from 0 to 65535"),
    "locales": (
        "ulike språkkoder med små bokstaver, der nb er med og no ikke er det, som «nb, nn, en»",
        "different tags in lower case, nb among them and never no, such as “nb, nn, en”",
    ),
    "trusted_proxies": (
        "IP-adresser eller nettverk, som «127.0.0.1, 10.0.0.0/8»",
        "IP addresses or networks, such as “127.0.0.1, 10.0.0.0/8”",
    ),
    "allowed_hosts": ("vertsnavn uten port", "host names without a port"),
    "max_header_bytes": ("et helt antall byte, minst 512", "a whole number of bytes, at least 512"),
    "max_header_count": ("et helt tall fra 1 til 10000", "a whole number from 1 to 10000"),
    "header_timeout": _SECONDS,
    "body_timeout": _SECONDS,
    "max_body_bytes": _SIZE,
    "max_media_bytes": _SIZE,
    "upload_timeout": _SECONDS,
    "keep_alive": _SECONDS,
    "write_timeout": _SECONDS,
    "max_connections": _COUNT,
    "shutdown_grace": ("et helt antall sekunder fra 0 til 3600", "a whole number of seconds from 0 to 3600"),
    "workers": ("et helt tall fra 1 til 64", "a whole number from 1 to 64"),
    "snapshot_bytes": ("et helt antall byte, minst 0", "a whole number of bytes, at least 0"),
    "rate_limit": ("et helt tall fra 0 til 1000000", "a whole number from 0 to 1000000"),
    "rate_burst": _COUNT,
    "hub_limit": ("et helt tall fra 0 til 1000000", "a whole number from 0 to 1000000"),
    "sign_in_limit": _COUNT,
    "journal_days": ("et helt antall døgn fra 0 til 36500", "a whole number of days from 0 to 36500"),
    "security_days": ("et helt antall døgn fra 1 til 3650", "a whole number of days from 1 to 3650"),
    "log_format": ("text eller json", "text or json"),
    "fast_path": ("on eller off", "on or off"),
    "recheck": ("on eller off", "on or off"),
    "metrics": ("off eller on", "off or on"),
    "publisher": _TEXT,
    "accessibility_contacts": (
        "adresser som «mailto:post@example.no, tel:+4777788000, https://example.no/kontakt»",
        "addresses such as “mailto:post@example.no, tel:+4777788000, https://example.no/contact”",
    ),
    "accessibility_statement": ("tom eller https://", "empty or https://"),
    "accessibility_breaches": ("stien til en fil, eller tom", "the path of a file, or empty"),
    "outbound": ("public eller listed", "public or listed"),
    "outbound_allowed": (
        "vertsnavn, IP-adresser eller nettverk uten port, som «intern.example, 10.20.0.0/16»",
        "host names, IP addresses or networks without a port, such as “intern.example, 10.20.0.0/16”",
    ),
    "outbound_proxy": (
        "tom, eller http://vert:port, med bruker:passord@ foran verten om det trengs",
        "empty, or http://host:port, with user:password@ before the host if need be",
    ),
    "language_advice": ("on eller off", "on or off"),
    "review_months": ("et helt tall fra 1 til 120", "a whole number from 1 to 120"),
    "security_contact": ("tom, mailto: eller https://", "empty, mailto: or https://"),
}
