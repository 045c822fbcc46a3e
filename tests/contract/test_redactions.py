"""Redaction in a store: the words go from every row, everything else stays, and nobody can tamper under its cover."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from content.errors import SlugTaken
from content.lifecycle import Redirect
from content.ports import Reading, Selection, Store, search
from content.ports.desk import Wanted
from content.redaction import Sealed
from content.search import parse
from tests.contract import build

NAME = "Kari Nordmann"
ONE, TWO = build.identity(1), build.identity(2)


def furnish(store: Store) -> None:
    """Record 1 says the name everywhere that a record can; record 2 leads there; record 3 has nothing to do with it."""
    build.publish(store, 1, build.news("leder", "Ny leder", topics=("barents",)), checked=build.evidence())
    second = build.news("kari-nordmann", NAME, summary=f"Om {NAME}", topics=("barents",), text=f"Hei {NAME}.")
    build.publish(store, 1, second, note=f"Om {NAME}", minutes=1, checked=build.evidence(f"<h2>{NAME}</h2>"))
    build.publish(store, 1, build.news("kari-nordmann", NAME), locale="nn", minutes=2)
    build.save(store, 1, build.news("kari-nordmann-igjen", f"Mer om {NAME}"), minutes=3)
    build.publish(store, 2, build.news("to"), minutes=4)
    build.move(store, Redirect(id=TWO, locale="nb", to="/pages/nb/kari-nordmann", actor="a"), minutes=5)
    build.publish(store, 3, build.news("tre", f"Også {NAME}"), minutes=6)
    build.withdraw(store, 1, minutes=7, reason=f"Feil om {NAME}")


def everything(reading: Reading, number: int) -> str:
    identity = build.identity(number)
    return repr(
        [
            reading.standings([identity]),
            [reading.revisions(identity, locale) for locale in ("nb", "nn")],
            [reading.editions(identity, locale) for locale in ("nb", "nn")],
            [reading.evidence(identity, locale, edition) for locale in ("nb", "nn") for edition in (1, 2)],
            [change for change in reading.changes(0) if change.id == identity],
            [entry for entry in reading.journal() if entry.id == identity],
            reading.redactions.ledger(),
        ]
    ).lower()


def test_the_words_go_from_every_row_and_the_rest_stays(store: Store) -> None:
    furnish(store)
    with store.read() as reading:
        before, other = everything(reading, 1), everything(reading, 3)
        revisions, editions = reading.revisions(ONE, "nb"), reading.editions(ONE, "nb")
        hashes = [entry.hash for entry in reading.journal()]
    assert before.count("nordmann") > 20
    line, changes = build.redact(store, 1, NAME)
    assert store.erase()
    assert store.verify() == ()
    with store.read() as reading:
        assert "nordmann" not in everything(reading, 1)
        assert everything(reading, 3).count("nordmann") == other.count("nordmann") > 0
        after = reading.revisions(ONE, "nb")
        assert [(each.number, each.at, each.author) for each in after] == [
            (each.number, each.at, each.author) for each in revisions
        ]
        assert after[0] == revisions[0]
        marked = [each.redacted for each in after]
        assert marked[0] is None
        assert [each and (each.redaction, each.digest) for each in marked[1:]] == [
            (1, each.digest) for each in revisions[1:]
        ]
        assert [each.number for each in reading.editions(ONE, "nb")] == [each.number for each in editions]
        assert reading.editions(ONE, "nb")[1].note == "Om [fjernet]"
        assert [entry.hash for entry in reading.journal()][:-1] == hashes
        assert reading.journal()[-1].detail["redaction"] == line.number == 1
        standing = reading.standing(ONE, "nb")
        assert standing is not None
        assert (standing.state, standing.reason) == ("withdrawn", "Feil om [fjernet]")
        assert reading.standing(TWO, "nb") == structs.replace(
            reading.standing(TWO, "nb") or standing, redirect_to="/pages/nb/fjernet-000000000001"
        )
        assert reading.resolve("nb", "kari-nordmann") is None
        assert reading.resolve("nb", "fjernet-000000000001") == (ONE, "fjernet-000000000001")
        assert reading.resolve("nb", "leder") == (ONE, "fjernet-000000000001")
        assert [(each.id, each.locale, each.op, each.update) for each in changes] == [
            (ONE, "nb", "delete", "minor"), (ONE, "nn", "upsert", "minor"), (TWO, "nb", "delete", "minor"),
        ]  # fmt: skip


def test_one_locale_alone(store: Store) -> None:
    furnish(store)
    build.redact(store, 1, NAME, locale="nn")
    assert store.erase()
    with store.read() as reading:
        assert [each.content.title for each in reading.revisions(ONE, "nn")] == ["[fjerna]"]
        assert reading.revisions(ONE, "nb")[1].content.title == NAME


def test_lists_and_searches_forget_the_words(store: Store) -> None:
    build.publish(store, 1, build.news("leder", NAME, topics=("barents",)))
    build.publish(store, 2, build.news("to", "Nordmenn"), minutes=1)
    looked_for = [search.Wanted(query=parse(text, "nb")) for text in ("nordmann", "ordman", "nordmenn")]
    with store.read() as reading:
        assert [len(reading.search.find(each).hits) for each in looked_for] == [1, 1, 1]
    build.redact(store, 1, NAME)
    assert store.erase()
    with store.read() as reading:
        assert [len(reading.search.find(each).hits) for each in looked_for] == [0, 0, 1]
        assert (
            reading.listing(Selection(locale="nb", topic="barents"))[0].edition.content.title == "[fjernet]"
        )
        assert [line.title for line in reading.desk.lines(_all())] == ["Nordmenn", "[fjernet]"]


def _all() -> Wanted:
    return Wanted()


def test_a_slug_that_went_is_free_and_the_new_one_is_the_records_own(store: Store) -> None:
    build.publish(store, 1, build.news("kari-nordmann"))
    build.redact(store, 1, NAME)
    assert store.erase()
    build.save(store, 2, build.news("kari-nordmann"))
    with pytest.raises(SlugTaken):
        build.save(store, 3, build.news("fjernet-000000000001"))


def test_twice_keeps_the_digest_of_the_first(store: Store) -> None:
    first = build.save(store, 1, build.news("a", f"{NAME} og Ola Hansen"))
    build.redact(store, 1, NAME)
    build.redact(store, 1, "Ola Hansen", minutes=11)
    assert store.erase()
    with store.read() as reading:
        revision = reading.revision(ONE, "nb", 1)
        assert revision is not None
        assert revision.redacted is not None
        assert (revision.content.title, revision.redacted.redaction) == ("[fjernet] og [fjernet]", 2)
        assert revision.redacted.digest == first.digest
        assert [line.number for line in reading.redactions.ledger(1)] == [2]
        assert reading.redactions.last() == 2


def test_whole_revisions(store: Store) -> None:
    build.save(store, 1, build.news("a", "Hemmelig"))
    build.save(store, 1, build.news("a", "Åpen"), minutes=1)
    build.redact(store, 1, revisions=(1,), locale="nb")
    assert store.erase()
    with store.read() as reading:
        assert [each.content.title for each in reading.revisions(ONE, "nb")] == ["[fjernet]", "Åpen"]


def test_the_ledger_finds_the_words_and_does_not_say_them(store: Store, reopen: Callable[[], Store]) -> None:
    furnish(store)
    line, _ = build.redact(store, 1, NAME)
    assert store.erase()
    again = reopen()
    with again.read() as reading:
        (kept,) = reading.redactions.ledger()
        assert kept == line
        assert "nordmann" not in repr(kept).lower()
        assert Sealed(kept.needles, build.KEY).spans(f"Hei {NAME}") == [(4, 17)]
    again.close()


def test_what_went_is_waited_for_until_it_is_erased(store: Store) -> None:
    build.publish(store, 1, build.news("a", NAME))
    with store.read() as reading:
        assert reading.redactions.unerased() == ()
    build.redact(store, 1, NAME)
    with store.read() as reading:
        assert reading.redactions.unerased() == (1,)
    assert any("redaction 1" in line for line in store.verify())
    assert store.erase()
    with store.read() as reading:
        assert reading.redactions.unerased() == ()


def test_the_key_is_made_once_and_kept(store: Store, reopen: Callable[[], Store]) -> None:
    key = store.secret()
    again = reopen()
    assert again.secret() == store.secret() == key
    assert len(key) == 32
    again.close()
