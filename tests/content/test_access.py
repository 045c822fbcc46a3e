"""What a token lets its holder do: three scopes, each of which holds the one before, and limits to kinds and locales."""

from __future__ import annotations

import pytest

from content.access import SCOPES, Principal, Scope, demand
from content.errors import Forbidden
from content.kinds import Kind


def principal(
    *scopes: Scope, kinds: frozenset[Kind] | None = None, locales: frozenset[str] | None = None
) -> Principal:
    return Principal(token="t", name="desk", scopes=frozenset(scopes), kinds=kinds, locales=locales)


@pytest.mark.parametrize("held", SCOPES)
@pytest.mark.parametrize("needed", SCOPES)
def test_a_scope_holds_those_before_it(held: Scope, needed: Scope) -> None:
    if SCOPES.index(held) >= SCOPES.index(needed):
        demand(principal(held), needed)
        return
    with pytest.raises(Forbidden, match=f"needs the scope “{needed}”") as caught:
        demand(principal(held), needed)
    assert caught.value.needed == needed


def test_no_scope_is_none() -> None:
    with pytest.raises(Forbidden):
        demand(principal(), "drafts")


def test_a_limit_is_asked_about_where_it_matters() -> None:
    limited = principal("publish", kinds=frozenset({"news"}), locales=frozenset({"nb", "nn"}))
    demand(limited, "publish", kind="news", locale="nn")
    demand(limited, "drafts")
    with pytest.raises(Forbidden, match=r"“event”.*kinds: news"):
        demand(limited, "drafts", kind="event", locale="nb")
    with pytest.raises(Forbidden, match=r"“se”.*locales: nb, nn"):
        demand(limited, "publish", kind="news", locale="se")


def test_the_scope_comes_before_the_limits() -> None:
    with pytest.raises(Forbidden, match="needs the scope"):
        demand(principal("drafts", kinds=frozenset({"news"})), "publish", kind="event")


def test_a_limit_to_nothing_reaches_nothing() -> None:
    assert not principal("drafts", kinds=frozenset()).reaches(kind="news")
    assert principal("drafts").reaches(kind="news", locale="nb")
