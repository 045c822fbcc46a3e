"""Convert what is no record: nothing of it is stored, nor the answer under an Idempotency-Key."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from content import convert, identities, locales, queries
from content.convert import Converted
from content.errors import Fault, Invalid
from content.locales import Tag
from content.model import Edition, Page, digest_of
from service import converted as answers
from service.converted import ConversionAnswer
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk

__all__ = ["Conversion", "ConversionAnswer", "convert_text"]

_PROVISIONAL: Final = "tekst"


class Conversion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """HTML or Markdown, one of the two; and the language and the level of the fragment."""

    html: str | UnsetType = UNSET
    markdown: str | UnsetType = UNSET
    locale: Tag = ""
    heading_level: Annotated[int, Meta(ge=2, le=6, description="Level of the outermost headings")] = 2


def convert_text(desk: Desk, call: Call) -> Answer:
    """The text as a body, its fragment, the Report on that, and what did not come through."""
    sent: Conversion = call.decoded()
    configured = desk.settings.locales
    locale = locales.parse(sent.locale, configured, "/locale") if sent.locale else configured[0]
    made = _converted(sent)
    content = Page(slug=_PROVISIONAL, title=_PROVISIONAL, body=made.body)
    edition = Edition(
        id=identities.fresh(desk.now), locale=locale, number=1, revision=1, update="major", at=desk.now,
        published_at=desk.now, updated_at=desk.now, digest=digest_of(content), content=content,
    )  # fmt: skip
    with desk.store.read() as reading:
        around = queries.context(
            reading, edition, links=desk.links, heading_level=sent.heading_level, configured=configured
        )
    return encoded(answers.answer(made, around, locale, desk.detector))


def _converted(sent: Conversion) -> Converted:
    given = {
        name: text for name, text in (("html", sent.html), ("markdown", sent.markdown)) if text is not UNSET
    }
    if len(given) != 1:
        raise Invalid.one(
            "",
            "one_source",
            nb="Send én av «html» og «markdown».",
            en="Send one of “html” and “markdown”.",
        )
    [(name, text)] = given.items()
    try:
        return convert.from_html(text) if name == "html" else convert.from_markdown(text)
    except Invalid as error:
        # Where in the text it is can no more be told: the pointers are those of a body that was not made.
        raise Invalid(
            tuple(Fault(pointer=f"/{name}", code=each.code, message=each.message) for each in error.faults)
        ) from error
