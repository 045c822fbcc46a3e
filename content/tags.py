"""Tags: the names for what a public resource depends on. A change lists those that it touches (DESIGN section 2)."""

from uuid import UUID

from content.kinds import Kind
from content.locales import Locale


def record(identity: UUID) -> str:
    """Everything that shows this record, in any locale."""
    return f"record:{identity}"


def audit(identity: UUID) -> str:
    """What tells what a real browser found in this record."""
    return f"audit:{identity}"


def slug(locale: Locale, value: str) -> str:
    """Whatever answers at this slug, also "not found"."""
    return f"slug:{locale}:{value}"


def kind(locale: Locale, value: Kind) -> str:
    """Lists and feeds of a kind."""
    return f"kind:{locale}:{value}"


def topic(locale: Locale, key: str) -> str:
    """Lists and feeds of a topic."""
    return f"topic:{locale}:{key}"


def touched(
    identity: UUID, locale: Locale, value: Kind, slugs: set[str], topics: set[str]
) -> tuple[str, ...]:
    """All tags that a change to a record in a locale touches, sorted. `slugs` and `topics`: those of before and after."""
    return tuple(
        sorted(
            {
                record(identity),
                kind(locale, value),
                *(slug(locale, each) for each in slugs if each),
                *(topic(locale, each) for each in topics),
            }
        )
    )
