"""What can be tested of the RSS Advisory Board's specification and Best Practices Profile, and what the W3C's feed validator warns about.

No package of that validator can be installed, and no other library checks RSS. So this says anew, in our own words, which of their rules our
documents could break. Four of its warnings are left out. It takes `role` and `aria-*` for a risk, which accessible text needs. It does not know
the link relation `version-history`, which IANA has registered (RFC 5829), nor the namespaces of RFC 6721 and of our own elements. And it
finds it odd that two entries have the same `updated`: what is published together was published at one time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import turbohtml
from lxml import etree

ATOM: Final = "{http://www.w3.org/2005/Atom}"
UNKNOWN: Final = ("nk", "at")
"""The prefixes of namespaces that the validator does not know."""
CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}"
DC: Final = "{http://purl.org/dc/elements/1.1/}"
HISTORY: Final = "{http://purl.org/syndication/history/1.0}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"

CHANNEL: Final = frozenset(
    [
        "title",
        "link",
        "description",
        "language",
        "copyright",
        "managingEditor",
        "webMaster",
        "pubDate",
        "lastBuildDate",
        "category",
        "generator",
        "docs",
        "cloud",
        "ttl",
        "image",
        "textInput",
        "skipHours",
        "skipDays",
        "item",
    ]
)
ITEM: Final = frozenset(
    [
        "title",
        "link",
        "description",
        "author",
        "category",
        "comments",
        "enclosure",
        "guid",
        "pubDate",
        "source",
    ]
)
ATTRIBUTES: Final = {
    "rss": {"version"},
    "category": {"domain"},
    "guid": {"isPermaLink"},
    "enclosure": {"url", "length", "type"},
    "source": {"url"},
}
MANY: Final = frozenset(["category", "item"])
RELATIONS: Final = frozenset(
    [
        "alternate",
        "current",
        "enclosure",
        "hub",
        "license",
        "next",
        "next-archive",
        "prev-archive",
        "previous",
        "related",
        "self",
        "version-history",
        "via",
    ]
)
_RFC822: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})"
)
_RFC3339: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_MEDIA_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+(?:;\s*[\w-]+=[\w-]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_RISKY: Final = "script, style, iframe, object, embed, applet, form, base, meta, link, frame, frameset"


def of_rss(document: bytes, address: str, now: datetime) -> list[str]:
    """What is wrong with an RSS document that was fetched from `address` at `now`; [] where nothing is."""
    root = etree.fromstring(document)
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1:
        return ["it is no RSS 2.0 with one channel"]
    return [*_channel(channels[0], address), *_everywhere(root, now)]


def of_atom(document: bytes, address: str, now: datetime) -> list[str]:
    """What the grammar of Atom cannot say, and the validator does; [] where nothing is wrong. `address` and `now` as in `of_rss`."""
    root = etree.fromstring(document)
    return [*_feed(root, address), *_everywhere(root, now)]


def _channel(channel: etree._Element, address: str) -> Iterator[str]:
    for tag in ("title", "link", "description", "language"):
        if not channel.findtext(tag):
            yield f"channel: no {tag}"
    yield from _known(channel, CHANNEL)
    itself = [each for each in channel.findall(f"{ATOM}link") if each.get("rel") == "self"]
    if [(each.get("href"), each.get("type")) for each in itself] != [(address, "application/rss+xml")]:
        yield "channel: atom:link rel=self is not its address"
    if channel.find("docs") is not None and not _address(channel.findtext("docs")):
        yield "channel: docs is no address"
    items = channel.findall("item")
    after = [each.tag for each in channel][len(channel) - len(items) :]
    if items and set(after) != {"item"}:
        yield "channel: its own elements come after items"
    for guid, times in Counter(item.findtext("guid") for item in items).items():
        if times > 1:
            yield f"guid {guid}: {times} times"
    for item in items:
        yield from (f"{item.findtext('guid')}: {fault}" for fault in _item(item))


def _item(item: etree._Element) -> Iterator[str]:
    yield from _known(item, ITEM)
    if not item.findtext("title") and not item.findtext("description"):
        yield "neither title nor description"
    guid = item.find("guid")
    if guid is None or not guid.text:
        yield "no guid"
    elif guid.get("isPermaLink", "true") != "false" and not _address(guid.text):
        yield "guid says that it is an address"
    if not _address(item.findtext("link")):
        yield "link is no address"
    if item.find(f"{DC}creator") is not None and item.find("author") is not None:
        yield "author and dc:creator"
    tags = [each.tag for each in item]
    if f"{CONTENT}encoded" in tags and "description" not in tags[: tags.index(f"{CONTENT}encoded")]:
        yield "content:encoded without a description before it"
    for enclosure in item.findall("enclosure"):
        if (
            not _address(enclosure.get("url"))
            or not (enclosure.get("length") or "").isdigit()
            or not _MEDIA_TYPE.fullmatch(enclosure.get("type") or "")
        ):
            yield "enclosure without address, length or type"
    for tag in ("description", f"{CONTENT}encoded"):
        yield from _html(item.findtext(tag) or "", item.get(f"{XML}base") or "")


def _known(parent: etree._Element, known: frozenset[str]) -> Iterator[str]:
    """Elements outside a namespace are those of the specification, once each, with the attributes that they may have."""
    for tag, times in Counter(str(each.tag) for each in parent if "{" not in str(each.tag)).items():
        if tag not in known:
            yield f"there is no element {tag}"
        if times > 1 and tag not in MANY:
            yield f"{tag}: {times} times"
    for each in parent:
        name = str(each.tag)
        own = {attribute for attribute in map(str, each.keys()) if "{" not in attribute}
        if "{" not in name and not own <= ATTRIBUTES.get(name, set()):
            yield f"{name} has no attribute {sorted(own - ATTRIBUTES.get(name, set()))}"


def _feed(feed: etree._Element, address: str) -> Iterator[str]:
    itself = [each.get("href") for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self"]
    if itself != [address]:
        yield "feed: rel=self is not its address"
    if not any(each.get("type") == "text/html" for each in feed.findall(f"{ATOM}link")):
        yield "feed: no page"
    entries = feed.findall(f"{ATOM}entry")
    for identity, times in Counter(entry.findtext(f"{ATOM}id") for entry in entries).items():
        if times > 1:
            yield f"{identity}: {times} times"
    moments = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    archive = feed.find(f"{HISTORY}archive") is not None  # in the order of the changes
    if not archive and moments != sorted(moments, key=datetime.fromisoformat, reverse=True):
        yield "feed: not the newest first"
    if moments and (feed.findtext(f"{ATOM}updated") or "")[:19] < max(moments)[:19]:
        yield "feed: older than its newest entry"
    for parent in (feed, *entries):
        seen = Counter(
            (each.get("type"), each.get("hreflang"))
            for each in parent.findall(f"{ATOM}link")
            if each.get("rel", "alternate") == "alternate"
        )
        if seen and max(seen.values()) > 1:
            yield "two alternates of one type and language (RFC 4287 section 4.1.1)"
    for entry in entries:
        base = entry.get(f"{XML}base") or ""
        content = entry.find(f"{ATOM}content")
        if content is not None and content.get("type") == "html":
            yield from (
                f"{entry.findtext(f'{ATOM}id')}: {fault}" for fault in _html(content.text or "", base)
            )


def _everywhere(root: etree._Element, now: datetime) -> Iterator[str]:
    names = {etree.QName(each).namespace for each in root.iter(etree.Element)}
    for prefix, namespace in root.nsmap.items():
        if prefix in UNKNOWN and namespace not in names:
            yield f"the namespace {prefix} is declared for nothing"
    for element in root.iter(etree.Element):
        name, text = etree.QName(element).localname, element.text or ""
        if re.search("[\x80-\x9f\ufffd]", text + "".join(map(str, element.values()))):
            yield f"{name}: characters that come of a wrong encoding"
        if name in ("pubDate", "lastBuildDate"):
            yield from _date(name, text, now)
        if name in ("updated", "published", "when"):
            moment = text if name != "when" else element.get("when") or ""
            if not _RFC3339.fullmatch(moment) or not _plausible(datetime.fromisoformat(moment), now):
                yield f"{name}: {moment}"
        if name in ("title", "language", "subtitle", "name", "creator") and not text.strip():
            yield f"{name} is empty"
        language = text if name == "language" else element.get(f"{XML}lang") or element.get("hreflang")
        if language is not None and not _LANGUAGE.fullmatch(language):
            yield f"{name}: {language} is no language"
        if element.tag == f"{ATOM}link":
            yield from _link(element)


def _link(link: etree._Element) -> Iterator[str]:
    if link.get("rel") not in RELATIONS:
        yield f"link: {link.get('rel')} is not registered"
    if not _address(link.get("href")):
        yield f"link: {link.get('href')} is no address"
    if link.get("type") is not None and not _MEDIA_TYPE.fullmatch(link.get("type") or ""):
        yield f"link: {link.get('type')} is no media type"
    if link.get("length") is not None and not (link.get("length") or "").isdigit():
        yield f"link: {link.get('length')} is no length"
    if link.get("title") == "" or (link.text or "").strip():
        yield "link: its title is empty, or it is not"


def _date(name: str, text: str, now: datetime) -> Iterator[str]:
    if not _RFC822.fullmatch(text):
        yield f"{name}: {text} is not as RFC 822 has it, with a year of four digits"
        return
    moment = parsedate_to_datetime(text)
    if moment.strftime("%a") != text[:3] or not _plausible(moment, now):
        yield f"{name}: {text}"


def _plausible(moment: datetime, now: datetime) -> bool:
    return moment.year >= 1990 and moment <= now


def _html(text: str, base: str) -> Iterator[str]:
    """Text of an entry as HTML: nothing active in it, no address that depends on where it is shown."""
    document = turbohtml.parse(text)
    for element in document.select(f"body :is({_RISKY})"):
        yield f"<{element.tag}> in the text"
    for element in document.select("body *"):
        for name, value in element.attrs.items():
            if name.startswith("on") or name == "style":
                yield f"{name} in the text"
            absolute = _address(str(value)) or (base and str(value).startswith("#"))
            if name in ("href", "src", "poster") and not absolute:
                yield f"{value} is relative"


def _address(text: str | None) -> bool:
    parts = urlsplit(text or "")
    return bool(parts.scheme in ("http", "https") and parts.netloc) or parts.scheme in (
        "mailto",
        "tel",
        "urn",
    )
