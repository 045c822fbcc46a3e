"""Parsers without memory that others wrote: those that run in node (tests/tools)."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from tests.clients.parsers import Item, Read, iso, page_of
from tests.deploy.tool import need

TOOLS: Final = Path(__file__).parents[1] / "tools"


class Node:
    """rss-parser and feedsmith in one process of node."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self, by: str, url: str) -> Any:
        """What one of them makes of a feed, as it gives it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"by": by, "url": url}) + "\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        assert "error" not in said, said
        return said

    def by_rss_parser(self, url: str) -> Read:
        """rss-parser fetches by itself. Of Atom it knows no enclosures, of RSS one."""
        read = self.ask("rss-parser", url)
        atom = url.endswith(".atom")
        return Read(
            title=read["title"],
            link=read["link"],
            language=read.get("language"),
            items=tuple(
                Item(
                    id=each["id" if atom else "guid"],
                    title=each["title"],
                    link=each["link"],
                    html=each["content" if atom else "content:encoded"],
                    summary=each.get("summary") if atom else None,
                    published=iso(each["isoDate"]),
                    updated=iso(each["updated" if atom else "atom:updated"]),
                    authors=None,  # the first of Atom, the last of RSS
                    categories=tuple(
                        category["$"]["term"] if atom else category["_"]
                        for category in each.get("categories", [])
                    ),
                    language=each.get("dc:language"),
                    enclosures=None,
                )
                for each in read["items"]
            ),
        )

    def by_feedsmith(self, url: str) -> Read:
        """feedsmith parses text, with nearly all modules, and keeps every link of Atom."""
        said = self.ask("feedsmith", url)
        suffix, read = said["format"], said["feed"]
        assert suffix == url.rsplit(".", 1)[1]
        if suffix == "atom":
            return Read(
                title=read["title"]["value"],
                link=page_of(read["links"]),
                language=read["xml"]["lang"],
                items=tuple(
                    Item(
                        id=each["id"],
                        title=each["title"]["value"],
                        link=page_of(each["links"]),
                        html=each["content"]["value"],
                        summary=each["summary"]["value"] if "summary" in each else None,
                        published=iso(each["published"]),
                        updated=iso(each["updated"]),
                        authors=tuple(author["name"] for author in each.get("authors", [])),
                        categories=tuple(category["term"] for category in each.get("categories", [])),
                        language=each["xml"]["lang"],
                        enclosures=tuple(
                            (link["href"], link["type"], int(link["length"]))
                            for link in each["links"]
                            if link["rel"] == "enclosure"
                        ),
                    )
                    for each in read["entries"]
                ),
            )
        if suffix == "rss":
            return Read(
                title=read["title"],
                link=read["link"],
                language=read["language"],
                items=tuple(
                    Item(
                        id=each["guid"]["value"],
                        title=each["title"],
                        link=each["link"],
                        html=each["content"]["encoded"],
                        summary=None,
                        published=_rfc822(each["pubDate"]),
                        updated=iso(each["atom"]["updated"]),
                        authors=tuple(each.get("dc", {}).get("creators", [])),
                        categories=tuple(category["name"] for category in each.get("categories", [])),
                        language=each["dc"]["languages"][0],
                        enclosures=tuple(
                            (found["url"], found["type"], found["length"])
                            for found in each.get("enclosures", [])
                        ),
                    )
                    for each in read["items"]
                ),
            )
        return Read(
            title=read["title"],
            link=read["home_page_url"],
            language=read["language"],
            items=tuple(
                Item(
                    id=each["id"],
                    title=each["title"],
                    link=each["url"],
                    html=each["content_html"],
                    summary=each.get("summary"),
                    published=iso(each["date_published"]),
                    updated=iso(each["date_modified"]),
                    authors=tuple(author["name"] for author in each.get("authors", [])),
                    categories=tuple(each.get("tags", [])),
                    language=each["language"],
                    enclosures=tuple(
                        (found["url"], found["mime_type"], found["size_in_bytes"])
                        for found in each.get("attachments", [])
                    ),
                )
                for each in read["items"]
            ),
        )


@contextmanager
def node() -> Iterator[Node]:
    """A process of node that reads feeds."""
    if not (TOOLS / "node_modules" / "feedsmith").is_dir():
        pytest.fail("rss-parser and feedsmith are not installed. Install them: cd tests/tools && npm ci")
    with subprocess.Popen(
        [need("node"), "feeds.mjs"],
        cwd=TOOLS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Node(process)
        finally:
            process.kill()


def _rfc822(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z")
