"""Member by member: title, summary, fields, licence, and all that is not the body."""

from __future__ import annotations

import datetime

import msgspec

from content import diff
from content.diff import Diff
from content.kinds import Amount, CallFields
from content.model import Call, Licence, Source, Translation, Translator
from tests.content.diff.applying import text
from tests.content.diff.samples import linked, page, para, table

OPENS = datetime.date(2026, 1, 1)
DEADLINE = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)


def call(**more: object) -> Call:
    fields = {"programme": "Interreg", "opens": OPENS, "deadline": DEADLINE, "applicants": "Kommuner"}
    return Call(slug="utlysning", title="Utlysning", fields=CallFields(**fields | more))  # type: ignore[arg-type]


def test_each_member_is_told_with_what_it_was_and_is() -> None:
    before = page(para("Hei."), summary="Kort om saken", topics=("barents",))
    after = page(
        para("Hei."),
        title="Ny side",
        slug="ny-side",
        summary="Kort om møtet",
        topics=("barents", "eu-eea"),
        authors=("Kari",),
        licence=Licence(name="NLOD"),
        rightsholder="Fylket",
        source=Source(title="Planen"),
        translation=Translation(source_locale="nn", translated_by=Translator(by="person"), prevails="nn"),
        invented=True,
    )
    found = diff.compare(before, after)
    members = {member.pointer: member for member in found.members}
    assert set(members) == {
        "/title",
        "/slug",
        "/summary",
        "/topics",
        "/authors",
        "/licence",
        "/rightsholder",
        "/source",
        "/translation",
        "/invented",
    }
    assert text(members["/title"].words, "kept", "added") == "Ny side"
    assert text(members["/summary"].words, "removed") == "saken"
    assert (members["/slug"].before, members["/slug"].words) == ("side", ())
    assert (list(members["/topics"].before), list(members["/topics"].after)) == (
        ["barents"],
        ["barents", "eu-eea"],
    )
    assert not found.same
    assert [block.op for block in found.body] == ["kept"]


def test_fields_are_told_down_to_the_innermost() -> None:
    before = call(amount=Amount(currency="EUR", maximum=100_000))
    after = call(
        amount=Amount(currency="EUR", maximum=200_000),
        applicants="Kommuner og skoler",
        deadline=DEADLINE + datetime.timedelta(days=1),
    )
    members = {member.pointer: member for member in diff.compare(before, after).members}
    assert set(members) == {"/fields/amount/maximum", "/fields/applicants", "/fields/deadline"}
    assert (members["/fields/amount/maximum"].before, members["/fields/amount/maximum"].after) == (
        100_000,
        200_000,
    )
    assert text(members["/fields/applicants"].words, "added") == " og skoler"


def test_the_same_content_has_no_member_that_differs() -> None:
    assert diff.compare(call(), call()).same


def test_the_shape_is_json_that_reads_back_and_leaves_out_what_does_not_apply() -> None:
    before = page(para("Hei på deg."), para("Blir."), table(("År", "Antall"), ("2024", "14")), summary="Kort")
    after = page(
        linked("Hei på ", "deg", ".", "/pages/nb/deg"),
        para("Blir."),
        table(("År", "Antall"), ("2024", "15")),
        title="Ny",
    )
    found = diff.compare(before, after)
    raw = msgspec.json.encode(found)
    assert msgspec.json.encode(msgspec.json.decode(raw, type=Diff)) == raw
    data = msgspec.json.decode(raw)
    assert data["same"] is False
    assert data["members"][0] == {
        "pointer": "/title",
        "before": "Side",
        "after": "Ny",
        "words": [{"op": "removed", "text": "Side"}, {"op": "added", "text": "Ny"}],
    }
    assert data["body"][1] == {"op": "kept", "type": "block", "key": "b2", "before": 1, "after": 1}
    assert data["body"][0]["words"] == [
        {"op": "kept", "text": "Hei på "},
        {
            "op": "kept",
            "text": "deg",
            "marks": [{"type": "link", "value": "/pages/nb/deg"}],
            "marks_before": [],
        },
        {"op": "kept", "text": "."},
    ]
    assert data["body"][2]["rows"][1]["cells"][1] == {
        "op": "changed",
        "before": 1,
        "after": 1,
        "words": [{"op": "removed", "text": "14"}, {"op": "added", "text": "15"}],
    }
