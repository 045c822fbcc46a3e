"""WebSub (W3C Recommendation, 23 January 2018): what may be asked of a hub, and what it sends. Pure: nothing is called from here."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from msgspec import Struct

from content.errors import Fault, Invalid, Message

Mode = Literal["subscribe", "unsubscribe"]

MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
LEASE: Final = 10 * 86400
"""Seconds of a lease where none is asked for (section 8.2: 10 days is a good default)."""
SHORTEST: Final = 3600
LONGEST: Final = 30 * 86400
MOST_SECRET: Final = 200
"""A secret has fewer bytes than this (section 5.1)."""
LONGEST_ADDRESS: Final = 2048
MESSAGE_ID: Final = "webhook-id"
"""The field that is the same however often a message is sent: named as in Standard Webhooks, for one subscriber may have both."""

_KNOWN: Final = ("hub.mode", "hub.callback", "hub.topic", "hub.lease_seconds", "hub.secret")
_MOST_FIELDS: Final = 100
_MANY_DIGITS: Final = 18
_LAST_PORT: Final = 65535
_ADDRESS: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=\[\]]|%[0-9A-Fa-f]{2})*", re.ASCII)
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]", re.ASCII)
_ENCODED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9\-._~]", re.ASCII)


class Request(Struct, frozen=True, kw_only=True):
    """What a subscriber asks for. `lease` is in seconds, within the bounds of this hub; `secret` is "" where there is none."""

    mode: Mode
    callback: str
    topic: str
    lease: int = LEASE
    secret: str = ""


def request(body: bytes, is_topic: Callable[[str], bool]) -> Request:
    """A form of section 5.1, understood. What is not known is ignored, as the section wants it.

    `is_topic` says whether an address, as `plain` gives it, could be a topic of this hub. Raises Invalid with every fault.
    """
    form = _form(body)
    faults = list(_faults(form, is_topic))
    if faults:
        raise Invalid(tuple(faults))
    wanted = {name: texts[0] for name, texts in form.items() if texts[0]}
    if wanted["hub.mode"] == "unsubscribe":
        return Request(mode="unsubscribe", callback=wanted["hub.callback"], topic=wanted["hub.topic"])
    return Request(
        mode="subscribe",
        callback=wanted["hub.callback"],
        topic=wanted["hub.topic"],
        lease=_lease(wanted.get("hub.lease_seconds", "")),
        secret=wanted.get("hub.secret", ""),
    )


def plain(topic: str) -> str:
    """A topic's address with what needs no percent-encoding decoded (section 5.1.1; RFC 3986 section 6.2.2.2)."""

    def decoded(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if _UNRESERVED.fullmatch(character) else found[0].upper()

    return _ENCODED.sub(decoded, topic)


def host(callback: str) -> str:
    """The host of a callback that `request` let through, in lower case and without a dot at its end; an address of IPv6 as RFC 5952 writes it.

    What is counted by host is so counted once, however its name is written.
    """
    name = (urlsplit(callback).hostname or "").rstrip(".")
    return str(ipaddress.IPv6Address(name)) if ":" in name else name


def verification(callback: str, mode: Mode, topic: str, challenge: str, lease: int) -> str:
    """The address that asks whether the subscriber meant it (section 5.3); `lease` is told for a subscription alone."""
    asked = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge}
    return _with(callback, asked | ({"hub.lease_seconds": str(lease)} if mode == "subscribe" else {}))


def denial(callback: str, topic: str, reason: str) -> str:
    """The address that tells that there is no subscription, or no more (section 5.2)."""
    return _with(callback, {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason})


def echoed(body: bytes, challenge: str) -> bool:
    """Is the answer the challenge, and not a byte more? (Section 5.3.1.)"""
    return hmac.compare_digest(body, challenge.encode("ascii"))


def links(hub: str, topic: str) -> str:
    """The value of the one Link field that sections 4 and 7 ask for."""
    return f'<{hub}>; rel="hub", <{topic}>; rel="self"'


def signature(secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature (section 7.1): HMAC of the body's bytes, with SHA-256."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def _form(body: bytes) -> dict[str, list[str]]:
    """The known fields of a form in UTF-8 (HTML, section 4.10.21.8), each with all its values."""
    try:
        # Broken UTF-8 is told, and not replaced: else a secret would be another one than was meant.
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeError as error:
        raise Invalid.one(
            "",
            "not_text",
            nb="Skjemaet har tegn som ikke er gyldig UTF-8.",
            en="The form has characters that are not valid UTF-8.",
        ) from error
    except ValueError as error:
        raise Invalid.one(
            "",
            "too_many_fields",
            nb=f"Skjemaet har flere enn {_MOST_FIELDS} felt.",
            en=f"The form has more than {_MOST_FIELDS} fields.",
        ) from error
    form: dict[str, list[str]] = {}
    for name, text in pairs:
        if name in _KNOWN:
            form.setdefault(name, []).append(text)
    return form


def _faults(form: Mapping[str, list[str]], is_topic: Callable[[str], bool]) -> Iterator[Fault]:
    for name, count in Counter({name: len(texts) for name, texts in form.items()}).items():
        if count > 1:
            yield _fault(
                name,
                "doubled_parameter",
                "Denne parameteren står to ganger.",
                "This parameter is there twice.",
            )
    for name in _KNOWN[:3]:
        if not form.get(name, [""])[0]:
            yield _fault(name, "missing", "Denne parameteren må være med.", "This parameter is needed.")
    mode = form.get("hub.mode", [""])[0]
    if mode not in {"", "subscribe", "unsubscribe"}:
        yield _fault(
            "hub.mode",
            "unknown_mode",
            "Gyldig er subscribe og unsubscribe.",
            "Valid are subscribe and unsubscribe.",
        )
    if callback := form.get("hub.callback", [""])[0]:
        yield from _of_callback(callback)
    if topic := form.get("hub.topic", [""])[0]:
        yield from _of_topic(topic, is_topic)
    if mode != "unsubscribe":  # what is sent beside it then is ignored (section 5.1)
        yield from _of_lease(form.get("hub.lease_seconds", [""])[0])
        yield from _of_secret(form.get("hub.secret", [""])[0])


def _of_callback(text: str) -> Iterator[Fault]:
    """The exact address is called (section 8.3), so one that a client would have to mend is refused."""
    at = "hub.callback"
    if len(text) > LONGEST_ADDRESS:
        yield _too_long(at)
        return
    if "#" in text:
        yield _fault(
            at,
            "fragment",
            "Adressen kan ikke ha et fragment (#).",
            "The address cannot have a fragment (#).",
        )
        return
    if not _ADDRESS.fullmatch(text):
        yield _fault(
            at,
            "not_an_address",
            "Adressen har tegn som må skrives med prosentkoding (RFC 3986).",
            "The address has characters that must be percent-encoded (RFC 3986).",
        )
        return
    yield from _of_parts(at, text)


def _of_parts(at: str, text: str) -> Iterator[Fault]:
    try:
        parts = urlsplit(text)
        port = parts.port
        host(text)
    except ValueError:
        yield _fault(at, "not_an_address", "Dette er ikke en adresse.", "This is not an address.")
        return
    name = parts.netloc.rpartition("@")[2].removesuffix(f":{port}" if port is not None else ":")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(name):
        yield _fault(
            at,
            "not_an_address",
            "Adressen må begynne med http:// eller https:// og et vertsnavn.",
            "The address must begin with http:// or https:// and a host name.",
        )
    if "@" in parts.netloc:
        yield _fault(
            at,
            "user_information",
            "Adressen kan ikke ha navn eller passord i seg.",
            "The address cannot have a name or password in it.",
        )
    if port is not None and not 0 < port <= _LAST_PORT:
        yield _fault(at, "not_an_address", f"Det finnes ingen port {port}.", f"There is no port {port}.")
    if "[" in parts.path + parts.query or {".", ".."} & set(unquote(parts.path).split("/")):
        yield _fault(
            at,
            "not_normal",
            "Stien kan ikke ha leddene . og .., og [ og ] må skrives med prosentkoding.",
            "The path cannot have the segments . and .., and [ and ] must be percent-encoded.",
        )


def _of_topic(text: str, is_topic: Callable[[str], bool]) -> Iterator[Fault]:
    if len(text) > LONGEST_ADDRESS:
        yield _too_long("hub.topic")
    elif not is_topic(plain(text)):
        yield _fault(
            "hub.topic",
            "no_topic",
            "Denne huben leverer bare tjenestens egne strømmer. Bruk adressen som står i strømmens rel=self.",
            "This hub delivers the feeds of this service alone. Use the address that the feed has in its rel=self.",
        )


def _of_lease(text: str) -> Iterator[Fault]:
    if text and not (text.isascii() and text.isdecimal() and text.strip("0")):
        yield _fault(
            "hub.lease_seconds",
            "not_a_lease",
            "Oppgi sekunder som et positivt heltall, eller la være.",
            "Give seconds as a positive whole number, or leave it out.",
        )


def _of_secret(text: str) -> Iterator[Fault]:
    if len(text.encode()) >= MOST_SECRET:
        yield _fault(
            "hub.secret",
            "too_long",
            f"En hemmelighet må ha færre enn {MOST_SECRET} byte.",
            f"A secret must have fewer than {MOST_SECRET} bytes.",
        )


def _lease(text: str) -> int:
    if not text:
        return LEASE
    digits = text.lstrip("0")
    return LONGEST if len(digits) > _MANY_DIGITS else min(max(int(digits), SHORTEST), LONGEST)


def _with(callback: str, more: Mapping[str, str]) -> str:
    """The callback with more parameters at its end; its own stay as they are (section 5.1.1)."""
    joint = "?" if "?" not in callback else "" if callback.endswith(("?", "&")) else "&"
    return f"{callback}{joint}{urlencode(more, quote_via=quote)}"


def _too_long(at: str) -> Fault:
    return _fault(
        at,
        "too_long",
        f"En adresse kan ha høyst {LONGEST_ADDRESS} tegn.",
        f"An address may have {LONGEST_ADDRESS} characters at most.",
    )


def _fault(name: str, code: str, nb: str, en: str) -> Fault:
    return Fault(pointer=f"/{name}", code=code, message=Message(nb=nb, en=en))
