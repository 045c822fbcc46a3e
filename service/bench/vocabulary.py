"""Words that look like Norwegian and are none: roots, endings and compounds, as often as words are (Zipf). The same every time."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

# fmt: off
_STARTS = ("b", "bl", "br", "d", "dr", "f", "fj", "fl", "g", "gr", "h", "j", "k", "kl", "kr", "l", "m", "n", "p", "pr", "r", "s", "sk", "sl", "st", "str", "t", "tr", "v")
_VOWELS = ("a", "e", "i", "o", "u", "y", "æ", "ø", "å", "ei", "au")
_ENDS = ("d", "g", "k", "l", "ld", "m", "n", "nd", "ng", "nn", "r", "rd", "rt", "s", "sk", "st", "t", "tt", "v")
# fmt: on
_ENDINGS = ("", "en", "et", "er", "ene", "e", "ing", "else", "lig")
_JOINTS = ("", "s", "e")
_ROOTS = 9_000
_WORDS = 60_000
_ALONE = 300


def vocabulary(seed: int = 7) -> list[str]:
    """About 50,000 words, commonest first; half of the rarer ones are compounds."""
    draw = random.Random(seed)  # noqa: S311  # a measurement wants the same words every time
    roots = list(dict.fromkeys(_root(draw) for _ in range(_ROOTS)))

    def one() -> str:
        return roots[int(len(roots) * draw.random() ** 2)]

    found = roots[:_ALONE]
    for number in range(_WORDS):
        compound = one() + draw.choice(_JOINTS) if number % 2 else ""
        found.append(compound + one() + draw.choice(_ENDINGS))
    return list(dict.fromkeys(found))


def speaker(words: list[str], seed: int = 1) -> Callable[[int], str]:
    """Says so many words, each as often as its rank lets it be said."""
    draw = random.Random(seed)  # noqa: S311  # the same again
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    return lambda count: " ".join(draw.choices(words, cum_weights=weights, k=count))


def _root(draw: random.Random) -> str:
    root = draw.choice(_STARTS) + draw.choice(_VOWELS) + draw.choice(_ENDS)
    return root + draw.choice(_VOWELS) + draw.choice(_ENDS) if draw.random() < 0.45 else root  # noqa: PLR2004  # by taste
