"""Bounds that hold before bleach sees anything.

bleach 6.4 takes seconds to minutes on 10,000 nested tags, 20,000 attributes, a megabyte of `&`, or 240 kB of `>`. turbohtml is linear in all
three, so it does the counting.
"""

from collections import Counter
from typing import Final

import turbohtml
from turbohtml import Element, TokenType

from content.errors import Invalid

MAX_BYTES: Final = 256 * 1024
MAX_TAGS: Final = 8_000
MAX_ESCAPED: Final = 20_000
"""Of `&`, of `>` that end no tag, and of no-break spaces: bleach writes each as an entity, and looks at each again."""
MAX_DEPTH: Final = 64
MAX_ATTRIBUTES: Final = 24

# A parser opens these anew in every later paragraph until they are closed (HTML, "reconstruct the active formatting
# elements"): 1,000 open ones and 7,000 paragraphs make a tree of millions.
_REOPENED: Final = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)


def guard(html: str) -> None:
    """Raises Invalid (code `too_large`) for input beyond a bound. Takes time linear in its length."""
    if len(html.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _refused(f"{MAX_BYTES // 1024} kB tekst", f"{MAX_BYTES // 1024} kB of text")
    if html.count("<") > MAX_TAGS:
        raise _refused(f"{MAX_TAGS} tagger", f"{MAX_TAGS} tags")
    escaped = html.count("&") + html.count("\u00a0") + max(html.count(">") - html.count("<"), 0)
    if escaped > MAX_ESCAPED:
        raise _refused(
            f"{MAX_ESCAPED} av tegnene &, > og hardt mellomrom",
            f"{MAX_ESCAPED} of the characters &, > and no-break space",
        )
    reopened: Counter[str] = Counter()
    for token in turbohtml.tokenize(html):
        tag = token.tag or ""
        if token.type == TokenType.START_TAG:
            if len(token.attrs or ()) > MAX_ATTRIBUTES:
                raise _refused(
                    f"{MAX_ATTRIBUTES} attributter i en tagg", f"{MAX_ATTRIBUTES} attributes in a tag"
                )
            if tag in _REOPENED:
                reopened[tag] += 1
                if reopened.total() > MAX_DEPTH:
                    raise _deep()
        elif token.type == TokenType.END_TAG and reopened[tag]:
            reopened[tag] -= 1


def short(root: Element) -> None:
    """Raises Invalid for more than MAX_TAGS lines of text that is shown as it is written: each of them becomes a `br`."""
    written = (node for name in ("listing", "plaintext", "pre", "xmp") for node in root.find_all(name))
    if sum(node.text.count("\n") for node in written) > MAX_TAGS:
        raise _refused(f"{MAX_TAGS} linjer ferdig satt tekst", f"{MAX_TAGS} lines of preformatted text")


def shallow(root: Element) -> None:
    """Raises Invalid for a tree that is nested deeper than MAX_DEPTH."""
    level = [root]
    for _ in range(MAX_DEPTH + 1):
        level = [child for parent in level for child in parent.children if isinstance(child, Element)]
        if not level:
            return
    raise _deep()


def _deep() -> Invalid:
    return _refused(f"{MAX_DEPTH} nivåer", f"{MAX_DEPTH} levels")


def _refused(nb: str, en: str) -> Invalid:
    return Invalid.one(
        "",
        "too_large",
        nb=f"HTML-en har mer enn {nb}. Del den i mindre stykker.",
        en=f"The HTML has more than {en}. Divide it into smaller pieces.",
    )
