"""What is named or addressed by an attribute that does not stay: links without words, image maps, pictures that load late.

A table that says that it only lays out (`role="presentation"`, WAI-ARIA 1.2) becomes what it lays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from turbohtml import Element, Text

from content.characters import visible
from content.sanitize import policy

_NO_WORDS: Final = policy.UNSEEN | {"desc", "metadata", "title"}
_LATE: Final = ("data-src", "data-original", "data-lazy-src")


def mend(root: Element) -> None:
    """Put the names of links into them, the areas of image maps beside them, late pictures in their place."""
    for area in root.select("area[href]"):
        _area(area)
    for link in root.select("a[href]"):
        if not any(map(visible, _words(link))) and link.find("img") is None:
            _name(link)
    for image in root.select("img"):
        if policy.address(image.attr("src") or "", "src") is None:
            _late(image)
    for table in root.select('table[role="presentation"], table[role="none"]'):
        _unfold(table)


def _area(area: Element) -> None:
    link = Element("a")
    href = area.attr("href") or ""
    link.attrs["href"] = href
    link.append(Text(area.attr("alt") or area.attr("title") or href))
    area.replace_with(Text(" "), link, Text(" "))


def _name(link: Element) -> None:
    """A link's name where it has no words: as in the computation of accessible names (Accname 1.2)."""
    drawn = link.select_one("svg > title")
    words = [link.attr("aria-label"), drawn.text if drawn else "", link.attr("title")]
    words += [each.attr("aria-label") or each.attr("title") for each in link.select("[aria-label], [title]")]
    name = next((each for each in words if each and visible(each)), None)
    if name:
        link.append(Text(name))


def _words(node: Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Text):
            yield child.data
        elif isinstance(child, Element) and child.tag not in _NO_WORDS:
            yield from _words(child)


def _late(image: Element) -> None:
    sets = f"{image.attr('srcset') or ''},{image.attr('data-srcset') or ''}".split(",")
    candidates = [image.attr(name) or "" for name in _LATE]
    candidates += [each.split()[0] for each in sets if each.split()]
    for src in candidates:
        if policy.address(src, "src") is not None:
            image.attrs["src"] = src
            return


def _unfold(table: Element) -> None:
    for part in (*table.select("caption, thead, tbody, tfoot, tr, td, th"), table):
        if part.closest("table") is table:
            block = Element("div")
            part.replace_with(block)
            block.extend(tuple(part.children))
