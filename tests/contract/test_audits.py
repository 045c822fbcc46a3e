"""Audits: the newest of each path and edition, what is known of bytes, and what a redaction drops."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest
from msgspec import structs

from content import tags
from content.accessibility.audit import Audit, AuditVerdict, Looked, Seen
from content.errors import StoreCorrupt, WrongState
from content.model import digest_bytes
from content.ports import Store
from content.ports.proof import Scope
from content.store import open_store
from tests.contract import build

SETUP = digest_bytes(b"browser, axe-core, checks")


def audit(
    path: str, *, outcome: AuditVerdict = "no_failures_found", number: int = 0, edition: int = 0
) -> Audit:
    """An audit of a page of the service, or of a record's."""
    failed = outcome == "failed"
    return Audit(
        path=path,
        id=build.identity(number) if number else None,
        locale="nb" if number else None,
        edition=edition,
        digest=digest_bytes(path.encode()),
        setup=SETUP,
        at=build.at(0),
        browser="Chromium 156",
        axe="4.12.1",
        outcome=outcome,
        rules=(
            Looked(
                rule="axe/color-contrast",
                help="Elements must have enough contrast",
                wcag=("1.4.3",),
                outcomes={"dark": "failed" if failed else "passed"},
            ),
        ),
        findings=(Seen(rule="axe/color-contrast", where="dark", outcome="failed", target="html > body"),)
        if failed
        else (),
        why="It took longer than 30 seconds." if outcome == "could_not_audit" else "",
    )


def keep(store: Store, *audits: Audit) -> None:
    store.write(lambda writing: writing.audits.keep(audits, build.at(9)))


def published(store: Store, number: int, slug: str, editions: int = 1) -> None:
    for edition in range(1, editions + 1):
        build.publish(store, number, build.news(slug, text=f"Utgave {edition}."), minutes=edition)


def test_an_audit_comes_back_as_it_was_kept(store: Store) -> None:
    keep(store, audit("/", outcome="failed"))
    with store.read() as reading:
        assert reading.audits.of("/") == audit("/", outcome="failed")
        assert reading.audits.of("/docs") is None


def test_the_newer_takes_the_place_of_the_one_before(store: Store) -> None:
    keep(store, audit("/", outcome="failed"), audit("/docs", outcome="could_not_audit"))
    keep(store, audit("/"))
    with store.read() as reading:
        assert [each.path for each in reading.audits.amiss()] == ["/docs"]


def test_the_newest_edition_counts(store: Store) -> None:
    published(store, 1, "mote", editions=2)
    path = "/fragments/x?locale=nb"
    keep(store, audit(path, outcome="failed", number=1, edition=1), audit(path, number=1, edition=2))
    with store.read() as reading:
        found = reading.audits.of(path)
        assert found is not None
        assert found.edition == 2
        assert reading.audits.amiss() == ()


def test_bytes_are_known_with_their_setup_alone(store: Store) -> None:
    keep(store, audit("/"), audit("/docs", outcome="could_not_audit"))
    digest, other = digest_bytes(b"/"), digest_bytes(b"another")
    with store.read() as reading:
        assert reading.audits.known("/", digest, SETUP)
        assert not reading.audits.known("/", other, SETUP)
        assert not reading.audits.known("/", digest, other)
        assert not reading.audits.known("/docs", digest_bytes(b"/docs"), SETUP), "it is tried again"
        assert not reading.audits.known("/feeds/nb", digest, SETUP)


def test_an_audit_is_of_an_edition_that_is_there(store: Store) -> None:
    with pytest.raises(WrongState):
        keep(store, audit("/pages/nb/ingen", number=9, edition=1))


def test_a_redaction_drops_those_of_its_record_and_of_pages_that_may_show_it(store: Store) -> None:
    published(store, 1, "mote")
    published(store, 2, "annet")
    one, two = audit("/pages/nb/mote", number=1, edition=1), audit("/pages/nb/annet", number=2, edition=1)
    keep(store, one, two, audit("/"))
    build.redact(store, 1, "Utgave 1.")
    assert store.erase()
    with store.read() as reading:
        assert reading.audits.of("/pages/nb/mote") is None
        assert reading.audits.of("/") is None
        assert reading.audits.of("/pages/nb/annet") == two


def test_what_is_live_is_told_by_scope(store: Store) -> None:
    published(store, 1, "mote", editions=2)
    published(store, 2, "annet")
    old, new = audit("/a", outcome="failed", number=1, edition=1), audit("/b", number=1, edition=2)
    other, page = audit("/c", outcome="failed", number=2, edition=1), audit("/", outcome="failed")
    keep(store, old, new, other, page, audit("/docs", outcome="could_not_audit"))
    with store.read() as reading:
        live = reading.audits.live(Scope(), 9)
        assert [(each.audit, each.slug) for each in live] == [(page, ""), (new, "mote"), (other, "annet")]
        assert [each.audit for each in reading.audits.live(Scope(), 1)] == [page]
        assert [each.audit for each in reading.audits.live(Scope(), 9, failed=True)] == [page, other]
        of_one = Scope(records=(build.identity(1),))
        assert [each.audit for each in reading.audits.live(of_one, 9)] == [new]
        assert reading.audits.live(of_one, 9, failed=True) == ()


def test_what_tells_of_an_audit_is_made_anew_and_nothing_else(store: Store) -> None:
    published(store, 1, "mote")
    with store.read() as reading:
        before = reading.head().seq
    keep(store, audit("/a", number=1, edition=1), audit("/b", number=1, edition=1), audit("/"))
    with store.read() as reading:
        [change] = reading.changes(before, limit=9, silent=True)
        assert change.tags == (tags.audit(build.identity(1)),)
        assert reading.changes(before, limit=9) == ()
    assert [*store.verify()] == []


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "nordkalott.db"
    store = open_store(path)
    keep(store, audit("/"), structs.replace(audit("/docs"), outcome="failed"))
    store.close()
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE audit SET outcome = 'no_failures_found' WHERE path = '/docs'").fetchall()
    connection.close()
    store = open_store(path)
    try:
        with store.read() as reading, pytest.raises(StoreCorrupt, match="the audit of /docs"):
            reading.audits.of("/docs")
        assert [each for each in store.verify() if "audit" in each]
    finally:
        store.close()
