"""Translations over HTTP: readers hear that a text is behind, at once; translators what has changed in the source."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from msgspec import UNSET, UnsetType, structs

from content.lifecycle import Withdraw
from content.model import News, Translation, Translator
from tests.contract import build
from tests.http.house import House
from tests.http.test_drafts import NEWS, begin, data, faults, path

ONE = UUID("01912345-0000-7000-8000-00000000aaaa")


def text(slug: str, title: str, made_from: int | UnsetType | None = None) -> News:
    """A news item; a translation from nb where `made_from` is not None."""
    plain = build.news(slug, title)
    if made_from is None:
        return plain
    translation = Translation(
        source_locale="nb", source_revision=made_from, translated_by=Translator(by="person"), prevails="nb"
    )
    return structs.replace(plain, translation=translation)


def behind(house: House, address: str = f"/v1/records/{ONE}?locale=en") -> Any:
    return house.json(address)["behind_source"]


def test_a_record_says_that_it_is_behind_once_its_source_is_published_anew(own_house: House) -> None:
    own_house.publish(ONE, "nb", text("mote", "Møte"))
    own_house.publish(ONE, "en", text("meeting", "Meeting", 1))
    first = own_house.get(f"/v1/records/{ONE}?locale=en")
    assert behind(own_house) is False
    assert behind(own_house, f"/v1/records/{ONE}?locale=nb") is None
    assert (
        own_house.get(f"/v1/records/{ONE}?locale=en", if_none_match=first.headers["etag"]).status_code == 304
    )
    own_house.publish(ONE, "nb", text("mote", "Møtet"))
    again = own_house.get(f"/v1/records/{ONE}?locale=en", if_none_match=first.headers["etag"])
    assert again.status_code == 200
    assert behind(own_house) is True
    own_house.publish(ONE, "en", text("meeting", "The meeting", 2))
    assert behind(own_house) is False
    assert behind(own_house, f"/v1/records/{ONE}/editions/1?locale=en") is True
    assert behind(own_house, f"/v1/records/{ONE}/editions/2?locale=en") is False


def test_lists_and_changes_say_it_too(own_house: House) -> None:
    own_house.publish(ONE, "nb", text("mote", "Møte"))
    own_house.publish(ONE, "en", text("meeting", "Meeting", 1))
    address = "/v1/records?locale=en&kind=news&fields=id,behind_source"
    assert own_house.json(address)["records"] == [{"id": str(ONE), "behind_source": False}]
    own_house.publish(ONE, "nb", text("mote", "Møtet"))
    assert own_house.json(address)["records"] == [{"id": str(ONE), "behind_source": True}]
    told = {
        (each["locale"], each["record"]["behind_source"])
        for each in own_house.json("/v1/changes?kind=news")["changes"]
        if each["id"] == str(ONE)
    }
    assert told == {("nb", None), ("en", True)}


def test_a_draft_of_the_source_is_no_matter_of_the_public(own_house: House) -> None:
    own_house.publish(ONE, "nb", text("mote", "Møte"))
    own_house.publish(ONE, "en", text("meeting", "Meeting", 1))
    etag = own_house.send("GET", f"/v1/drafts/{ONE}/nb", token=own_house.token()).headers["etag"]
    token = own_house.token(name="Ola")
    draft = data(own_house.send("GET", f"/v1/drafts/{ONE}/nb", token=token)) | {"title": "Hemmelig"}
    data(own_house.send("PUT", f"/v1/drafts/{ONE}/nb", draft, token=token, if_match=etag))
    assert behind(own_house) is False
    found = data(own_house.send("GET", f"/v1/drafts/{ONE}/en/translation", token=token))
    assert found["translation"]["behind_source"] is True


@pytest.mark.parametrize("made_from", [1, UNSET])
def test_what_cannot_be_known_is_null(own_house: House, made_from: int | UnsetType) -> None:
    own_house.publish(ONE, "nb", text("mote", "Møte"))
    own_house.publish(ONE, "en", text("meeting", "Meeting", made_from))
    own_house.parts.commands.change_state(Withdraw(id=ONE, locale="nb", reason="Feil", actor="test"))
    assert behind(own_house) is None


def test_a_translator_is_told_what_to_do(own_house: House) -> None:
    token = own_house.token("drafts", name="Kari")
    nb = begin(own_house, token)
    english = {
        "slug": "meeting",
        "title": "Meeting in Tromsø",
        "translation": {
            "source_locale": "nb",
            "source_revision": 1,
            "translated_by": {"by": "machine", "name": "Oversetter 2"},
            "reviewed_by": "Ola",
            "prevails": "nb",
        },
    }
    place = path(nb, "en")
    data(own_house.send("PUT", place, english, token=token, if_none_match="*"), 201)
    current = data(own_house.send("GET", f"{place}/translation", token=token))
    assert (current["source"], current["source_diff"]) == ("nb", None)
    etag = own_house.send("GET", path(nb), token=token).headers["etag"]
    changed = NEWS | {"title": "Møte i Alta"}
    data(own_house.send("PUT", path(nb), changed, token=token, if_match=etag))
    response = own_house.send("GET", f"{place}/translation", token=token)
    found = data(response)
    assert response.headers["cache-control"] == "no-store"
    assert found["translation"] == {
        "source_locale": "nb",
        "source_revision": 1,
        "newest_revision": 2,
        "live_revision": None,
        "behind_source": True,
        "translated_by": {"by": "machine", "name": "Oversetter 2"},
        "reviewed_by": "Ola",
        "prevails": "nb",
    }
    assert found["source_diff"]["locale"] == "nb"
    assert [each["pointer"] for each in found["source_diff"]["diff"]["members"]] == ["/title"]
    assert [(each["locale"], each["revision"]) for each in found["locales"]] == [("en", 1), ("nb", 2)]
    source = data(own_house.send("GET", f"{path(nb)}/translation", token=token))
    assert (source["source"], source["translation"], source["source_diff"]) == ("nb", None, None)


def test_the_list_of_drafts_marks_and_finds_what_is_behind(own_house: House) -> None:
    token = own_house.token("drafts", name="Kari")
    nb = begin(own_house, token)
    english = {"slug": "meeting", "title": "Meeting", "translation": _translation(1)}
    data(own_house.send("PUT", path(nb, "en"), english, token=token, if_none_match="*"), 201)

    def listed(query: str) -> list[tuple[str, bool | None]]:
        found = data(own_house.send("GET", f"/v1/drafts?mine=true{query}", token=token))["drafts"]
        return [(each["locale"], each["behind_source"]) for each in found]

    assert listed("") == [("en", False), ("nb", None)]
    assert listed("&behind=true") == []
    etag = own_house.send("GET", path(nb), token=token).headers["etag"]
    data(own_house.send("PUT", path(nb), NEWS | {"title": "Nytt"}, token=token, if_match=etag))
    assert listed("&behind=true") == [("en", True)]
    assert listed("") == [("nb", None), ("en", True)]
    said = {
        locale: data(own_house.send("GET", path(nb, locale), token=token))["behind_source"]
        for locale in ("nb", "en")
    }
    assert said == {"nb": None, "en": True}
    etag = own_house.send("GET", path(nb, "en"), token=token).headers["etag"]
    followed = english | {"translation": _translation(2)}
    saved = data(own_house.send("PUT", path(nb, "en"), followed, token=token, if_match=etag))
    assert saved["behind_source"] is False
    earlier = own_house.send("GET", f"{path(nb, 'en')}/revisions/1", token=token)
    assert data(earlier)["behind_source"] is True
    assert own_house.send("GET", "/v1/drafts?behind=ja", token=token).status_code == 400


def test_a_token_for_one_locale_is_not_shown_the_drafts_of_another(own_house: House) -> None:
    token = own_house.token("drafts", name="Kari")
    nb = begin(own_house, token)
    english = {"slug": "meeting", "title": "Meeting", "translation": _translation(1)}
    data(own_house.send("PUT", path(nb, "en"), english, token=token, if_none_match="*"), 201)
    etag = own_house.send("GET", path(nb), token=token).headers["etag"]
    data(own_house.send("PUT", path(nb), NEWS | {"title": "Hemmelig"}, token=token, if_match=etag))
    erik = own_house.token("drafts", name="Erik", locales=("en",))
    response = own_house.send("GET", f"{path(nb, 'en')}/translation", token=erik)
    assert data(response)["translation"]["behind_source"] is True
    assert data(response)["source_diff"] is None
    assert "Hemmelig" not in response.text
    assert own_house.send("GET", f"{path(nb)}/translation", token=erik).status_code == 403


def test_a_source_that_is_not_there_is_a_fault_of_the_draft(own_house: House) -> None:
    token = own_house.token("drafts", name="Kari")
    nb = begin(own_house, token)
    english = {"slug": "meeting", "title": "Meeting"}
    for locale, translation, expected in (
        ("en", _translation(7), ("/translation/source_revision", "no_such_revision")),
        ("en", _translation(1, source_locale="fr"), ("/translation/source_locale", "unknown_locale")),
        ("en", _translation(1, source_locale="en"), ("/translation/source_locale", "own_locale")),
    ):
        sent = english | {"translation": translation}
        response = own_house.send("PUT", path(nb, locale), sent, token=token, if_none_match="*")
        assert faults(response) == {expected}
    assert own_house.send("GET", path(nb, "en"), token=token).status_code == 404


@pytest.mark.parametrize("variant", ["card", "teaser", "full"])
def test_a_machines_text_that_nobody_reviewed_says_so_in_every_variant(
    own_house: House, variant: str
) -> None:
    own_house.publish(ONE, "nb", text("mote", "Møte"))
    machine = structs.replace(
        text("meeting", "Meeting"),
        translation=Translation(source_locale="nb", translated_by=Translator(by="machine"), prevails="nb"),
    )
    own_house.publish(ONE, "en", machine)
    address = f"/fragments/{ONE}?locale=en&variant={variant}"
    assert "Machine translation, not reviewed" in own_house.get(address).text
    assert machine.translation is not UNSET
    reviewed = structs.replace(machine.translation, reviewed_by="Kari")
    own_house.publish(ONE, "en", structs.replace(machine, translation=reviewed))
    assert "not reviewed" not in own_house.get(address).text


def _translation(revision: int, **other: Any) -> dict[str, Any]:
    return {
        "source_locale": "nb",
        "source_revision": revision,
        "translated_by": {"by": "person"},
        "prevails": "nb",
    } | other
