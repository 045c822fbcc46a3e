"""Served means checked: no route shows a fragment without a Report of its very bytes that lets it be shown."""

from __future__ import annotations

import ast
import datetime
import html
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.responses import Response

import feeds
from content import accessibility
from content.attestations import LetPass
from content.lifecycle import MarkGone, Publish, Redirect, SaveDraft, Withdraw
from content.model import HEADING_LEVELS, VARIANTS, Page, digest_bytes
from content.serving import Served
from content.text import Link, Prose, Span
from service.edge.app import Edge
from service.settings import Settings
from service.snapshots import Snapshot
from service.web import answers as answering
from service.web import handler, making
from service.web.conditions import Conditions
from service.web.routes import RESOURCES
from service.wiring import now, opened
from tests import rules
from tests.contract.build import identity
from tests.http.house import House

ROOT = Path(__file__).parents[2]
SOUND = st.sampled_from(["Hav og fjell", "Samarbeid", rules.WORD, f"Om {rules.WORD} ting"])
ENDS = ("published", "withdrawn", "gone", "redirected")


@contextmanager
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder, opened(Settings(data=folder)) as parts:
        yield House(parts=parts, app=Edge(parts.application(), parts.settings))


def page(number: int, title: str, to: int | None = None, text: str = "Her står det noe.") -> Page:
    link = Link(key="l", record=identity(to)) if to else None
    body = Prose(
        children=(Span(text=text), Span(text=" se her", marks=("l",) if link else ())),
        mark_defs=(link,) if link else (),
    )
    return Page(slug=f"side-{number}", title=title, summary="Kort sagt.", body=(body,))


def paths(slugs: list[str]) -> Iterator[str]:
    """Every route with every shape, locale and record."""
    names: dict[str, list[str]] = {
        "ref": [*slugs, str(identity(1))],
        "slug": slugs,
        "locale": ["nb", "en"],
        "suffix": list(get_args(feeds.Suffix)),
        "topic": ["none"],
        "kind": ["page"],
        "n": ["1"],
        "name": ["nordkalott.css"],
    }
    for resource in RESOURCES:
        made = [resource.path]
        for name in re.findall(r"{(\w+)}", resource.path):
            made = [each.replace(f"{{{name}}}", value) for each in made for value in names[name]]
        accepted = {parameter.name for parameter in resource.parameters}
        variants = VARIANTS if "variant" in accepted else ("",)
        levels = HEADING_LEVELS if "h" in accepted else (0,)
        for path in made:
            for variant in variants if "list" not in path else VARIANTS[1:]:
                for level in levels:
                    query = [f"variant={variant}"] if variant and "variant" in accepted else []
                    query += [f"h={level}"] if level else []
                    query += [f"locale={locale}" for locale in ("nb",) if "locale" in accepted]
                    yield f"{path}?{'&'.join(query)}" if query else path
                    if "locale" in accepted and path.startswith("/fragments") and level == 3:
                        yield f"{path}?{'&'.join(query)}".replace("locale=nb", "locale=se")


_ROOT = re.compile(r'<(article|div|section) class="nk .*</\1>', re.DOTALL)


def shown(path: str, snapshot: Snapshot) -> list[str]:
    """The fragments in an answer, found in its bytes alone."""
    text = snapshot.body.decode()
    sort = dict(snapshot.headers)["content-type"].partition(";")[0]
    if path.startswith("/feeds/") and sort != "text/html" and snapshot.status == 200:
        if sort == "application/feed+json":
            return [each["content_html"] for each in msgspec.json.decode(text)["items"]]
        return [
            html.unescape(each)
            for each in re.findall(
                r"<(?:content|content:encoded)[^>]*>(.*?)</(?:content|content:encoded)>", text, re.DOTALL
            )
        ]
    if path.startswith("/fragments/") and sort == "text/html":
        return [text]
    if sort in {"application/json", "application/ld+json"}:
        value: Any = msgspec.json.decode(text)
        return [value["html"]] if isinstance(value, dict) and "html" in value else []
    found = _ROOT.search(text) if sort == "text/html" else None
    return [found.group()] if found else []


def allowed(fragment: str, level: int, kept: set[str], taken_back: bool) -> bool:
    """Whether it conforms now, was let out with an edition, or says that something was taken back."""
    return (
        accessibility.check(fragment, heading_level=level).publishable
        or digest_bytes(fragment.encode()) in kept
        or taken_back
    )


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(
        Phase.explicit,
        Phase.generate,
    ),  # each example asks for some hundred answers: shrinking takes minutes
)
@given(
    titles=st.tuples(SOUND, SOUND, SOUND),
    links=st.tuples(*[st.sampled_from([None, 1, 2, 3])] * 3),
    later=st.tuples(*[st.one_of(st.none(), SOUND)] * 3),
    ends=st.tuples(*[st.sampled_from(ENDS)] * 3),
    reason=SOUND,
    let=st.booleans(),
)
def test_no_route_shows_a_fragment_without_a_report_that_lets_it(  # noqa: PLR0917 - what hypothesis gives
    titles: tuple[str, ...],
    links: tuple[int | None, ...],
    later: tuple[str | None, ...],
    ends: tuple[str, ...],
    reason: str,
    let: bool,
) -> None:
    with house() as own, pytest.MonkeyPatch.context() as patch:
        for number, (title, link) in enumerate(zip(titles, links, strict=True), 1):
            own.publish(identity(number), "nb", page(number, title, link if link != number else None))
        for number, renamed in enumerate(later, 1):
            if renamed:  # what links here shows another title now
                own.publish(identity(number), "nb", page(number, renamed))
        if let:
            _let_pass_for_a_moment(own, patch)
        rules.come(patch)
        for number, end in enumerate(ends, 1):
            _end(own, number, end, reason)
        with own.parts.store.read() as reading:
            kept = {
                each.digest
                for standing in reading.standings()
                for each in reading.evidence(standing.id, standing.locale, standing.edition)
            }
        answers: list[Snapshot] = []

        def respond(found: Snapshot, given: Conditions, now: float) -> Response:
            answers.append(found)
            return answering.respond(found, given, now)

        patch.setattr(handler, "respond", respond)
        seen = 0
        for path in paths(["side-1", "side-2", "side-3"]):
            answers.clear()
            own.get(path, accept_encoding="identity")
            fragments = shown(path, answers[-1])
            proofs = {each.digest: each for each in answers[-1].proofs}
            level = int(path.partition("h=")[2][:1] or (1 if path.startswith("/pages/") else 2))
            for fragment in fragments:
                proof = proofs[digest_bytes(fragment.encode())]
                assert allowed(fragment, level, kept, proof.basis == "state"), (path, fragment)
                assert proof.basis != "state" or set(ends) - {"published"}
                seen += 1
        assert seen


def _let_pass_for_a_moment(own: House, patch: pytest.MonkeyPatch) -> None:
    """Publish a failure in the place of the first record with an override, and let that end."""
    told = Link(key="l", href="https://example.org/")
    text = Prose(children=(Span(text="les mer", marks=("l",)),), mark_defs=(told,))
    failing = Page(slug="side-1", title="Den første", summary="Kort sagt.", body=(text,))
    commands, about = own.parts.commands, {"id": identity(1), "locale": "nb", "actor": "test"}
    saved = commands.save(SaveDraft(id=identity(1), locale="nb", content=failing, author="test"))
    [(rule, subject)] = {
        (each.rule, str(each.subject))
        for one in commands.check(identity(1), "nb")
        for each in one.report.findings
        if each.outcome == "failed"
    }
    until = now() + datetime.timedelta(days=1)
    commands.let_pass(
        LetPass(rule=rule, subject=subject, reason="Haster", until=until, **about)  # type: ignore[arg-type]
    )
    commands.publish(Publish(revision=saved.number, **about))  # type: ignore[arg-type]
    own.get("/fragments/side-1?locale=nb&h=2")  # while it holds
    later = until + datetime.timedelta(seconds=1)
    clock = SimpleNamespace(now=later.astimezone)
    patch.setattr(making, "datetime", SimpleNamespace(datetime=clock, UTC=datetime.UTC))
    patch.setattr(handler, "time", SimpleNamespace(time=later.timestamp, monotonic=time.monotonic))


def _end(own: House, number: int, end: str, reason: str) -> None:
    about: dict[str, Any] = {"id": identity(number), "locale": "nb", "actor": "test"}
    match end:
        case "withdrawn":
            own.parts.commands.change_state(Withdraw(reason=reason, **about))
        case "gone":
            own.parts.commands.change_state(MarkGone(reason=reason, **about))
        case "redirected":
            own.parts.commands.change_state(Redirect(reason=reason, to="https://example.org/", **about))
        case _:
            pass


def test_what_a_later_rule_refuses_stays_up_as_it_was_and_new_bytes_of_it_do_not_appear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with house() as own:
        own.publish(identity(2), "nb", page(2, "Den andre"))
        own.publish(identity(1), "nb", page(1, f"Et {rules.WORD} ord", to=2))
        before = own.get("/fragments/side-1?locale=nb&h=3").text
        rules.come(monkeypatch)
        renewed = House(parts=own.parts, app=Edge(own.parts.application(), own.parts.settings))
        assert renewed.get("/fragments/side-1?locale=nb&h=3").text == before
        own.publish(identity(2), "nb", page(2, "Et annet navn"))
        assert renewed.get("/fragments/side-1?locale=nb&h=3").text == before
        listed = renewed.get("/fragments/list?locale=nb").text
        assert "Et annet navn" in listed
        assert rules.WORD not in listed


def test_the_list_has_its_report_under_the_address_that_it_names() -> None:
    with house() as own:
        own.publish(identity(1), "nb", page(1, "En"))
        listed = own.get("/fragments/list?locale=nb&h=3&variant=teaser")
        address = re.findall(r'<([^>]*)>; rel="describedby"', listed.headers["link"])[0]
        parts = own.json(address.removeprefix(own.parts.settings.base_url))
        assert parts["html"] == listed.text
        assert parts["etag"] == listed.headers["etag"]
        assert parts["report"]["digest"] == digest_bytes(listed.content)
        assert "version" not in parts


def test_a_list_leaves_out_what_fails_in_it_and_shows_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    with house() as own:
        for number, title in enumerate(("En", f"To {rules.WORD}", "Tre"), 1):
            own.publish(identity(number), "nb", page(number, title))
        rules.come(monkeypatch)
        listed = own.get("/fragments/list?locale=nb").text
        assert re.findall(r'class="nk-title".*?<a [^>]*>([^<]+)</a>', listed, re.DOTALL) == ["Tre", "En"]


def test_nothing_can_be_served_on_the_report_of_something_else_or_one_that_refuses_it() -> None:
    sound = accessibility.check('<p lang="nb">Ja</p>')
    assert Served('<p lang="nb">Ja</p>', sound, "rendering").proof.basis == "conforms"
    with pytest.raises(ValueError, match="not served"):
        Served("<p>Nei</p>", sound, "rendering")
    broken = '<img src="a.png">'
    failed = accessibility.check(broken)
    with pytest.raises(ValueError, match="does not let"):
        Served(broken, failed, "rendering")
    with pytest.raises(ValueError, match="does not let"):
        Served(broken, failed, "rendering", "published")
    assert Served(broken, failed, "rendering", "withdrawn").proof.basis == "state"


RENDERING = {
    "content/serving.py": "what the public gets",
    "content/recheck.py": "what is looked at again, and shown to nobody",
    "content/examination.py": "what becomes the evidence of an edition",
    "service/web/authoring/drafts.py": "the preview of a draft, for its editors alone",
    "service/converted.py": "a text that is no record yet, with its Report beside it",
    "service/cli/convert.py": "the same at the command line",
    "service/bench/rendering.py": "what is measured",
}
"""Who renders, and for whom. Whoever else wants a fragment asks for a `Served`."""


def test_nobody_else_renders() -> None:
    found = set()
    for folder in ("content", "feeds", "service"):
        for path in (ROOT / folder).rglob("*.py"):
            where = path.relative_to(ROOT).as_posix()
            if not where.startswith("content/fragments/") and _renders(ast.parse(path.read_text("utf-8"))):
                found.add(where)
    assert found == set(RENDERING)


def _renders(tree: ast.Module) -> bool:
    """Whether a module calls what makes a fragment, under whatever name it has imported it."""
    called: set[str] = {"fragments"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "content":
            called |= {each.asname or each.name for each in node.names if each.name == "fragments"}
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("content.fragments")
        and any(each.name.startswith("render") or each.name == "articles" for each in node.names)
        for node in ast.walk(tree)
    ) or any(
        isinstance(node, ast.Attribute)
        and node.attr.startswith("render")
        and isinstance(node.value, ast.Name)
        and node.value.id in called
        for node in ast.walk(tree)
    )
