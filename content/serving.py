"""Serving: the bytes of a fragment together with the Report that lets them out (DESIGN section 1).

A `Served` cannot be made without such a Report: whoever shows a fragment asks for one, and nothing else renders for the public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, final

from msgspec import Struct

from content import accessibility, fragments
from content.accessibility.answers import ends
from content.accessibility.report import Report, Verdict
from content.errors import NotFound
from content.fragments.context import Context
from content.locales import Locale
from content.model import Digest, Edition, State, digest_bytes
from content.ports import Evidence
from content.ports.fragments import KeptFragment, KeptRendering

Basis = Literal["conforms", "edition", "state"]
"""Why bytes may be served: no blocking failure; they are those that an edition went out with, and failures were known and listed for
repair, or were found since; or they say that a record was taken back, which never depends on the check.
"""
Source = Literal["edition", "rendering", "last_conforming"]
Item = tuple[Edition, Context]
Settle = Callable[[Report], Report]
"""A Report with what people answered, as it stands now (`accessibility.settle`)."""


def as_it_is(report: Report) -> Report:
    """The Report where nobody answered anything."""
    return report


class Proof(Struct, frozen=True, kw_only=True):
    """What a snapshot keeps of the Report that lets a fragment in it be served. `digest` is that of the fragment's bytes."""

    digest: Digest
    ruleset: str
    outcome: Verdict
    basis: Basis


@final
class Served:
    """A fragment that may be served, and its Report.

    `source` says which bytes these are: those checked at publication, a later rendering that was checked just now, or the last
    conforming ones, because a later rendering would fail. `checked_at` is when an edition's were checked, None for others. Raises ValueError where the Report is not of these bytes or does not let them
    out: `because` names the exception, the evidence that an edition went out with, or the state of what was taken back.
    """

    __slots__ = ("basis", "checked_at", "html", "report", "source")

    def __init__(
        self, html: str, report: Report, source: Source, because: Evidence | State | None = None
    ) -> None:
        digest = digest_bytes(html.encode())
        if report.digest != digest:
            message = f"The Report is of {report.digest}, and the fragment is {digest}: it is not served."
            raise ValueError(message)
        self.basis: Final = _basis(digest, report, because)
        self.checked_at: Final = because.at if isinstance(because, Evidence) else None
        self.html: Final = html
        self.report: Final = report
        self.source: Final = source

    @property
    def digest(self) -> Digest:
        """That of the bytes."""
        return self.report.digest

    @property
    def valid_until(self) -> float | None:
        """When the first answer of a person in the Report ends, in seconds since 1970: then there is another one to serve."""
        end = ends(self.report)
        return end.timestamp() if end else None

    @property
    def proof(self) -> Proof:
        """What to keep beside the bytes."""
        return Proof(
            digest=self.digest, ruleset=self.report.ruleset, outcome=self.report.outcome, basis=self.basis
        )


@final
class Kept:
    """A fragment that was `Served` before, and what it depends on has not changed since: the bytes, and their Proof.

    Raises ValueError where the Proof is not of these bytes. Where people have answered something, it is for `serve` to say.
    """

    __slots__ = ("html", "proof")

    def __init__(self, html: str, proof: Proof) -> None:
        digest = digest_bytes(html.encode())
        if proof.digest != digest:
            message = f"The Proof is of {proof.digest}, and the fragment is {digest}: it is not served."
            raise ValueError(message)
        self.html: Final = html
        self.proof: Final = proof

    @property
    def valid_until(self) -> None:
        """Nothing in it ends by time alone."""
        return


def _basis(digest: Digest, report: Report, because: Evidence | State | None) -> Basis:
    if report.publishable:
        return "conforms"
    if isinstance(because, Evidence) and because.digest == digest:
        return "edition"
    if isinstance(because, str) and because in _TAKEN_BACK:
        return "state"
    message = "The Report does not let this fragment be served."
    raise ValueError(message)


_TAKEN_BACK: Final = frozenset({"withdrawn", "redirected", "gone"})


def serve(edition: Edition, around: Context, kept: Sequence[Evidence], settled: Settle = as_it_is) -> Served:
    """The fragment to serve: rendered, and served as rendered only if that very rendering was checked and may be published.

    `settled` puts beside a Report what people answered about the record. `kept` is the edition's evidence. Bytes that match it need no
    new check: they conformed to the rule set current when they were rendered, and what a later one says of them is for the editors
    (`content.recheck`). Others (a linked record changed its title, the record was withdrawn, another locale was asked for) are checked
    now; where that fails, the last conforming bytes stay up. What is withdrawn is shown with its banner whatever the check says. Raises
    NotFound where nothing may be served.
    """
    html = fragments.render(edition, around)
    digest = digest_bytes(html.encode())
    last: Evidence | None = None
    for evidence in kept:
        if evidence.variant == around.variant and evidence.heading_level == around.heading_level:
            last = evidence
            if evidence.digest == digest:
                return Served(html, settled(evidence.report), "edition", evidence)
    report = settled(accessibility.check(html, heading_level=around.heading_level))
    if report.publishable or around.state != "published":
        return Served(html, report, "rendering", around.state)
    if last is not None:
        return Served(last.html, settled(last.report), "last_conforming", last)
    raise NotFound("No rendering of this conforms to the rule set, and none is kept.")


def serve_list(
    items: Sequence[Item], heading_level: int, locale: Locale, title: str, settled: Settle = as_it_is
) -> Served:
    """A list of cards, checked as the one fragment that it is.

    Where that fails, every card is tried alone, and those that fail are left out; then what fails only beside the others, the last ones
    first. Raises NotFound where even the empty list fails.
    """
    shown = list(items)
    found = _list(shown, heading_level, locale, title, settled)
    if found is None:
        shown = [each for each in items if _list([each], heading_level, locale, title, settled)]
        found = _list(shown, heading_level, locale, title, settled)
    while found is None and shown:
        shown.pop()
        found = _list(shown, heading_level, locale, title, settled)
    if found is None:
        raise NotFound("No rendering of this list conforms to the rule set.")
    return found


def _list(
    items: Sequence[Item], heading_level: int, locale: Locale, title: str, settled: Settle
) -> Served | None:
    html = fragments.render_list(items, heading_level=heading_level, locale=locale, title=title)
    report = settled(accessibility.check(html, heading_level=heading_level))
    return Served(html, report, "rendering") if report.publishable else None


def serve_edition(evidence: Evidence) -> Served:
    """The very bytes that an edition went out with, and the Report that let them."""
    return Served(evidence.html, evidence.report, "edition", evidence)


def kept(evidence: Iterable[Evidence]) -> tuple[KeptRendering, ...]:
    """What an edition goes out with, as it is kept to be served again as long as what it shows does not change."""
    return tuple(
        KeptRendering(variant=each.variant, heading_level=each.heading_level, fragment=_fragment(each))
        for each in evidence
    )


def _fragment(evidence: Evidence) -> KeptFragment:
    proof = serve_edition(evidence).proof
    if proof.basis == "state":
        raise ValueError("An edition goes out with its own evidence.")  # which says that it is one
    return KeptFragment(
        html=evidence.html,
        digest=proof.digest,
        ruleset=proof.ruleset,
        outcome=proof.outcome,
        basis=proof.basis,
    )


def serve_notice(
    locale: Locale, reason: str, state: State, to: str = "", *, page: str = "", title: str = ""
) -> Served:
    """What stands where a record was: that it is gone for good, where it is now, or, with `page` and `title`, that it was withdrawn.
    Shown whatever the check says.
    """
    html = fragments.render_notice(locale, reason, to, page=page, title=title)
    return Served(html, accessibility.check(html), "rendering", state)
