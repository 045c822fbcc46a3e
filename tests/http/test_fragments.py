"""Fragments over HTTP: the seed complete, the embed contract kept, and nothing served without its Report."""

import base64
import hashlib
import os
import re
from pathlib import Path
from uuid import UUID

import pytest
import turbohtml

from content import accessibility
from content.model import HEADING_LEVELS, VARIANTS, Page
from content.text import Link, LinkCard, Prose, Span
from tests.http.house import PAGE, House

SEED = Path(__file__).parent / "seed.txt"
NEW = UUID("01a20900-0000-7000-8000-000000000002")
OTHER = UUID("01a20900-0000-7000-8000-000000000003")


def words(text: str) -> list[str]:
    return re.findall(r"[\w()-]+", text)


def test_every_word_of_the_seed_is_in_the_fragment_in_order(house: House) -> None:
    fragment = house.get(f"/fragments/{PAGE}?locale=nb")
    spoken = words(turbohtml.parse_fragment(fragment.text).text)
    place = 0
    for word in words(SEED.read_text("utf-8")):
        assert word in spoken[place:], (
            f"“{word}” is missing after “{' '.join(spoken[max(0, place - 5) : place])}”"
        )
        place = spoken.index(word, place) + 1


def test_our_copy_of_the_seed_is_the_seed(request: pytest.FixtureRequest) -> None:
    corpus = Path(os.environ.get("NORDKALOTT_CORPUS", request.config.rootpath / "../shared/corpus"))
    original = corpus.parent / "seed" / "internasjonal-avdeling.txt"
    if not original.exists():
        pytest.skip(f"the original is not at {original}")
    text = original.read_text("utf-8")
    for stray in ("Foto: Maarit Markussen /Troms fylkeskommune", "×"):
        text = text.replace(stray, "")
    assert words(text) == words(SEED.read_text("utf-8"))


def test_the_historical_text_says_so_and_gives_its_date(house: House) -> None:
    for variant in VARIANTS:
        text = house.get(f"/fragments/{PAGE}?locale=nb&variant={variant}").text
        assert "Historisk tekst" in text
        assert 'datetime="2014"' in text
        assert 'datetime="2025"' in text


def test_the_machine_translation_says_so_in_the_agreed_words(house: House) -> None:
    text = turbohtml.parse_fragment(house.get(f"/fragments/{PAGE}?locale=en").text).text
    assert (
        "Machine translation, not reviewed by Troms fylkeskommune. The Norwegian text prevails."
        in " ".join(text.split())
    )


@pytest.mark.parametrize("level", HEADING_LEVELS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_example_conforms_as_served_and_proves_it(house: House, variant: str, level: int) -> None:
    for locale in ("nb", "nn", "en"):
        for record in house.json(f"/v1/records?locale={locale}&limit=200&fields=id")["records"]:
            response = house.get(f"/fragments/{record['id']}?locale={locale}&variant={variant}&h={level}")
            assert response.status_code == 200
            digest = hashlib.sha256(response.content).digest()
            assert response.headers["unencoded-digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
            report = accessibility.check(response.text, heading_level=level)
            assert report.publishable, [each for each in report.findings if each.outcome == "failed"]
            assert 'rel="describedby"' in response.headers["link"]


def test_a_fragment_as_json_has_what_a_host_needs(house: House) -> None:
    html = house.get(f"/fragments/{PAGE}?locale=nb&h=3", accept_encoding="identity")
    parts = house.json(f"/fragments/{PAGE}.json?locale=nb&h=3")
    assert parts["html"] == html.text
    assert parts["etag"] == html.headers["etag"]
    assert parts["report"]["digest"] == "sha256:" + hashlib.sha256(html.content).hexdigest()
    assert (parts["lang"], parts["version"], parts["js"]) == ("nb", 1, None)
    assert (
        house.get(parts["css"].removeprefix("https://nordkalott.example.org"))
        .headers["content-type"]
        .startswith("text/css")
    )


def test_a_list_of_cards_starts_at_the_level_of_the_host(house: House) -> None:
    for level in (2, 5):
        html = house.get(f"/fragments/list?locale=nb&kind=topic&h={level}").text
        levels = [int(tag) for tag in re.findall(r"<h([1-6])", html)]
        assert levels[0] == level
        assert set(levels) == {level, level + 1}
        assert accessibility.check(html, heading_level=level).publishable


def test_a_link_to_a_record_follows_it_when_it_changes_and_breaks_to_plain_text(own_house: House) -> None:
    link = Prose(
        children=(Span(text="Se "), Span(text="den andre", marks=("l",))),
        mark_defs=(Link(key="l", record=OTHER),),
    )
    own_house.publish(OTHER, "nb", Page(slug="den-andre", title="Den andre"))
    own_house.publish(NEW, "nb", Page(slug="viser", title="Viser", body=(link, LinkCard(record=OTHER))))
    before = own_house.get("/fragments/viser?locale=nb").text
    assert "/pages/nb/den-andre" in before
    own_house.publish(OTHER, "nb", Page(slug="nytt-navn", title="Nytt navn"))
    after = own_house.get("/fragments/viser?locale=nb").text
    assert "/pages/nb/nytt-navn" in after
    assert "Nytt navn" in after
    assert "/pages/nb/den-andre" not in after


@pytest.mark.parametrize("query", ["h=1", "h=7", "h=x", "variant=huge", "h=2&h=3", "shape=round"])
def test_a_senseless_shape_is_refused(house: House, query: str) -> None:
    assert house.get(f"/fragments/{PAGE}?{query}").status_code == 400
