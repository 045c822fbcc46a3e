"""Search: what is found, in what order, page by page, and how it is forgotten."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

import pytest

from content.kinds import CallFields, Kind
from content.lifecycle import MarkGone, Redirect
from content.model import Call
from content.ports import Reading, Store
from content.ports.search import Place, Wanted
from content.search import parse
from tests.contract import build


def numbers(
    reading: Reading,
    text: str,
    locale: str = "nb",
    *,
    kind: Kind | None = None,
    topic: str | None = None,
    limit: int = 50,
) -> list[int]:
    """The records found, by number."""
    wanted = Wanted(query=parse(text, locale), kind=kind, topic=topic, limit=limit)
    return [hit.id.int & 0xFFFF for hit in reading.search.find(wanted).hits]


def find(store: Store, text: str, locale: str = "nb") -> list[int]:
    with store.read() as reading:
        return numbers(reading, text, locale)


def pages(reading: Reading, text: str, limit: int) -> Iterator[list[int]]:
    """Page after page, to the last."""
    after: Place | None = None
    while True:
        found = reading.search.find(Wanted(query=parse(text, "nb"), after=after, limit=limit)).hits
        if not found:
            return
        assert len(found) <= limit
        yield [hit.id.int & 0xFFFF for hit in found]
        after = found[-1].place


def test_title_comes_before_lead_and_lead_before_body_and_news_first_within_each(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Fiske i nord"), minutes=1)
    build.publish(store, 2, build.news("to", "Møte", summary="Om fiske."), minutes=2)
    build.publish(store, 3, build.news("tre", "Møte", text="Alt om fiske."), minutes=3)
    build.publish(store, 4, build.news("fire", "Mer fiske"), minutes=4)
    build.publish(store, 5, build.news("fem", "Rekefiske"), minutes=5)
    build.publish(store, 6, build.news("seks", "Møte", text="Et fiskerimøte, rekefisket."), minutes=6)
    build.publish(store, 7, build.news("sju", "Noe annet"), minutes=7)
    assert find(store, "fiske") == [4, 1, 2, 3, 5, 6]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fylkestinget", [1]),
        ("FYLKESTING", [1]),
        ("ting", [1]),
        ("fylkes", [1]),
        ("kesti", [1]),
        ("vedtak", [1]),
        ("vedtak fylkesting", [1]),
        ("vedtak borte", []),
        ('"fylkestinget gjorde"', [1]),
        ('"gjorde fylkestinget"', []),
        ("«fylkestinget gjorde» Tromsø", [1]),
        ('"gjorde', [1]),
        ("tromsø", [1]),
        ("Tromso", []),
        ("tromsoe", [1]),
        ("Romssa", [1]),
        ("Sápmi", [1]),
        ("sapmi", [1]),
        ("ĐAKKAN", [1]),
        ("dakkan", [1]),
        ("aar", [1]),
        ("ar", []),
        ("edtaket", [1]),
        ("ti", []),
        ("2025", [1]),
        ("e", []),
        ("", []),
        ("…", []),
    ],
)
def test_what_a_word_finds(store: Store, text: str, found: list[int]) -> None:
    title = "I Tromsø for ett år siden: vedtaket"
    build.publish(
        store,
        1,
        build.news("en", title, text="Fylkestinget gjorde vedtak om Romssa, Sápmi og Đakkan i 2025."),
    )
    build.publish(store, 2, build.news("to", "Noe helt annet", text="Her skjer det mye."), minutes=1)
    assert find(store, text) == found


def test_nfc_and_nfd_find_the_same_in_both_forms(store: Store) -> None:
    word = "Čáhcesuolu"
    for number, form in enumerate(("NFC", "NFD"), 1):
        said = unicodedata.normalize(form, word)  # type: ignore[arg-type]  # one of the forms there are
        build.publish(store, number, build.news(f"sak-{number}", said), locale="se", minutes=number)
    for form in ("NFC", "NFD"):
        for asked in (word, word.upper(), "Suolu"):
            assert find(store, unicodedata.normalize(form, asked), "se") == [2, 1]  # type: ignore[arg-type]


@pytest.mark.parametrize("letter", "čđŋšŧž")
def test_a_letter_is_itself_first_and_the_one_below_it_second(store: Store, letter: str) -> None:
    bare = {"č": "c", "đ": "d", "ŋ": "n", "š": "s", "ŧ": "t", "ž": "z"}[letter]
    build.publish(store, 1, build.news("en", f"ma{letter}at"), locale="se", minutes=1)
    build.publish(store, 2, build.news("to", f"ma{bare}at"), locale="se", minutes=2)
    assert find(store, f"MA{letter}AT".upper(), "se") == [1, 2]
    assert find(store, f"ma{bare}at", "se") == [2, 1]


@pytest.mark.parametrize(
    ("locale", "said", "asked"),
    [
        ("nb", "møtene", "møte"),
        ("nn", "møta", "møtet"),
        ("en", "meetings", "meeting"),
        ("fi", "taloissa", "talo"),
        ("ru", "встречи", "встреча"),
        ("se", "sámegiela", "sámegiella"),
        ("se", "Romssas", "Romsa"),
        ("fkv", "kielen", "kieli"),
        ("sma", "saemien", "saemie"),
    ],
)
def test_inflected_forms_are_found_in_their_language(
    store: Store, locale: str, said: str, asked: str
) -> None:
    build.publish(store, 1, build.news("en", f"x {said} y"), locale=locale)
    assert find(store, asked, locale) == [1]
    assert find(store, asked, "nb" if locale != "nb" else "en") == []


def test_kinds_and_topics_bound_what_is_found(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Fisk", topics=("barents", "high-north")), minutes=1)
    build.publish(store, 2, build.news("to", "Fisk"), minutes=2)
    build.publish(store, 3, build.topic("barents", "Fisk i Barents"), minutes=3)
    with store.read() as reading:
        assert numbers(reading, "fisk") == [3, 2, 1]
        assert numbers(reading, "fisk", kind="news") == [2, 1]
        assert numbers(reading, "fisk", topic="barents") == [1]
        assert numbers(reading, "fisk", topic="north") == []
        assert numbers(reading, "fisk", kind="topic", topic="high-north") == []
        assert numbers(reading, "fisk", kind="news", topic="high-north") == [1]
        assert numbers(reading, "news kind barents") == []


def test_the_label_of_a_topic_finds_what_is_on_it(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Møte i Kirkenes", topics=("barents",)), minutes=1)
    build.publish(store, 2, build.topic("barents", "Barentssamarbeidet i nord"), minutes=2)
    build.publish(store, 3, build.news("tre", "Om Barentssamarbeidet", text="I nord."), minutes=3)
    assert find(store, "barentssamarbeid i nord") == [2, 1, 3]
    assert find(store, "barentssamarbeid") == [3, 2]
    build.withdraw(store, 2, minutes=4)
    assert find(store, "barentssamarbeid i nord") == [3]


def test_the_words_of_fields_are_found(store: Store) -> None:
    fields = CallFields(
        programme="Interreg Aurora",
        opens=build.at(0).date(),
        deadline=build.at(60),
        applicants="Kommuner og samiske institusjoner",
    )
    build.publish(store, 1, Call(slug="en", title="Utlysning", fields=fields))
    assert find(store, '"interreg aurora"') == find(store, "samisk institusjon kommune") == [1]
    assert find(store, '"aurora kommuner"') == []


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_join_into_the_whole(store: Store, limit: int) -> None:
    for number in range(1, 25):
        title = ("Fisk", "Rekefisk", "Noe", "Annet")[number % 4]
        build.publish(
            store,
            number,
            build.news(
                f"sak-{number}", title, summary="Fisk" if number % 3 else "Sel", text="Fiskerne, torskefisk"
            ),
            minutes=number,
        )
    with store.read() as reading:
        whole = numbers(reading, "fisk")
        found = [each for page in pages(reading, "fisk", limit) for each in page]
    assert sorted(whole) == list(range(1, 25))
    assert found == whole


def test_what_becomes_news_between_two_pages_is_seen_once(store: Store) -> None:
    for number in range(1, 7):
        build.publish(store, number, build.news(f"sak-{number}", "Fisk"), minutes=number)
    with store.read() as reading:
        first = reading.search.find(Wanted(query=parse("fisk", "nb"), limit=2)).hits
    build.publish(store, 6, build.news("sak-6", "Annet", text="Fisk"), minutes=20)
    build.publish(store, 9, build.news("sak-9", "Fisk"), minutes=21)
    build.withdraw(store, 3, minutes=22)
    with store.read() as reading:
        rest = reading.search.find(Wanted(query=parse("fisk", "nb"), after=first[-1].place)).hits
    assert [hit.id.int & 0xFFFF for hit in first] == [6, 5]
    assert [hit.id.int & 0xFFFF for hit in rest] == [4, 2, 1]


def test_only_what_is_published_is_found_and_only_as_it_reads_now(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Kvalross"))
    build.save(store, 1, build.news("en", "Hvitkval"), minutes=1)
    build.save(store, 2, build.news("to", "Hvitkval"), minutes=1)
    assert find(store, "kvalross") == [1]
    assert find(store, "hvitkval") == []
    build.publish(store, 1, build.news("en", "Isbjørn"), minutes=2, update="minor")
    assert find(store, "kvalross") == []
    assert find(store, "valro") == []
    assert find(store, "isbjørn") == [1]


@pytest.mark.parametrize(
    "take_back",
    [
        lambda store: build.withdraw(store, 1, minutes=2),
        lambda store: build.move(
            store, MarkGone(id=build.identity(1), locale="nb", reason="Feil", actor="a"), minutes=2
        ),
        lambda store: build.move(
            store, Redirect(id=build.identity(1), locale="nb", to="/pages/nb/to", actor="a"), minutes=2
        ),
    ],
    ids=["withdraw", "gone", "redirect"],
)
def test_what_is_taken_back_is_found_no_more_until_it_is_published_again(
    store: Store, take_back: Callable[[Store], object]
) -> None:
    build.publish(store, 1, build.news("en", "Kvalross"))
    build.publish(store, 1, build.news("walrus", "Kvalross"), locale="nn")
    build.publish(store, 2, build.news("to", "Kvalross"), minutes=1)
    take_back(store)
    assert find(store, "kvalross") == [2]
    assert find(store, "kvalross", "nn") == [1]
    build.publish(store, 1, build.news("en", "Kvalross igjen"), minutes=3)
    assert find(store, "kvalross") == [1, 2]


def test_a_correction_keeps_its_place_and_news_moves(store: Store) -> None:
    for number in range(1, 4):
        build.publish(store, number, build.news(f"sak-{number}", "Sel"), minutes=number)
    build.publish(store, 1, build.news("sak-1", "Sel og hval"), minutes=5, update="minor")
    assert find(store, "sel") == [3, 2, 1]
    build.publish(store, 1, build.news("sak-1", "Sel og hval igjen"), minutes=6)
    assert find(store, "sel") == [1, 3, 2]


HOSTILE = [
    '"',
    '""',
    '"a',
    "' OR 1=1 --",
    "NEAR(fisk sel, 2)",
    "fisk NOT sel",
    "fisk AND",
    "OR",
    "title:fisk",
    "{title} : fisk",
    "-title:fisk",
    "fisk*",
    "^fisk",
    "fisk + sel",
    "(((((",
    "nb.kind.news",
    "%",
    "_",
    "\\",
    "🐟🏳️‍🌈",
    "a" * 200,
    "å" * 200,
    '"' + "fisk " * 39 + '"',
    " ".join(chr(ord("a") + n % 26) * (1 + n % 5) for n in range(60)),
    "\u0300\u0301",
    "½ ⒈ ⑴ ﬁ Ⅷ",
    "\u200b\u00ad",
    ".",
    "= == ===",
    "x=nb=",
    "日本語 ไทย हिन्दी",
    "ß ẞ ŉ ΐ İ ı",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("locale", ["nb", "se", "en", "ru"])
def test_whatever_is_typed_is_no_error(store: Store, text: str, locale: str) -> None:
    build.publish(store, 1, build.news("en", "Fisk og sel", text=text), locale=locale)
    found = find(store, text, locale)
    assert found in ([], [1])
    assert bool(found) == bool(parse(text, locale).terms)
