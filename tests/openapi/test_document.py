"""The document says what the server does: its routes, its bodies, its problems; and its examples are good."""

from __future__ import annotations

import re
from typing import Any, Final, get_args

import msgspec
import pytest
from starlette.routing import Route

from content import queries, validation
from content.accessibility import check
from content.errors import (
    CheckFailed,
    Erased,
    Expired,
    Forbidden,
    Invalid,
    MediaInUse,
    NordkalottError,
    NothingToAnswer,
    StaleRevision,
    TooLarge,
    TooMany,
    Unauthenticated,
)
from content.lifecycle import MarkGone
from content.model import CONTENT_TYPES
from content.ports import Evidence
from service.web import problems
from service.web.authoring import ACTIONS, bodies
from service.web.authoring.bodies import Beside
from service.web.openapi.examples import EXAMPLES
from service.web.openapi.problems import EXTENSIONS
from service.web.resource import GROUPS, Group
from service.web.routes import DESCRIBED, LIVE
from tests.http.house import PAGE, House
from tests.openapi.strict import closed, faults

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
BODIES: Final = [each for each in ACTIONS if each.body is not None]


def operations(whole: dict[str, Any]) -> set[tuple[str, str]]:
    return {(path, method.upper()) for path, item in whole["paths"].items() for method in item}


def test_every_route_of_the_application_is_in_it_and_nothing_else(
    house: House, whole: dict[str, Any]
) -> None:
    routes = house.parts.application().routes
    served = {
        (each.path, method)
        for each in routes
        if isinstance(each, Route)
        for method in (each.methods or set()) - {"HEAD"}
    }
    assert len(routes) == len({each.path for each in routes if isinstance(each, Route)})
    assert operations(whole) == served


def test_the_server_answers_the_methods_that_it_names_and_no_others(
    house: House, whole: dict[str, Any]
) -> None:
    for path, item in whole["paths"].items():
        at = re.sub(r"\{(\w+)\}", lambda found: {"n": "1", "suffix": "atom"}.get(found[1], "nb"), path)
        for method in METHODS:
            if method.lower() in item and path == LIVE.path:
                continue  # it would not end
            response = house.send(method, at)
            assert (response.status_code == 405) == (method.lower() not in item), (method, path)
            if response.status_code == 405:
                allowed = {each.strip() for each in response.headers["allow"].split(",")}
                assert allowed - {"HEAD"} == {each.upper() for each in item}
                assert response.json()["type"] == "urn:nordkalott:problem:method-not-allowed"


def test_every_group_says_what_it_is_about(whole: dict[str, Any]) -> None:
    assert set(GROUPS) == set(get_args(Group))
    assert all(tag["description"] for tag in whole["tags"])


def test_every_operation_of_authors_says_who_may(whole: dict[str, Any]) -> None:
    for action in ACTIONS:
        operation = whole["paths"][action.path][action.method.lower()]
        assert operation["security"] == [{"token": []}]
        assert operation["x-scope"] == action.scope
        assert f"`{action.scope}`" in operation["description"]
        assert {"401", "403", "429"} <= operation["responses"].keys()
    for resource in DESCRIBED:
        assert whole["paths"][resource.path]["get"]["security"] == []


@pytest.mark.parametrize("body", dict.fromkeys(each.body for each in BODIES), ids=str)
def test_every_body_has_examples_that_are_good(body: Any, whole: dict[str, Any]) -> None:
    assert EXAMPLES.get(body), f"give {body} an example in service/web/openapi/examples.py"
    schemas = [
        content["schema"]
        for each in BODIES
        if each.body is body
        for content in whole["paths"][each.path][each.method.lower()]["requestBody"]["content"].values()
    ]
    for example in EXAMPLES[body].values():
        if issubclass(body, Beside):
            bodies.draft({"kind": "news", **example})
        else:
            validation.decode(body, example)
        for schema in schemas:
            assert faults(whole, schema, example) == []


def test_every_example_of_a_parameter_is_good() -> None:
    parameters = [each for resource in DESCRIBED for each in resource.parameters]
    parameters += [each for action in ACTIONS for each in action.parameters]
    told = [(each, example) for each in parameters for example in each.schema.get("examples", ())]
    assert told
    for parameter, example in told:
        parameter.parse(example)


def errors(house: House) -> list[NordkalottError]:
    """One of every sort whose problem has members of its own, and some that have none."""
    with house.parts.store.read() as reading:
        found = queries.find(reading, str(PAGE), "nb", house.parts.settings.locales)
        revision = reading.revision(PAGE, "nb", 1)
    assert revision
    html = '<img src="https://example.org/a.png">'
    evidence = Evidence(variant="full", heading_level=2, html=html, digest="", report=check(html))
    return [
        Invalid.one("/title", "empty", nb="Fyll ut.", en="Fill in."),
        Invalid.one("?h", "wrong_parameter", nb="Ugyldig.", en="Not valid."),
        problems.GoneError(found),
        problems.MovedError(found),
        Forbidden("This needs more.", "publish"),
        TooMany("Wait.", 3),
        StaleRevision("There is a newer one.", 2),
        problems.OvertakenError(revision),
        problems.MediumOvertakenError(2),
        Erased("This file was erased.", "Personopplysninger"),
        MediaInUse("Two revisions point to it.", 2),
        TooLarge(1_000),
        CheckFailed("It fails.", (evidence,)),
        Expired.one("/until", "expired", nb="Passert.", en="Passed."),
        NothingToAnswer("Nothing is so.", findings=evidence.report.findings),
        Unauthenticated("expired"),
        problems.PreconditionMissingError(),
        problems.KeyInUseError(),
    ]


def test_problems_have_the_members_that_it_names(house: House, whole: dict[str, Any]) -> None:
    seen = set()
    for error in errors(house):
        answer = problems.answer(error)
        told = whole["components"]["responses"][f"Problem{answer.status}"]
        schema = told["content"][answer.media_type]["schema"]
        data = msgspec.json.decode(answer.body)
        assert faults(closed(whole), schema, data) == []
        assert {name.lower() for name in told["headers"]} - {"cache-control"} == {
            name for name, _ in answer.headers
        }
        seen.add(data["type"].rpartition(":")[2])
    assert EXTENSIONS.keys() <= seen


def test_a_record_has_the_fields_of_its_kind(house: House, whole: dict[str, Any]) -> None:
    strict = closed(whole)
    schema = {"$ref": "#/components/schemas/PublicRecord"}
    records = house.json("/v1/records?locale=nb&limit=200")["records"]
    assert {each["kind"] for each in records} == set(CONTENT_TYPES)
    for record in records:
        assert faults(strict, schema, record) == []
        assert faults(strict, schema, record | {"extra": 1})
        assert faults(strict, schema, {name: value for name, value in record.items() if name != "slug"})
        other = "event" if record["kind"] != "event" else "page"
        assert faults(strict, schema, record | {"kind": other}) or record["kind"] in {"page", "news"}


def test_a_record_in_part_has_what_was_asked_for(house: House, whole: dict[str, Any]) -> None:
    schema = whole["paths"]["/v1/records"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    data = house.json("/v1/records?locale=nb&fields=id,kind,title,fields")
    assert set(data["records"][0]) == {"id", "kind", "title", "fields"}
    assert faults(closed(whole), schema, data) == []
    data["records"][0]["title"] = 5
    assert faults(closed(whole), schema, data)


def test_a_draft_that_it_takes_is_one_that_the_server_takes(own_house: House, whole: dict[str, Any]) -> None:
    token = own_house.token("admin")
    schema = {"$ref": "#/components/schemas/DraftBody"}
    draft = own_house.send("GET", f"/v1/drafts/{PAGE}/nb", token=token)
    assert faults(whole, schema, draft.json()) == []
    sent = draft.json() | {"title": "Nytt navn"}
    saved = own_house.send("PUT", f"/v1/drafts/{PAGE}/nb", sent, token=token, if_match=draft.headers["etag"])
    assert saved.status_code == 200
    for wrong in (sent | {"unknown": 1}, sent | {"body_html": "<p>a</p>"}, sent | {"slug": "Å"}):
        assert faults(whole, schema, wrong)
        answer = own_house.send(
            "PUT", f"/v1/drafts/{PAGE}/nb", wrong, token=token, if_match=saved.headers["etag"]
        )
        assert answer.status_code == 400


def test_what_is_gone_or_elsewhere_is_as_it_says(own_house: House, whole: dict[str, Any]) -> None:
    own_house.parts.commands.change_state(MarkGone(id=PAGE, locale="nb", reason="Feil.", actor="test"))
    for path in ("/v1/records/{ref}", "/fragments/{ref}", "/v1/records/{ref}/editions"):
        response = own_house.get(path.replace("{ref}", str(PAGE)) + "?locale=nb")
        told = whole["paths"][path]["get"]["responses"][str(response.status_code)]
        told = whole["components"]["responses"][told["$ref"].rpartition("/")[2]] if "$ref" in told else told
        assert response.status_code == 410
        assert response.headers["content-type"].partition(";")[0] in told["content"]
