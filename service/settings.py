"""Settings: what an operator may decide, where it is read from, and what is wrong with it.

Three sources, the later wins: the TOML file, the `NORDKALOTT_*` variables, the flags of the command line (DESIGN section 4).
The file is the one that `NORDKALOTT_CONFIG` names, or `nordkalott.toml` in the working folder. Nothing is read at import time.
"""

import ipaddress
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from content.errors import Fault, Invalid, Message

PREFIX: Final = "NORDKALOTT_"
FILE: Final = "nordkalott.toml"
# CONFIG names the file itself; CORPUS tells the tests where their optional data is. Neither is a setting of the service.
_NOT_SETTINGS: Final = frozenset({"CONFIG", "CORPUS"})
_LOCALE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_HOST: Final = re.compile(r"\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?", re.IGNORECASE)

Names = tuple[str, ...]
Seconds = Annotated[float, Meta(gt=0, le=3600)]
Bytes = Annotated[int, Meta(ge=1, le=2**40)]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every setting, with its default. Times are seconds, sizes are bytes."""

    data: Annotated[str, Meta(min_length=1, description="Folder that holds the database and the media.")] = (
        "./data"
    )
    base_url: Annotated[
        str,
        Meta(
            min_length=1,
            description="Scheme and host that the public uses; every absolute URL starts with it.",
        ),
    ] = "http://127.0.0.1:8055"
    host: Annotated[str, Meta(min_length=1, description="Address or name of this machine to listen on.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65535, description="TCP port to listen on; 0 takes a free one.")] = (
        8055
    )
    locales: Annotated[
        Names,
        Meta(
            min_length=1,
            description="Locales that records are written in, best known first; `nb` must be one.",
        ),
    ] = ("nb", "nn", "se", "fkv", "en")
    trusted_proxies: Annotated[
        Names,
        Meta(
            description="Addresses or networks whose `X-Forwarded-For`, `X-Forwarded-Proto` and `X-Request-Id` we believe."
        ),
    ] = ()
    allowed_hosts: Annotated[
        Names,
        Meta(
            description="Host names that requests may be for, without port; empty means every well-formed one."
        ),
    ] = ()
    max_header_bytes: Annotated[
        int,
        Meta(
            ge=512,
            le=2**40,
            description="Largest head of a request, request line and all fields; more is 431.",
        ),
    ] = 16384
    max_header_count: Annotated[
        int, Meta(ge=1, le=10000, description="Most header fields in a request; more is 431.")
    ] = 100
    header_timeout: Annotated[
        Seconds, Meta(description="Longest time from the first byte of a head to its end; longer is 408.")
    ] = 10.0
    body_timeout: Annotated[
        Seconds,
        Meta(description="Longest time from the end of a head to the end of its body; longer is 408."),
    ] = 30.0
    max_body_bytes: Annotated[Bytes, Meta(description="Largest body of a request; more is 413.")] = (
        1024 * 1024
    )
    max_media_bytes: Annotated[
        Bytes, Meta(description="Largest file that is taken by `POST /v1/media`; more is 413.")
    ] = 512 * 1024 * 1024
    upload_timeout: Annotated[
        Seconds, Meta(description="Longest time that such a file may take to arrive; longer is 408.")
    ] = 1800.0
    keep_alive: Annotated[
        Seconds, Meta(description="How long an idle connection is kept for the next request.")
    ] = 5.0
    max_connections: Annotated[
        int, Meta(ge=1, le=1_000_000, description="Most connections at a time; a request on one more is 503.")
    ] = 10000
    shutdown_grace: Annotated[
        int,
        Meta(
            ge=0, le=3600, description="How long running requests may go on after SIGTERM, in whole seconds."
        ),
    ] = 10
    snapshot_bytes: Annotated[
        int, Meta(ge=0, le=2**40, description="Memory for finished answers (snapshots).")
    ] = 64 * 1024 * 1024
    rate_limit: Annotated[
        int,
        Meta(
            ge=0,
            le=1_000_000,
            description="Requests that a token may make in a minute, in the long run; more is 429. 0 means any number.",
        ),
    ] = 3000
    rate_burst: Annotated[
        int,
        Meta(ge=1, le=1_000_000, description="Requests that a token may make at once, after a quiet while."),
    ] = 1000
    sign_in_limit: Annotated[
        int,
        Meta(
            ge=1,
            le=1_000_000,
            description="Failed sign-ins from one address in a minute that are told apart; more is 429.",
        ),
    ] = 20
    journal_days: Annotated[
        int,
        Meta(ge=0, le=36500, description="How many days the journal is kept; 0 means for ever."),
    ] = 0
    security_days: Annotated[
        int,
        Meta(ge=1, le=3650, description="How many days the security log is kept, which holds addresses."),
    ] = 90
    log_format: Annotated[
        Literal["text", "json"], Meta(description="Form of the log: `text` for people, `json` for machines.")
    ] = "text"
    publisher: Annotated[
        str, Meta(min_length=1, description="Who publishes; stands in feeds, pages and fragments.")
    ] = "Troms fylkeskommune, internasjonal avdeling"
    review_months: Annotated[
        int, Meta(ge=1, le=120, description="After how many months a new record is to be reviewed.")
    ] = 12
    security_contact: Annotated[
        str,
        Meta(
            description="Where to report a vulnerability, as `mailto:` or `https:`; stands in `security.txt` (RFC 9116)."
        ),
    ] = ""

    @property
    def folder(self) -> Path:
        """`data` as a path; a relative one starts in the working folder."""
        return Path(self.data)


def variable(name: str) -> str:
    """The environment variable of a setting: `base_url` is `NORDKALOTT_BASE_URL`."""
    return PREFIX + name.upper()


def load(data: Path | None, flags: Mapping[str, object], environ: Mapping[str, str]) -> Settings:
    """The settings in force. `data` is the `--data` flag; flags that are None were not given.

    Raises Invalid with every fault in every source at once; each says which source it comes from.
    """
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    given = {name: value for name, value in flags.items() if value is not None}
    if data is not None:
        given["data"] = str(data)
    for origin, source in (
        *_file(environ, faults),
        *_environment(environ),
        *((f"--{name.replace('_', '-')}", {name: value}) for name, value in given.items()),
    ):
        for name, value in source.items():
            if name in _TYPES:
                _take(name, value, origin, values, faults)
            else:
                faults.append(_unknown(name, origin))
    if faults:
        raise Invalid(tuple(faults))
    return Settings(**values)


def _file(environ: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, Mapping[str, object]]]:
    named = environ.get(PREFIX + "CONFIG")
    path = Path(named or FILE)
    if not named and not path.exists():
        return
    try:
        yield str(path), tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        faults.append(
            _fault("", "unreadable", f"Kan ikke lese {path}: {why}.", f"Cannot read {path}: {why}.")
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(
            _fault(
                "", "syntax", f"{path} er ikke gyldig TOML: {error}.", f"{path} is not valid TOML: {error}."
            )
        )


def _environment(environ: Mapping[str, str]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key in sorted(environ):
        name = key.removeprefix(PREFIX)
        if key.startswith(PREFIX) and name not in _NOT_SETTINGS:
            yield key, {name.lower() if name == name.upper() else name: environ[key]}


def _take(name: str, value: object, origin: str, values: dict[str, Any], faults: list[Fault]) -> None:
    kind = _TYPES[name]
    if kind.names and isinstance(value, str):
        value = tuple(filter(None, re.split(r"[\s,]+", value)))
    # Only the environment is all text; in TOML, port = "8055" is a mistake worth telling.
    lax = origin.startswith((PREFIX, "--"))
    try:
        if isinstance(value, bool):
            raise ValueError(_SHAPES[name][1])  # noqa: TRY004, TRY301 (one way out for all that is wrong with a value)
        converted = msgspec.convert(value, kind.type, strict=not lax)
        values[name] = _MEANING[name](converted) if name in _MEANING else converted
    except (msgspec.ValidationError, ValueError):
        nb, en = _SHAPES[name]
        shown = repr(value)[:80]
        faults.append(
            _fault(
                f"/{name}",
                "bad_setting",
                f"{origin} gir {name} verdien {shown}. Den må være {nb}.",
                f"{origin} sets {name} to {shown}. It must be {en}.",
            )
        )


def _unknown(name: str, origin: str) -> Fault:
    known = ", ".join(_TYPES)
    return _fault(
        f"/{name}",
        "unknown_setting",
        f"{origin}: «{name}» er ikke en innstilling. Innstillingene er: {known}.",
        f"{origin}: “{name}” is not a setting. The settings are: {known}.",
    )


def _fault(pointer: str, code: str, nb: str, en: str) -> Fault:
    return Fault(pointer=pointer, code=code, message=Message(nb=nb, en=en))


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


def _contact(value: str) -> str:
    if value and (not value.startswith(("mailto:", "https://")) or not value.isprintable() or " " in value):
        raise ValueError(value)
    return value


def _one_line(value: str) -> str:
    if not value.isprintable() or value != value.strip():
        raise ValueError(value)
    return value


class _Type(Struct, frozen=True):
    type: Any
    names: bool


_TYPES: Final[Mapping[str, _Type]] = {
    field.name: _Type(field.type, isinstance(field.default, tuple))
    for field in msgspec.structs.fields(Settings)
}
_MEANING: Final[Mapping[str, Callable[[Any], object]]] = {
    "base_url": _base_url,
    "host": _one_line,
    "data": _one_line,
    "locales": _locales,
    "trusted_proxies": _networks,
    "allowed_hosts": _hosts,
    "publisher": _one_line,
    "security_contact": _contact,
}
_SECONDS: Final = (
    "et tall større enn 0 og høyst 3600 (sekunder)",
    "a number above 0 and at most 3600 (seconds)",
)
_SIZE: Final = ("et helt antall byte, minst 1", "a whole number of bytes, at least 1")
_COUNT: Final = ("et helt tall fra 1 til 1000000", "a whole number from 1 to 1000000")
_TEXT: Final = ("én linje tekst", "one line of text")
_SHAPES: Final[Mapping[str, tuple[str, str]]] = {
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
    "max_connections": _COUNT,
    "shutdown_grace": ("et helt antall sekunder fra 0 til 3600", "a whole number of seconds from 0 to 3600"),
    "snapshot_bytes": ("et helt antall byte, minst 0", "a whole number of bytes, at least 0"),
    "rate_limit": ("et helt tall fra 0 til 1000000", "a whole number from 0 to 1000000"),
    "rate_burst": _COUNT,
    "sign_in_limit": _COUNT,
    "journal_days": ("et helt antall døgn fra 0 til 36500", "a whole number of days from 0 to 36500"),
    "security_days": ("et helt antall døgn fra 1 til 3650", "a whole number of days from 1 to 3650"),
    "log_format": ("text eller json", "text or json"),
    "publisher": _TEXT,
    "review_months": ("et helt tall fra 1 til 120", "a whole number from 1 to 120"),
    "security_contact": ("tom, mailto: eller https://", "empty, mailto: or https://"),
}
