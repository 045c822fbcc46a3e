"""Records as files into the store: again and again, and never over what an editor has written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from msgspec import structs

from content.files import Manuscript
from content.lifecycle import Publish, SaveDraft, Withdraw
from content.model import Page, Translation, Translator
from service import library
from service.library import Loaded
from service.settings import Settings
from service.wiring import Parts, opened

ID = UUID("01a20900-0000-7000-8000-000000000010")
OURS = Manuscript(id=ID, kind="page", locale="nb", path="a/nb.md", content=Page(slug="a", title="Vår"))
NEWER = structs.replace(OURS, content=Page(slug="a", title="Vår, ny"))


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    with opened(Settings(data=str(tmp_path / "data"))) as made:
        yield made


def load(parts: Parts, manuscript: Manuscript) -> tuple[int, int, int]:
    loaded: Loaded = library.publish([manuscript], parts.store, parts.commands, actor="library")
    return len(loaded.published), loaded.unchanged, loaded.kept


def title(parts: Parts) -> str:
    with parts.store.read() as reading:
        entry = reading.entry(ID, "nb")
    assert entry is not None
    return entry.edition.content.title


def test_what_is_there_word_for_word_is_left_and_what_reads_differently_is_published(parts: Parts) -> None:
    assert load(parts, OURS) == (1, 0, 0)
    assert load(parts, OURS) == (0, 1, 0)
    assert load(parts, NEWER) == (1, 0, 0)
    assert title(parts) == "Vår, ny"


@pytest.mark.parametrize("published", [True, False])
def test_what_an_editor_has_written_since_is_kept(parts: Parts, published: bool) -> None:
    load(parts, OURS)
    theirs = Page(slug="a", title="Redaktørens")
    revision = parts.commands.save(SaveDraft(id=ID, locale="nb", content=theirs, author="kari"))
    if published:
        parts.commands.publish(Publish(id=ID, locale="nb", revision=revision.number, actor="kari"))
    assert load(parts, OURS) == load(parts, NEWER) == (0, 0, 1)
    assert title(parts) == ("Redaktørens" if published else "Vår")
    with parts.store.read() as reading:
        assert len(reading.revisions(ID, "nb")) == 2


def test_what_an_editor_has_withdrawn_does_not_come_back(parts: Parts) -> None:
    load(parts, OURS)
    parts.commands.change_state(Withdraw(id=ID, locale="nb", reason="Feil tall", actor="kari"))
    assert load(parts, OURS) == (0, 1, 0)
    assert load(parts, NEWER) == (0, 0, 1)
    with parts.store.read() as reading:
        standing = reading.standing(ID, "nb")
    assert standing is not None
    assert standing.state == "withdrawn"


def test_a_source_goes_before_what_was_translated_from_it(parts: Parts) -> None:
    def made_from(source: str) -> Translation:
        return Translation(
            source_locale=source,
            source_revision=1,
            translated_by=Translator(by="person"),
            prevails="en",
        )

    texts = {
        "nb": Page(slug="a", title="Norsk", translation=made_from("nn")),
        "nn": Page(slug="a", title="Nynorsk", translation=made_from("en")),
        "en": Page(slug="a", title="English"),
    }
    manuscripts = [
        structs.replace(OURS, locale=locale, path=f"a/{locale}.md", content=content)
        for locale, content in texts.items()
    ]
    loaded = library.publish(manuscripts, parts.store, parts.commands, actor="library")
    assert [each.locale for each in loaded.published] == ["en", "nn", "nb"]
