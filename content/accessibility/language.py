"""Language tags: whether a primary language subtag is one that the world knows (BCP 47, RFC 5646).

The subtags are those of the IANA Language Subtag Registry, kept in `languages.txt`.
"""

from functools import cache
from importlib.resources import files


@cache
def _known() -> frozenset[str]:
    text = files("content.accessibility").joinpath("languages.txt").read_text(encoding="utf-8")
    short, *long = [line for line in text.splitlines() if not line.startswith("#")]
    known = set(short.split())
    for line in long:
        start, thirds = line.split(" ")
        known.update(start + third for third in thirds)
    return frozenset(known)


def is_known_language(tag: str) -> bool:
    """Whether the primary subtag of a language tag is a registered language (RFC 5646 section 2.2.1).

    The private-use range qaa to qtz is in the registry, so it counts.
    """
    primary = tag.split("-", 1)[0].lower()
    return primary in _known() or (len(primary) == 3 and "qaa" <= primary <= "qtz" and primary.isalpha())  # noqa: PLR2004 - RFC 5646
