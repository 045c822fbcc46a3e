"""Search, as far as it is pure: what of a content can be found, what a query asks for, and what is shown of a hit.

words      what a word is, and the forms in which it is compared
stems      words → stems, by the rules of the language
document   a content → the stems of its title, lead and body
query      what somebody typed → terms
highlight  where in a text the terms are
"""

from content.search.document import BREAK, Searchable, searchable
from content.search.highlight import Highlight, Piece, highlight
from content.search.query import Query, Term, parse
from content.search.stems import analysis, has_stems
from content.search.words import near, plain

__all__ = [
    "BREAK",
    "Highlight",
    "Piece",
    "Query",
    "Searchable",
    "Term",
    "analysis",
    "has_stems",
    "highlight",
    "near",
    "parse",
    "plain",
    "searchable",
]
