"""Readers with a memory, as people use them: `reader` with its SQLite database, and newsboat with its cache."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Protocol

import reader
from msgspec import Struct

from tests.deploy.tool import need

LIMIT: Final = 30.0


class Held(Struct, frozen=True):
    """An entry as a reader holds it. `updated` is empty where it keeps no such time."""

    title: str
    html: str
    link: str
    unread: bool
    updated: str


class Follower(Protocol):
    """Somebody who follows one feed."""

    def poll(self) -> None:
        """Ask for the feed, and take in what is new."""

    def held(self) -> dict[str, Held]:
        """All that it shows, by id."""

    def home(self) -> str:
        """The page that it opens for the feed itself."""

    def read(self, identity: str) -> None:
        """A person has read the entry."""

    def move(self, url: str) -> None:
        """Follow the same feed at another address."""


class ByReader:
    """lemon24's `reader`: reads Atom, RSS and JSON Feed; knows an entry by its id within a feed."""

    def __init__(self, own: reader.Reader, url: str) -> None:
        self.own, self.url = own, url
        own.add_feed(url)

    def poll(self) -> None:
        self.own.update_feed(self.url)

    def held(self) -> dict[str, Held]:
        return {
            each.id: Held(
                title=each.title or "",
                html=each.content[0].value if each.content else "",
                link=each.link or "",
                unread=not each.read,
                updated=each.updated.isoformat() if each.updated else "",
            )
            for each in self.own.get_entries()
        }

    def home(self) -> str:
        return self.own.get_feed(self.url).link or ""

    def read(self, identity: str) -> None:
        self.own.mark_entry_as_read((self.url, identity))

    def move(self, url: str) -> None:
        self.own.change_feed_url(self.url, url)
        self.url = url


class ByNewsboat:
    """newsboat without its screen: reads Atom and RSS; knows an entry by its id, whatever feed it comes from."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.program = need("newsboat")
        (folder / "config").write_text(f'error-log "{folder / "errors"}"\n', "utf-8")
        self.move(url)

    def poll(self) -> None:
        self._run("-x", "reload")
        errors = self.folder / "errors"
        assert not errors.exists() or not errors.read_text("utf-8"), errors.read_text("utf-8")

    def held(self) -> dict[str, Held]:
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            rows = cache.execute("SELECT guid, title, content, url, unread FROM rss_item WHERE deleted = 0")
            found = {row[0]: Held(row[1], row[2], row[3], bool(row[4]), "") for row in rows}
        assert self.unread() == sum(each.unread for each in found.values())
        return found

    def home(self) -> str:
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            return str(cache.execute("SELECT url FROM rss_feed").fetchone()[0])

    def unread(self) -> int:
        """How many articles it says are unread."""
        return int(self._run("-x", "print-unread").split()[0])

    def read(self, identity: str) -> None:
        (self.folder / "read").write_text(identity + "\n", "utf-8")
        self._run("-I", str(self.folder / "read"))

    def move(self, url: str) -> None:
        (self.folder / "urls").write_text(url + "\n", "utf-8")

    def _run(self, *arguments: str) -> str:
        files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
        ran = subprocess.run(
            [self.program, *(part for flag, name in files.items() for part in (flag, name)), *arguments],
            cwd=self.folder,
            env={"HOME": str(self.folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        )
        return ran.stdout


@contextmanager
def following(name: str, folder: Path, url: str) -> Iterator[Follower]:
    """One of the readers, with an empty memory in a folder, subscribed to a feed that it has not fetched yet."""
    if name == "newsboat":
        yield ByNewsboat(folder, url)
        return
    with closing(reader.make_reader(str(folder / "reader.sqlite"))) as own:
        yield ByReader(own, url)
