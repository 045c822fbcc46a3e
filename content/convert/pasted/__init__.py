"""What pasted HTML says by other means than its elements, said by elements, before the cleaning takes those means away.

lists      Word's lists, which are paragraphs with a sign in front
styles     bold, italic, and what is neither, in style attributes (Google Docs, browsers)
signs      superscript and subscript figures
names      links that are named by an attribute, image maps, pictures that load late, tables that only lay out
places     ids, and the links within the text that lead to them

Nothing here makes anything safe: all that comes out goes through `sanitize`.
"""

from __future__ import annotations

from turbohtml import Element

from content.convert.pasted import lists, names, places, signs, styles


def mend(root: Element) -> None:
    """Say it in other words, in the tree itself."""
    places.mend(root)  # first: the others replace elements, and their ids with them
    lists.mend(root)
    styles.mend(root)
    signs.mend(root)
    names.mend(root)
