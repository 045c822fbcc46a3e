"""The public addresses of things: the one place where a URL is put together. Implements `content.ports.Links`."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

from content.locales import Locale

HUB: Final = "/hub"
"""The path of the hub, which takes a POST."""


class PublicLinks:
    """Absolute addresses under the base URL of the settings (no slash at its end)."""

    def __init__(self, base_url: str, *, contact: str = "", statement: str = "") -> None:
        """`contact` is whom to tell of what cannot be used, `statement` the official accessibility statement; both may be elsewhere."""
        self.base = base_url
        self.contact = contact
        self.statement = statement

    def page(self, locale: Locale, slug: str) -> str:
        """The page for people."""
        return f"{self.base}/pages/{locale}/{slug}"

    def record(self, identity: UUID, locale: Locale) -> str:
        """The record as JSON."""
        return f"{self.base}/v1/records/{identity}?locale={locale}"

    def editions(self, identity: UUID, locale: Locale) -> str:
        """The list of editions."""
        return f"{self.base}/v1/records/{identity}/editions?locale={locale}"

    def accessibility(self, identity: UUID, locale: Locale) -> str:
        """The Report as EARL."""
        return f"{self.base}/v1/records/{identity}/accessibility?locale={locale}"

    def fragment(self, identity: UUID, locale: Locale) -> str:
        """The HTML fragment, full, at level 2."""
        return f"{self.base}/fragments/{identity}?locale={locale}"

    def topic(self, locale: Locale, key: str) -> str:
        """What is published on a topic, for people: its place on the page of feeds."""
        return f"{self.base}/feeds/{locale}#topic-{key}"

    def feed(self, locale: Locale, name: str, suffix: str) -> str:
        """A feed: name "" for everything, a kind, or "topics/KEY[/KIND]"; suffix "atom", "rss" or "json"."""
        return f"{self.base}/feeds/{locale}{'/' if name else ''}{name}.{suffix}"

    def feeds(self, locale: Locale) -> str:
        """The page for people that lists the feeds."""
        return f"{self.base}/feeds/{locale}"

    def hub(self) -> str:
        """Whom to ask to be told of what is new in a feed."""
        return self.at(HUB)

    def rules(self) -> str:
        """The page of the accessibility rules; the place of a rule in it is `#` and its id."""
        return self.at("/docs/rules")

    def at(self, path: str, query: dict[str, str] | None = None) -> str:
        """A path on this service, with a query."""
        return f"{self.base}{quote(path)}{'?' + urlencode(query) if query else ''}"

    def absolute(self, href: str) -> str:
        """An address as authors write it: a path on this service becomes absolute, all others stay."""
        return f"{self.base}{href}" if href.startswith("/") and not href.startswith("//") else href
