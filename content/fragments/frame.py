"""What every part of a fragment shares: the language around it, ids, safe addresses, and interface words in place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from markupsafe import Markup
from msgspec import Struct, structs

from content.characters import visible
from content.fragments.context import Linked, Links
from content.fragments.markup import Attributes, Child, element, together
from content.fragments.words import fill, marked, word
from content.locales import Locale
from content.media.medium import Medium
from content.media.references import address
from content.model import Edition, Variant

# What a browser does with an address is not what a pattern for authors says, so this is checked again where it goes out:
# white space and controls are dropped by browsers before they read the scheme, and a backslash is read as a slash.
_SAFE: Final = re.compile(
    r"(?:https?://[^/\\?#]|mailto:|tel:|/(?![/\\])|#)[^\x00-\x20\x7f-\x9f\ud800-\udfff]*", re.IGNORECASE
)
_MEDIA: Final = re.compile(r"https?://|/", re.IGNORECASE)


class Frame(Struct, frozen=True, kw_only=True):
    """The surroundings of a part. `locale` is the language around it, `prefix` begins every id, `anchors` maps heading names to ids.

    `held` are the media of this service that the text shows, by digest.
    `places` maps the keys of other blocks to ids: of those that a link within the text leads to.
    """

    locale: Locale
    prefix: str
    links: Links
    linked: Mapping[UUID, Linked]
    anchors: dict[str, str] = {}
    held: Mapping[str, Medium] = {}
    places: dict[str, str] = {}

    def within(self, locale: Locale) -> Frame:
        """The same for a part in another language."""
        return self if locale == self.locale else structs.replace(self, locale=locale)

    def word(self, key: str, **parts: str) -> Markup:
        """An interface word, with its language where that is not the surrounding one."""
        spoken = word(self.locale, key)
        text = fill(spoken, self.locale, parts)
        return text if spoken.lang == self.locale else element("span", {"lang": spoken.lang}, text)

    def worded(self, tag: str, attributes: Attributes, key: str, **parts: str) -> Markup:
        """An element that holds one interface word or sentence, and says its language itself."""
        spoken = word(self.locale, key)
        lang = None if spoken.lang == self.locale else spoken.lang
        return element(tag, {**attributes, "lang": lang}, fill(spoken, self.locale, parts))

    def marked(self, text: str, lang: Locale) -> Markup:
        """Text in a language, said where it is not the surrounding one."""
        return marked(text, lang, self.locale)

    def id(self, name: str) -> str:
        """An id within the fragment for a part that is no heading: two hyphens keep it apart from those of headings."""
        return f"{self.prefix}--{name}"

    def address(self, href: str) -> str | None:
        """The address to put in the markup, absolute; None where it is unsafe, or a place that the text does not have."""
        if not _SAFE.fullmatch(href):
            return None
        if href.startswith("#"):
            target = self.anchors.get(href[1:]) or self.places.get(href[1:])
            return f"#{target}" if target else None
        return self.links.absolute(href)

    def media(self, href: str) -> str | None:
        """The address of something to load: only http, https and paths on this service; None for all else."""
        return self.address(href) if _MEDIA.match(href) else None

    def medium(self, href: str) -> tuple[Medium, str] | None:
        """The medium of this service that an address is of, and the digest that it names: its own, or a rendition's."""
        found = address(href)
        medium = self.held.get(found.digest) if found else None
        ours = found is not None and found.origin in {"", self.links.absolute("/").removesuffix("/")}
        return (medium, found.digest) if found and medium and ours else None

    @staticmethod
    def site(href: str) -> str:
        """What to call an address that has no title: its host, or all of it where it has none that can be told."""
        try:
            return urlsplit(href).netloc or href
        except ValueError:
            return href

    def page(self, linked: Linked) -> str:
        """The page of a linked record."""
        return self.links.page(linked.locale, linked.slug)

    def link(self, href: str | None, text: Child, attributes: Attributes | None = None) -> Markup:
        """A link; its text alone where there is no safe address, or no word to follow it by (WCAG 2.4.4)."""
        words = text.striptags() if isinstance(text, Markup) else text or ""
        safe = self.address(href) if href and visible(words) else None
        return element("a", {"href": safe, **(attributes or {})}, text) if safe else together(text)

    def topic(self, key: str, text: Markup) -> Markup:
        """A link to what is published on a topic."""
        return element("a", {"href": self.links.topic(self.locale, key)}, text)


def prefix(edition: Edition, variant: Variant) -> str:
    """What begins the ids of a fragment: the same for every edition, another for each record, locale and variant.

    A hash, because the ids of two records may differ anywhere; 48 bits, because a host page holds tens of fragments.
    The variant counts, because a page may hold a record in full beside a list with its card.
    """
    name = f"{edition.id}/{edition.locale}/{variant}"
    return "nk-" + hashlib.sha256(name.encode()).hexdigest()[:12]
