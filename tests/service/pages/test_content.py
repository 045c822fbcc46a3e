"""What each page says of what it is given, hostile text included."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
import turbohtml
from msgspec import structs

from service.links import HUB
from service.web import reference
from service.web.authoring import ACTIONS
from service.web.pages import docs_page, feeds_page, landing, notice_page, record_page
from service.web.pages.builder import snippets
from service.web.pages.schema import members
from service.web.pages.view import (
    Body,
    Choice,
    KindSchema,
    NoticeView,
    Route,
    RouteGroup,
    RouteParameter,
    Snippet,
)
from service.web.pages.words import LANGUAGES, Words, catalogue, known
from service.web.routes import DESCRIBED
from tests.service.pages import samples
from tests.service.pages.samples import HOSTILE


def safe(html: str) -> None:
    page = turbohtml.parse(html)
    assert page.select("script, img[onerror]") == []
    assert HOSTILE in page.text


def test_hostile_titles_summaries_and_labels_stay_text() -> None:
    view = samples.landing_view("en")
    item = structs.replace(view.latest[0], title=HOSTILE, summary=HOSTILE)
    topic = structs.replace(view.topics[0], label=HOSTILE, items=(item,))
    choice = Choice(id=UUID(int=1), title=HOSTILE, locale="nb")
    builder = structs.replace(
        view.builder, choices=(choice,), snippet=structs.replace(samples.SNIPPET, choice=choice)
    )
    safe(landing(structs.replace(view, latest=(item,), topics=(topic,), builder=builder)))
    safe(feeds_page(structs.replace(samples.feeds_view("en"), latest=(item,), topics=(topic,))))


def test_hostile_reasons_details_and_requests_stay_text() -> None:
    safe(notice_page(NoticeView(frame=samples.frame(), what="gone", reason=HOSTILE)))
    safe(notice_page(NoticeView(frame=samples.frame(), what="wrong_input", details=(HOSTILE,))))
    safe(notice_page(NoticeView(frame=samples.frame(), what="error", request=HOSTILE)))


def test_hostile_descriptions_of_the_api_stay_text() -> None:
    parameter = RouteParameter(name=HOSTILE, place="query", description=HOSTILE, values=(HOSTILE,))
    route = Route(
        method="GET",
        path=HOSTILE,
        summary=HOSTILE,
        parameters=(parameter,),
        example=HOSTILE,
        scope=HOSTILE,
        body=Body(description=HOSTILE),
    )
    kind = KindSchema(
        kind="page", href="/v1/kinds/page", schema={"properties": {HOSTILE: {"enum": [HOSTILE]}}}
    )
    view = samples.docs_view("en")
    safe(
        docs_page(
            structs.replace(
                view, groups=(RouteGroup(key="hostile", title=HOSTILE, routes=(route,)),), kinds=(kind,)
            )
        )
    )


def test_hostile_titles_stay_inside_the_title_of_a_record_page() -> None:
    page = turbohtml.parse(record_page(structs.replace(samples.record_view("nb"), title=HOSTILE)))
    title = page.select_one("title")
    assert title is not None
    assert title.text.startswith(HOSTILE)
    assert page.select("script") == []


def test_snippets_cannot_be_broken_out_of() -> None:
    choice = Choice(id=UUID(int=1), title=HOSTILE, locale="nb")
    broken = Snippet(
        choice=choice,
        fragment="https://x.example/\"'</script><b>",
        page='https://x.example/"><script>',
        stylesheet='https://x.example/"><script>',
    )
    texts = snippets(broken)
    include = turbohtml.parse_fragment(texts["include"])
    assert include.select("script, b, img") == []
    fetched = turbohtml.parse_fragment(texts["fetch"])
    assert len(fetched.select("script")) == 1
    assert fetched.select("b, img") == []
    assert texts["curl"].count("'") == 2


def test_snippets_hold_what_was_asked_for() -> None:
    texts = snippets(samples.SNIPPET)
    assert all("variant=card" in text and "h=3" in text for text in texts.values())
    assert samples.SNIPPET.page in texts["include"]
    assert samples.SNIPPET.page in texts["fetch"]
    assert "iframe" not in "".join(texts.values())


def test_the_builder_remembers_what_was_chosen() -> None:
    page = turbohtml.parse(landing(samples.landing_view("en")))
    chosen = [option.attrs["value"] for option in page.select("option[selected]")]
    assert chosen == [str(samples.IDENTITY), "card", "3"]
    hidden = page.select_one('input[name="locale"]')
    assert hidden is not None
    assert hidden.attrs["value"] == "en"


def test_text_in_another_language_says_so() -> None:
    page = turbohtml.parse(landing(samples.landing_view("en")))
    titles = {link.text: link.attrs.get("lang") for link in page.select(".record-title a")}
    assert titles["Midler til samarbeid mellom ungdom i nord"] == "nn"
    assert titles["Internasjonal avdeling"] == "nb"
    own = turbohtml.parse(landing(samples.landing_view("nb")))
    assert own.select('.record-title a[lang="nb"]') == []


def test_dates_are_norwegian_days() -> None:
    page = turbohtml.parse(landing(samples.landing_view("nb")))
    late = next(time for time in page.select("time") if "3. november" in time.text)
    assert str(late.attrs["datetime"]).startswith("2026-11-02T23:30")


def test_a_topic_can_be_linked_to_on_the_page_of_feeds() -> None:
    page = turbohtml.parse(feeds_page(samples.feeds_view("nb")))
    assert page.select_one("#topic-barents") is not None
    assert page.select_one("#kind-news") is not None
    addresses = {link.attrs["href"] for link in page.select(".formats a")}
    assert f"{samples.BASE}/feeds/nb/topics/barents.json" in addresses


def test_a_feed_is_called_empty_only_where_nothing_is_published() -> None:
    view = samples.feeds_view("en")
    topic = structs.replace(view.topics[0], items=(), count=3)
    full = turbohtml.parse(feeds_page(structs.replace(view, kinds=(), topics=(topic,))))
    assert full.select(".feed .empty") == []
    empty = feeds_page(structs.replace(view, kinds=(), topics=(structs.replace(topic, count=0),)))
    assert len(turbohtml.parse(empty).select(".feed .empty")) == 1


def test_the_page_of_feeds_says_how_to_subscribe_before_what_there_is() -> None:
    for locale in LANGUAGES:
        words = Words(locale)
        page = turbohtml.parse(feeds_page(samples.feeds_view(locale)))
        steps = page.select("#how ~ ol > li")
        assert [each.text for each in steps] == [
            words(f"feeds_how_{step}") for step in ("reader", "copy", "paste")
        ]
        text = page.text
        assert text.index(words("feeds_which")) < text.index(words("feeds_all_text"))
        named = [each.attrs["href"] for each in page.select("nav.contents a")]
        assert named == ["#how", "#all", "#topics", "#kinds", "#calendars", "#about-feeds"]
        assert all(page.select_one(str(each)) for each in named)


def test_calendars_stand_on_the_page_of_feeds_where_there_are_some() -> None:
    view = samples.feeds_view("nb")
    page = turbohtml.parse(feeds_page(view))
    assert [each.attrs["href"] for each in page.select('a[type="text/calendar"]')] == [
        each.href for each in view.calendars
    ]
    assert [each.attrs["href"] for each in page.select('a[href^="webcal:"]')] == [
        each.subscribe for each in view.calendars
    ]
    without = feeds_page(structs.replace(view, calendars=()))
    assert "calendar" not in without


def test_kinds_within_a_topic_are_offered_where_there_are_several() -> None:
    page = turbohtml.parse(feeds_page(samples.feeds_view("en")))
    found = [(each.attrs["href"], each.text) for each in page.select("p.within a")]
    topics = [each for each in samples.topics("en") if len(each.within) > 1]
    assert [href for href, _ in found] == [each.href for topic in topics for each in topic.within]
    assert all(topic.label in " ".join(text for _, text in found) for topic in topics)
    assert len(found) > 1


def test_no_two_parts_of_the_page_of_feeds_have_one_name() -> None:
    """Who goes from landmark to landmark must know where they are (axe: landmark-unique)."""
    page = turbohtml.parse(feeds_page(samples.feeds_view("nb")))
    called = [each.attrs["aria-labelledby"] for each in page.select("section[aria-labelledby]")]
    names = [each.text for name in called for each in page.select(f"#{name}")]
    assert len(names) > 8
    assert len(set(names)) == len(names)


def test_feeds_in_sami_are_explained_in_norwegian_and_say_so() -> None:
    page = turbohtml.parse(feeds_page(samples.feeds_view("se")))
    root = page.select_one("html")
    assert root is not None
    assert root.attrs["lang"] == "nb"
    current = page.select_one(".languages [aria-current]")
    assert current is not None
    assert current.attrs["lang"] == "se"
    assert "nordsamisk" in page.text


def test_the_records_title_is_the_h1_and_starts_the_title() -> None:
    page = turbohtml.parse(record_page(samples.record_view("en")))
    title, heading = page.select_one("title"), page.select_one("h1")
    assert title is not None
    assert heading is not None
    assert title.text.startswith(heading.text)
    around = [page.select_one(part) for part in ("header.masthead", "footer", "aside", ".skip")]
    assert [part.attrs.get("lang") for part in around if part] == ["en"] * 4


def test_older_bytes_at_level_2_stand_under_the_departments_name() -> None:
    fragment = samples.served(samples.FRAGMENT.replace("h2", "h3").replace("h1", "h2"), 2)
    page = turbohtml.parse(
        record_page(structs.replace(samples.record_view("nb"), fragment=fragment, heading_level=2))
    )
    assert [heading.tag for heading in page.select("main h1, main h2, main h3")][:3] == ["h1", "h2", "h3"]
    assert len(page.select("h1")) == 1


def test_a_fragment_goes_out_byte_for_byte() -> None:
    assert samples.FRAGMENT in record_page(samples.record_view("nb"))


def test_gone_says_why_in_the_editors_language() -> None:
    page = turbohtml.parse(samples.notices("en")["gone"])
    reason = page.select_one("blockquote")
    assert reason is not None
    assert reason.attrs["lang"] == "nb"
    assert "avlyst" in reason.text


def test_contact_is_shown_only_where_the_settings_have_one() -> None:
    shown = turbohtml.parse(samples.notices("nb")["not_found"])
    assert shown.select('footer a[href^="mailto:"]')
    hidden = turbohtml.parse(samples.notices("nb")["error"])
    assert hidden.select('footer a[href^="mailto:"]') == []


def test_the_reference_shows_every_parameter_and_every_field() -> None:
    page = turbohtml.parse(docs_page(samples.docs_view("en")))
    terms = [term.text for term in page.select("dt code")]
    assert {"kind", "limit", "ref", "fields.start", "title"} <= set(terms)
    assert page.select('.route a[href*="kind=news"]')


def test_the_reference_shows_code_as_code_and_lets_paths_break_before_a_slash() -> None:
    html = docs_page(samples.docs_view("en"))
    assert "<code>next</code> goes on." in html
    assert "/v1<wbr>/drafts<wbr>/{id}<wbr>/{locale}<wbr>/publish</code>" in html


def test_the_reference_shows_what_authors_need() -> None:
    page = turbohtml.parse(docs_page(samples.docs_view("en")))
    (route,) = [each for each in page.select(".route") if "/publish" in each.text]
    assert "Needs a token with: publish" in route.text
    assert {"If-Match", "revision"} <= {term.text for term in route.select("dt code")}


def test_the_reference_of_the_service_has_every_route_of_both_tables() -> None:
    shown = [
        (route.method, route.path) for group in reference.groups(DESCRIBED, ACTIONS) for route in group.routes
    ]
    assert sorted(shown) == sorted(
        [("GET", each.path) for each in DESCRIBED]
        + [("POST", HUB)]
        + [(each.method, each.path) for each in ACTIONS]
    )


def test_members_of_a_schema() -> None:
    schema = {
        "$ref": "#/$defs/Thing",
        "$defs": {
            "Thing": {
                "properties": {
                    "fields": {"$ref": "#/$defs/Inner"},
                    "lost": {"$ref": "#/$defs/Nowhere"},
                    "many": {"type": "array", "items": {"anyOf": [{"type": "string"}, {"enum": [1]}]}},
                },
                "required": ["lost"],
            },
            "Inner": {
                "properties": {"at": {"type": "string", "format": "date", "description": "When"}},
                "required": ["at"],
            },
        },
    }
    found = {member.name: member for member in members(schema)}
    assert list(found) == ["fields.at", "lost", "many"]
    assert found["fields.at"].type == "string (date)"
    assert found["fields.at"].meaning == "When"
    assert found["lost"].type == "Nowhere"
    assert found["lost"].required
    assert found["many"].type == 'list of (string | "1")'


def test_every_word_is_there_in_both_languages_with_the_same_places() -> None:
    for key, texts in catalogue().items():
        assert tuple(texts) == LANGUAGES, key
        places = {tuple(sorted(re.findall(r"\{[a-z]+\}", text))) for text in texts.values()}
        assert len(places) == 1, key
        assert all(text.strip() for text in texts.values()), key


def test_an_unknown_word_is_an_error_and_not_an_empty_place() -> None:
    assert not known("no_such_word")
    with pytest.raises(KeyError):
        Words("nb")("no_such_word")


@pytest.mark.parametrize(
    ("locale", "lang"), [("nb", "nb"), ("nn", "nb"), ("se", "nb"), ("fkv", "nb"), ("en", "en"), ("sv", "nb")]
)
def test_the_language_of_a_pages_words(locale: str, lang: str) -> None:
    assert Words(locale).lang == lang
