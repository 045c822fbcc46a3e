"""A name is said everywhere that it can be; after the redaction no file and no route says it. And the verb over HTTP."""

from __future__ import annotations

import contextlib
import itertools
import re
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from content import tokens
from content.kinds import KINDS, ContactFields, TopicFields
from content.lifecycle import Publish, Redirect, SaveDraft, Withdraw
from content.model import HEADING_LEVELS, VARIANTS, Contact, News, Page, Topic
from content.ports.answers import FORGOTTEN
from content.redaction import Redact
from content.text import Cell, ContactCard, Image, Link, LinkCard, Prose, Row, Span, Table
from service import backup
from service.cli import main
from service.web.authoring import once
from service.web.authoring.routes import ACTIONS
from service.web.routes import RESOURCES
from tests.content.media import samples
from tests.http.house import House

FIRST, LAST = "Rannveig", "Kvitnesdal"
NAME = f"{FIRST} {LAST}"
WORDS = re.compile("rannveig|kvitnesdal", re.IGNORECASE)
LEADER, CARD, AWAY, TOPIC = (UUID(f"01a20900-0000-7000-8000-00000000000{number}") for number in range(1, 5))
LOCALES = ("nb", "nn", "en")
HREF = "https://example.org/rannveig-kvitnesdal"


def furnish(house: House) -> None:
    """The name in title, body across marks, alt, table, link, key, e-mail, author, note, slug, reasons, another's cards, a draft."""
    body = (
        Prose(key="rannveig-kvitnesdal", children=(Span(text=f"Ring {FIRST}\u00a0"), Span(text="Kvitnes", marks=("strong",)), Span(text="dal i dag.", marks=("l",))), mark_defs=(Link(key="l", href=HREF),)),
        Image(src="/media/a.jpg", alt=f"Bilde av {NAME}"),
        Image(src="/media/rannveig_kvitnesdal.jpg", alt="Et portrett"),
        Table(caption="Hvem", rows=(Row(cells=(Cell(children=(Span(text="Navn"),)),)), Row(cells=(Cell(children=(Span(text=NAME.upper()),)),)))),
        ContactCard(name=NAME, email="rannveig.kvitnesdal@example.org"),
    )  # fmt: skip
    commands = house.parts.commands

    def save(identity: UUID, locale: str, content: Any) -> int:
        command = SaveDraft(
            id=identity,
            locale=locale,
            content=content,
            author=NAME if identity == LEADER else "test",
            note=f"Fra {NAME}" if identity == LEADER else "",
        )
        return commands.save(command).number

    def publish(identity: UUID, locale: str, content: Any, **more: Any) -> None:
        revision = save(identity, locale, content)
        actor = "rannveig.kvitnesdal@example.org" if identity == LEADER else "test"
        commands.publish(Publish(id=identity, locale=locale, revision=revision, actor=actor, **more))

    for locale in LOCALES:
        publish(
            LEADER, locale,
            Contact(slug="rannveig-kvitnesdal", title=NAME, summary=f"{NAME} leder.", body=body, authors=(NAME,), topics=("personer",),
                    fields=ContactFields(organisation="Fylket", role=f"Leder ({NAME})", email="rannveig.kvitnesdal@example.org")),
            note=f"Om {NAME}",
        )  # fmt: skip
    publish(
        LEADER,
        "nb",
        Contact(
            slug="kvitnesdal-rannveig",
            title=f"{NAME}, leder",
            body=body,
            fields=ContactFields(organisation=NAME, web=HREF),
            rightsholder=NAME,
        ),
        update="minor",
        note=f"Rettet av {NAME}",
    )
    save(
        LEADER,
        "nb",
        Contact(
            slug="rannveig-kvitnesdal-ny",
            title=f"Mer om {NAME}",
            fields=ContactFields(organisation="Fylket", phone="+47 77 78 80 00"),
        ),
    )
    commands.change_state(Withdraw(id=LEADER, locale="nn", reason=f"{NAME} ba om det", actor="test"))
    publish(
        CARD,
        "nb",
        Page(
            slug="kort",
            title="Kort",
            body=(
                LinkCard(record=LEADER),
                ContactCard(record=LEADER),
                Prose(children=(Span(text="hun", marks=("r",)),), mark_defs=(Link(key="r", record=LEADER),)),
            ),
        ),
    )
    publish(AWAY, "nb", News(slug="borte", title="Borte"))
    commands.change_state(Redirect(id=AWAY, locale="nb", to="/pages/nb/kvitnesdal-rannveig", actor="test"))
    publish(TOPIC, "nb", Topic(slug="personer", title="Personer", fields=TopicFields(key="personer")))  # fmt: skip


def paths() -> Iterator[str]:
    """Every public route over the records, locales, editions, feeds, kinds and variants that there are."""
    values = {
        "ref": [str(each) for each in (LEADER, CARD, AWAY, TOPIC)] + ["kort", "borte", "fjernet-000000000001"],
        "locale": LOCALES, "slug": ["kort", "borte", "fjernet-000000000001", "removed-000000000001"], "n": ["1", "2"],
        "suffix": ["atom", "rss", "json"], "topic": ["personer"], "kind": KINDS, "name": ["nordkalott.css"],
    }  # fmt: skip
    for resource in RESOURCES:
        names = re.findall(r"\{(\w+)\}", resource.path)
        known = {parameter.name for parameter in resource.parameters}
        for chosen in itertools.product(*(values[name] for name in names)):
            path = resource.path.format(**dict(zip(names, chosen, strict=True)))
            for locale in LOCALES if "locale" in known else [""]:
                for variant in VARIANTS if "variant" in known else [""]:
                    levels = (
                        HEADING_LEVELS
                        if "h" in known and "ref" in names and resource.name == "fragment"
                        else [""]
                    )
                    for level in levels:
                        query = [
                            f"{name}={value}"
                            for name, value in (("locale", locale), ("variant", variant), ("h", level))
                            if value
                        ]
                        if not (resource.name == "fragment_list" and variant == "full"):
                            yield path + ("?" + "&".join(query) if query else "")


def asked(house: House, path: str, **headers: str) -> str:
    answer = house.get(path, **headers)
    assert answer.status_code < 500, (path, answer.text)
    return f"{answer.headers}\n{answer.text}"


def desk_paths() -> Iterator[str]:
    for action in ACTIONS:
        for locale, number in itertools.product(LOCALES, "12") if action.method == "GET" else ():
            named = (
                action.path.replace("{id}", str(LEADER)).replace("{locale}", locale).replace("{n}", number)
            )
            yield re.sub(r"\{\w+\}", "1", named)


def files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path, path.read_bytes()


def exported(house: House, tmp_path: Path, name: str) -> str:
    assert main(["--data", str(house.parts.settings.folder), "export", str(tmp_path / name)]) == 0
    return (tmp_path / name).read_text()


def test_no_file_and_no_route_says_the_words(
    own_house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    house, elsewhere = own_house, tmp_path_factory.mktemp("elsewhere")
    furnish(house)
    folder = house.parts.settings.folder
    token = f"Bearer {house.token()}"
    # The control: they are there to be found, and the snapshots are warm.
    said = [path for path in paths() if WORDS.search(asked(house, path))]
    assert {re.split(r"[/?.]", path)[1] for path in said} >= {"v1", "fragments", "feeds", "pages", ""}
    assert len(said) > 100
    assert len([path for path in desk_paths() if WORDS.search(asked(house, path, authorization=token))]) > 10
    assert any(WORDS.search(content.decode("latin-1")) for _, content in files(folder))
    assert WORDS.search(exported(house, elsewhere, "before.jsonl"))
    backup.save(house.parts, elsewhere / "before.tar")

    outcome = house.parts.commands.redact(
        Redact(
            id=LEADER,
            locale="nb",
            everywhere=True,
            texts=(NAME, f"{LAST} {FIRST}"),
            reason="Personvern",
            actor="test",
        )
    )
    assert outcome.erased
    assert {each.sort for each in outcome.found} >= {
        "revision",
        "edition",
        "evidence",
        "standing",
        "slug",
        "journal",
        "change",
    }

    assert [path for path in paths() if WORDS.search(asked(house, path))] == []
    assert [path for path in desk_paths() if WORDS.search(asked(house, path, authorization=token))] == []
    assert [path for path, content in files(folder) if WORDS.search(content.decode("latin-1"))] == []
    assert not WORDS.search(exported(house, elsewhere, "after.jsonl"))
    backup.save(house.parts, elsewhere / "after.tar")
    with tarfile.open(elsewhere / "after.tar") as tar:
        tar.extractall(elsewhere / "unpacked", filter="data")
    assert [
        path for path, content in files(elsewhere / "unpacked") if WORDS.search(content.decode("latin-1"))
    ] == []
    assert unpacked(elsewhere / "unpacked" / "nordkalott.db") == []
    assert unpacked(folder / "nordkalott.db") == []
    assert house.parts.store.verify() == ()
    assert house.get("/pages/nb/kvitnesdal-rannveig").status_code == 404
    assert house.get("/pages/nb/borte").headers["location"].endswith("/pages/nb/fjernet-000000000001")
    assert house.json("/v1/records?q=kvitnesdal&locale=nb")["records"] == []
    assert house.json(f"/v1/records/{LEADER}?locale=nb")["title"] == "[fjernet], leder"
    lines = house.json(f"/v1/records/{LEADER}/editions?locale=nb")["editions"]
    assert [line["redacted"]["reason"] for line in lines] == ["Personvern", "Personvern"]
    assert all(line["redacted"]["digest"] != line["digest"] for line in lines)


def unpacked(path: Path) -> list[str]:
    """Tables that say the words in what is compressed there, too."""
    found = []
    with sqlite3.connect(path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our own tables
                for value in row:
                    raw = value if isinstance(value, bytes) else str(value).encode()
                    with contextlib.suppress(zlib.error):
                        raw += zlib.decompress(raw)
                    if WORDS.search(raw.decode("latin-1")):
                        found.append(table)
    connection.close()
    return found


def redact(house: House, token: str, body: dict[str, Any], locale: str = "nb", **headers: str) -> Any:
    return house.send("POST", f"/v1/records/{LEADER}/{locale}/redact", body, token=token, **headers)


def test_redact_over_http(own_house: House) -> None:
    furnish(own_house)
    token = own_house.token("admin")
    body = {"reason": "Personvern", "texts": [NAME, f"{LAST} {FIRST}"], "everywhere": True}
    tried = redact(own_house, token, body | {"dry_run": True})
    assert tried.status_code == 200, tried.text
    assert (tried.json()["redaction"], tried.json()["erased"]) == (None, None)
    before = own_house.json("/v1/changes?locale=nb")["next"]
    done = redact(own_house, token, body, idempotency_key="k1")
    assert done.status_code == 200, done.text
    answer = done.json()
    assert (answer["redaction"], answer["erased"], answer["locale"]) == (1, True, None)
    assert answer["found"] == tried.json()["found"]
    assert not WORDS.search(done.text)
    changes = own_house.json(f"/v1/changes?locale=nb&since={before}")["changes"]
    assert {change["id"] for change in changes} == {str(LEADER), str(CARD), str(AWAY)}
    again = redact(own_house, token, body, idempotency_key="k1")
    assert again.json() == answer
    assert again.headers["idempotent-replayed"] == "true"


def test_what_was_done_before_a_redaction_is_not_done_again(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "_PATIENCE", 0.0)
    furnish(own_house)
    token = own_house.token("admin")
    news = {"kind": "news", "locale": "nb", "slug": "ny", "title": "Ny", "summary": "Ny sak.", "body": []}
    made = own_house.send("POST", "/v1/drafts", news, token=token, idempotency_key="k1")
    assert made.status_code == 201, made.text
    assert redact(own_house, token, {"reason": "Personvern", "texts": [NAME]}).status_code == 200
    etag = {"if_match": made.headers["etag"]}
    assert (
        own_house.send("DELETE", f"/v1/drafts/{made.json()['id']}/nb", token=token, **etag).status_code == 204
    )
    again = own_house.send("POST", "/v1/drafts", news, token=token, idempotency_key="k1")
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "idempotency-key-in-use")
    with own_house.parts.store.read() as reading:
        kept = reading.answers.get(tokens.parse(token).id, "k1")
    assert kept is not None
    assert kept.fingerprint == FORGOTTEN


def test_redact_of_what_is_not_there_is_404_and_changes_nothing(own_house: House) -> None:
    furnish(own_house)
    token = own_house.token("admin")
    answer = redact(own_house, token, {"reason": "Personvern", "texts": ["Ola Hansen"]})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:nordkalott:problem:not-found")
    assert "nothing was changed" in answer.json()["detail"]
    assert redact(own_house, token, {"reason": "x", "texts": [NAME]}, locale="se").status_code == 404
    with own_house.parts.store.read() as reading:
        assert reading.redactions.last() == 0


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, {"/reason"}),
        ({"reason": "Personvern"}, {"/texts"}),
        ({"reason": NAME, "texts": [NAME]}, {"/reason"}),
        ({"reason": "a", "texts": ["x", 5], "all": True}, {"/texts/1", "/all"}),
        ({"reason": "a", "texts": ["x"]}, {"/texts/0"}),
    ],
)
def test_every_fault_of_the_body_is_told(own_house: House, body: dict[str, Any], pointers: set[str]) -> None:
    furnish(own_house)
    answer = redact(own_house, own_house.token("admin"), body)
    assert answer.status_code == 400, answer.text
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers


def test_only_an_admin_may(own_house: House) -> None:
    furnish(own_house)
    body = {"reason": "Personvern", "texts": [NAME]}
    assert redact(own_house, own_house.token("publish", name="Ola"), body).status_code == 403
    assert redact(own_house, own_house.token("admin"), body).status_code == 200


def test_who_saves_on_what_was_redacted_is_told(own_house: House) -> None:
    furnish(own_house)
    token = own_house.token("admin")
    draft = own_house.send("GET", f"/v1/drafts/{LEADER}/nb", None, token=token)
    redact(own_house, token, {"reason": "Personvern", "texts": [NAME]})
    saved = own_house.send(
        "PUT",
        f"/v1/drafts/{LEADER}/nb",
        msgspec.json.decode(draft.content),
        token=token,
        if_match=draft.headers["etag"],
    )
    assert saved.status_code == 412


def test_a_medium_is_erased_with_its_file_and_its_name(own_house: House) -> None:
    token = own_house.token("admin")
    sent = own_house.send(
        "POST", "/v1/media?name=Rannveig.png", samples.png(8, 8), token=token, content_type="image/png"
    )
    medium = sent.json()
    folder = own_house.parts.settings.folder
    own_house.publish(
        CARD,
        "nb",
        Page(
            slug="kort",
            title="Kort",
            body=(Image(src=medium["src"], alt="Et portrett"), Prose(children=(Span(text="Hei"),))),
        ),
    )
    assert own_house.get(medium["src"]).status_code == 200
    assert any(medium["digest"] in path.name for path, _ in files(folder))
    body = {"reason": "Opphavsrett", "media": [medium["digest"]]}
    done = own_house.send("POST", f"/v1/records/{CARD}/nb/redact", body, token=token)
    assert done.status_code == 200, done.text
    assert {each["sort"] for each in done.json()["found"]} >= {"media", "revision", "evidence", "journal"}
    assert own_house.get(medium["src"]).status_code == 410
    assert not any(medium["digest"] in path.name for path, _ in files(folder))
    assert [path for path, content in files(folder) if b"rannveig" in content.lower()] == []
    assert own_house.parts.store.verify() == ()
    assert own_house.parts.media.verify() == ()
    again = own_house.send("POST", f"/v1/records/{CARD}/nb/redact", body, token=token)
    assert again.status_code == 404


def test_what_a_medium_says_of_itself_loses_the_words_and_the_file_stays(own_house: House) -> None:
    token = own_house.token("admin", name=NAME)

    def sent(method: str, path: str, body: Any = None, status: int = 200, **more: Any) -> Any:
        answer = own_house.send(method, path, body, token=token, **more)
        assert answer.status_code == status, answer.text
        return answer.json()

    def uploaded(name: str, size: int) -> Any:
        path = f"/v1/media?name={name}"
        return sent("POST", path, samples.png(size, size), 201, content_type="image/png")

    alone, shared = uploaded("Rannveig-Kvitnesdal.png", 500), uploaded("kvitnesdal%20rannveig.png", 9)
    for medium in (alone, shared):
        about = {
            "credit": f"Foto: {NAME}",
            "licence": {"name": "CC BY", "url": HREF},
            "rightsholder": NAME,
            "alt": {"nb": f"{NAME} taler", "en": "A speech"},
            "captions": [
                {"href": "https://example.org/rannveig-kvitnesdal.vtt", "lang": "nb", "label": "Norsk"}
            ],
            "transcript_href": HREF,
        }
        path = f"/v1/media/{medium['digest']}"
        sent("PUT", path, about, if_match=f'"1-{medium["digest"][:16]}"')
    image = {"_type": "image", "alt": "Hun taler"}
    first, second = (
        sent(
            "POST",
            "/v1/drafts",
            {"kind": "page", "locale": "nb", "slug": slug, "title": slug, "body": body},
            201,
        )
        for slug, body in (
            ("tale", [image | {"src": medium["src"]} for medium in (alone, shared)]),
            ("annen", [image | {"src": shared["src"]}]),
        )
    )
    redact = {"reason": "Personvern", "texts": [NAME, LAST], "everywhere": True}
    found = sent("POST", f"/v1/records/{first['id']}/nb/redact", redact)["found"]
    assert [each["at"] for each in found if each["sort"] == "medium"] == [
        ["name", "about", "uploaded_by"],
        ["about", "uploaded_by"],
    ]
    left = sent("GET", f"/v1/media/{alone['digest']}")
    assert (left["name"], left["used"], left["version"]) == ("image.png", False, 3)
    assert not WORDS.search(str(left))
    assert (left["credit"], left["alt"]) == ("Foto: [fjernet]", {"nb": "[fjernet] taler", "en": "A speech"})
    assert own_house.get(left["src"]).status_code == 200
    assert own_house.get(alone["src"]).status_code == 404
    assert all(own_house.get(each["src"]).status_code == 200 for each in left["renditions"])
    assert left["renditions"]
    # The other record's text says the name still.
    kept = sent("GET", f"/v1/media/{shared['digest']}")
    assert WORDS.search(kept["name"])
    assert not WORDS.search(str(kept | {"name": "", "src": "", "url": "", "renditions": []}))
    sent("POST", f"/v1/records/{second['id']}/nb/redact", redact)
    assert not WORDS.search(str(sent("GET", "/v1/media")))
    assert own_house.parts.store.verify() == ()
    assert own_house.parts.media.verify() == ()
    journal = [
        each for each in sent("GET", "/v1/journal?limit=200")["entries"] if each["verb"].startswith("media.")
    ]
    assert journal
    assert not WORDS.search(str(journal))
