"""What redbot says of every public route, over a real connection: nothing bad, and nothing to warn of that is not explained here."""

from __future__ import annotations

from collections.abc import Iterator
from configparser import ConfigParser
from typing import Any

import pytest
import thor
from redbot.resource import HttpResource

from service.edge.server import bind, running, url_of
from service.settings import Settings
from service.web.media import PATH as FILE
from service.web.routes import DESCRIBED
from service.web.stream import PATH as STREAM
from service.wiring import opened
from tests.content.media import samples
from tests.http.house import PAGE, furnished
from tests.http.test_media import kept

EXAMPLE = {
    "ref": str(PAGE),
    "locale": "nb",
    "kind": "event",
    "topic": "high-north",
    "suffix": "atom",
    "slug": "internasjonal-avdeling",
    "n": "1",
}
NAMES = {"/static/{name}": {"name": "site.css"}}
ENDLESS = {STREAM: "It ends when the client leaves: redbot would wait for its end."}

ALLOWED = {
    "STORE_PUBLIC_UNNECESSARY": "Without it, a shared cache keeps nothing that was asked for with a token: RFC 9111 section 3.5.",
}
"""Notes of the level WARN, each with the reason why it stays."""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, list[Any]]]]:
    """Status and notes by route, of the running server."""
    data = str(tmp_path_factory.mktemp("redbot"))
    listener = bind(Settings(data=data, port=0))
    ours = Settings(
        data=data,
        base_url=url_of(listener),
        rate_limit=0,
        metrics="on",
        security_contact="mailto:hull@example.org",
    )
    with opened(ours) as parts:
        house = furnished(parts, examples=True)
        file = kept(house, house.token("admin"), samples.png())["src"]
        with running(parts.application(), ours, listener=listener) as url:
            yield asked({route: url + address(route, file) for route in routes()})


def routes() -> list[str]:
    """Every public route but those that cannot be read to the end."""
    return [each.path for each in DESCRIBED if each.path not in ENDLESS]


def address(route: str, file: str) -> str:
    """A path of the route that there is something under. Raises KeyError for a name that has no example."""
    return file if route == FILE else route.format_map(EXAMPLE | NAMES.get(route, {}))


def asked(urls: dict[str, str]) -> dict[str, tuple[int, list[Any]]]:
    """What redbot says of each, all of them at once."""
    config = ConfigParser()
    config.read_dict({"redbot": {"enable_local_access": "True"}})
    waiting, said = set(urls), {}

    def ask(route: str) -> None:
        resource = HttpResource(config["redbot"])
        resource.set_request(urls[route])

        def done() -> None:
            said[route] = (int(resource.response.status_code or 0), list(resource.response.notes))
            waiting.discard(route)
            if not waiting:
                thor.stop()

        resource.on("check_done", done)
        resource.check()

    for route in urls:
        ask(route)
    late = thor.schedule(60, thor.stop)
    thor.run()
    late.delete()
    assert not waiting
    return said


def test_every_route_answers(notes: dict[str, tuple[int, list[Any]]]) -> None:
    assert {route: status for route, (status, _) in notes.items() if status != 200} == {}
    assert set(notes) | set(ENDLESS) == {each.path for each in DESCRIBED}


def test_nothing_is_bad(notes: dict[str, tuple[int, list[Any]]]) -> None:
    bad = {
        (route, type(each).__name__, each.summary)
        for route, (_, found) in notes.items()
        for each in found
        if each.level.name == "BAD"
    }
    assert bad == set()


def test_every_warning_is_explained_and_every_explanation_needed(
    notes: dict[str, tuple[int, list[Any]]],
) -> None:
    warned: dict[str, list[str]] = {}
    for route, (_, found) in notes.items():
        for each in found:
            if each.level.name == "WARN":
                warned.setdefault(type(each).__name__, []).append(f"{route}: {each.summary}")
    assert {name: where for name, where in warned.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) == set(warned)


def test_redbot_has_looked_at_all_of_it(notes: dict[str, tuple[int, list[Any]]]) -> None:
    """So that no test above is green because nothing was asked."""
    for route, (_, found) in notes.items():
        said = {type(each).__name__ for each in found}
        assert {"DATE_CORRECT", "CONTENT_TYPE_OPTIONS"} <= said, route
