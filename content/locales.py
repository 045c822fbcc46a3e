"""Locales: the BCP 47 tags that records are written in, how one falls back to another, how Accept-Language is reduced.

Sources: RFC 5646 (tags), RFC 4647 section 3.4 (lookup), RFC 9110 section 12.5.4 (Accept-Language), DESIGN section 2 (fallback).
"""

from typing import Annotated, Final

from msgspec import Meta

from content.errors import Fault, Invalid, Message

Locale = str
"""A lower-case BCP 47 tag out of `Locales.configured`, e.g. "nb"."""

Tag = Annotated[str, Meta(max_length=35, pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$(?!\n)")]
"""A locale in what comes from outside: it has the form of a tag, whether it is configured or not."""

DEFAULT: Final = "nb"
BUILT_IN: Final = ("nb", "nn", "se", "fkv", "en")
_FALLBACK: Final = {"no": "nb", "nn": "nb", "nb": "nn", "se": "nb", "fkv": "nb"}
_NAMES: Final = {
    "nb": "norsk bokmål",
    "nn": "norsk nynorsk",
    "se": "davvisámegiella",
    "fkv": "kvääni",
    "en": "English",
}


def chain(locale: str, available: tuple[Locale, ...] = BUILT_IN) -> tuple[Locale, ...]:
    """The locales to try for `locale`, best first: itself, its fallback, the default, English; then whatever there is."""
    wanted = [locale, _FALLBACK.get(locale, DEFAULT), DEFAULT, "nn", "en", *available]
    return tuple(dict.fromkeys(tag for tag in wanted if tag in available))


def name(locale: Locale) -> str:
    """The locale's name in its own language; the tag itself where we know no name."""
    return _NAMES.get(locale, locale)


def parse(tag: str, configured: tuple[Locale, ...] = BUILT_IN, pointer: str = "/locale") -> Locale:
    """The configured locale that `tag` names ("NB" and "no" are nb). Raises Invalid for all others."""
    wanted = tag.strip().lower()
    wanted = "nb" if wanted == "no" else wanted
    if wanted in configured:
        return wanted
    raise Invalid((unknown(tag, configured, pointer),))


def unknown(tag: str, configured: tuple[Locale, ...] = BUILT_IN, pointer: str = "/locale") -> Fault:
    """What to say of a locale that is not configured."""
    known = ", ".join(configured)
    return Fault(
        pointer=pointer,
        code="unknown_locale",
        message=Message(
            nb=f"«{tag[:40]}» er ikke et språk her. Bruk ett av: {known}.",
            en=f"“{tag[:40]}” is not a locale here. Use one of: {known}.",
        ),
    )


def negotiate(accept_language: str, configured: tuple[Locale, ...] = BUILT_IN) -> Locale:
    """Reduce an Accept-Language header to one configured locale (RFC 4647 lookup: en-GB finds en); the default otherwise.

    Only the first 20 ranges count, so that a hostile header costs nothing.
    """
    ranges: list[tuple[float, int, str]] = []
    for position, part in enumerate(accept_language.split(",", 20)[:20]):
        tag, _, parameters = part.strip().partition(";")
        weight = 1.0
        parameters = parameters.strip().lower()  # "Q=0.1" too: RFC 9110 section 12.4.2
        if parameters.startswith("q="):
            try:
                weight = float(parameters[2:])
            except ValueError:
                continue
        if tag.strip() and 0 < weight <= 1:
            ranges.append((-weight, position, tag.strip().lower()))
    for _, _, tag in sorted(ranges):
        subtags = tag.split("-")
        for length in range(len(subtags), 0, -1):
            candidate = "-".join(subtags[:length])
            candidate = "nb" if candidate == "no" else candidate
            if candidate in configured:
                return candidate
    return DEFAULT if DEFAULT in configured else configured[0]
