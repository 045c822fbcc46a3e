"""The department as it publishes over HTTP, with a server process of its own behind the relay."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import httpx

from content.commands import Commands
from content.lifecycle import MarkGone, Publish, SaveDraft
from content.model import News
from content.tokens import CreateToken
from feeds import entry_id
from service.settings import Settings
from service.wiring import opened
from tests.cli.test_serve import LIMIT, QUIET
from tests.clients.relay import Relay, relaying
from tests.http.house import furnished

Said = dict[str, Any]
"""A record as its author sends it: title, slug, summary, body_html …"""


class Record:
    """One record in one locale, and what its author does with it over HTTP."""

    def __init__(self, author: httpx.Client, identity: str, locale: str, said: Said) -> None:
        self.author, self.id, self.locale, self.said = author, identity, locale, said

    @property
    def feed_id(self) -> str:
        """The id of its entry."""
        return entry_id(UUID(self.id), self.locale)

    def publish(self, revision: int, update: str) -> None:
        """Publish one of its revisions."""
        note = "Rettet" if update == "minor" else ""
        sent(
            self.author,
            "POST",
            self._draft("/publish"),
            {"revision": revision, "update": update, "note": note},
        )

    def edit(self, update: str, **changes: Any) -> None:
        """Save with these changes, and publish: a minor or a major edition."""
        self.said = self.said | changes
        read = self.author.get(self._draft())
        saved = sent(
            self.author,
            "PUT",
            self._draft(),
            {"kind": "news"} | self.said,
            {"if-match": read.headers["etag"]},
        )
        self.publish(saved["revision"], update)

    def translate(self, locale: str, **said: Any) -> Record:
        """The same record in another locale, published."""
        other = Record(self.author, self.id, locale, said)
        saved = sent(self.author, "PUT", other._draft(), {"kind": "news"} | said, {"if-none-match": "*"})
        other.publish(saved["revision"], "major")
        return other

    def act(self, verb: str, reason: str) -> None:
        """Withdraw it, end it (gone), or restore it."""
        sent(self.author, "POST", f"/v1/records/{self.id}/{self.locale}/{verb}", {"reason": reason})

    def _draft(self, rest: str = "") -> str:
        return f"/v1/drafts/{self.id}/{self.locale}{rest}"


def sent(
    author: httpx.Client, method: str, path: str, body: Said, headers: dict[str, str] | None = None
) -> Said:
    """One request of an author that is done; gives its answer."""
    keyed = {"idempotency-key": uuid4().hex} if method == "POST" else {}
    answer = author.request(method, path, json=body, headers=(headers or {}) | keyed)
    assert answer.is_success, answer.text
    found: Said = answer.json()
    return found


class Department:
    """The server by its public address (the relay's), and its author."""

    def __init__(self, relay: Relay, author: httpx.Client, public: str) -> None:
        self.relay, self.author, self.public = relay, author, public

    def publish(self, locale: str = "nb", **said: Any) -> Record:
        """A news item, published."""
        begun = sent(self.author, "POST", "/v1/drafts", {"kind": "news", "locale": locale} | said)
        record = Record(self.author, begun["id"], locale, said)
        record.publish(begun["revision"], "major")
        return record

    def upload(self, name: str, data: bytes) -> str:
        """The address of a file that is kept here, as a block says it."""
        answer = self.author.post(
            "/v1/media", params={"name": name}, content=data, headers={"idempotency-key": uuid4().hex}
        )
        return str(answer.raise_for_status().json()["src"])

    def get(self, path: str) -> httpx.Response:
        """What anybody is answered, without following where it leads."""
        return self.author.get(f"{self.public}{path}", headers={"authorization": ""})

    def record(self, record: Record) -> Any:
        """The record as anybody can read it, not by a feed."""
        return self.get(f"/v1/records/{record.id}?locale={record.locale}").raise_for_status().json()

    def feed(self, suffix: str, name: str = "nb/news") -> str:
        """The address of a feed."""
        return f"{self.public}/feeds/{name}.{suffix}"


LONG_AGO: Final = UUID("01a0b5c0-0000-7000-8000-0000000000a0")
"""A news item in nb that was taken back more than a month ago: by now a tombstone."""


def furnish(data: Path) -> str:
    """Fill a data folder with the library, the examples and what is a tombstone; gives the text of a token that may do all."""
    with opened(Settings(data=str(data))) as parts:
        then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=45)
        before = Commands(parts.store, lambda: then, parts.links, parts.settings.locales)
        content = News(slug="lenge-siden", title="Gammelord", summary="Gammelord")
        saved = before.save(SaveDraft(id=LONG_AGO, locale="nb", content=content, author="test"))
        before.publish(Publish(id=LONG_AGO, locale="nb", revision=saved.number, actor="test"))
        before.change_state(MarkGone(id=LONG_AGO, locale="nb", reason="Personvern.", actor="test"))
        furnished(parts, examples=True)
        made = parts.commands.create_token(CreateToken(name="kari", scopes=("admin",), actor="test"))
    return made.secret.text


@contextmanager
def serving(data: Path, relay: Relay, token: str, host: str = "127.0.0.1") -> Iterator[Department]:
    """`nordkalott serve` as a process, public at the relay, by this host name."""
    public = relay.url(host)
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "--data", str(data), "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=QUIET | {"NORDKALOTT_BASE_URL": public, "NORDKALOTT_RATE_LIMIT": "0"},
    )
    assert process.stdout is not None
    try:
        told = process.stdout.readline()
        found = re.search(r" at (http://127\.0\.0\.1:\d+)", told)
        assert found, told
        relay.upstream = found[1]
        with httpx.Client(
            base_url=found[1], headers={"authorization": f"Bearer {token}"}, timeout=LIMIT
        ) as author:
            yield Department(relay, author, public)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


@contextmanager
def at_work(folder: Path) -> Iterator[Department]:
    """A relay, and behind it a server over a store of its own with the library and the examples."""
    data = folder / "data"
    token = furnish(data)
    with relaying() as relay, serving(data, relay, token) as department:
        yield department
