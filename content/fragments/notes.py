"""What the reader must know before reading: withdrawn, shown in another language, historical, translated, invented.

In full as sentences, in cards and teasers as short marks. None of it is told by colour or place alone (WCAG 1.4.1).
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import UNSET

from content.fragments import dates
from content.fragments.context import Context
from content.fragments.frame import Frame
from content.fragments.markup import element, joined, lines
from content.fragments.words import known, language, marked, word
from content.locales import Locale, name
from content.model import Content, Edition, Source, Translation

_NORWEGIAN = ("nb", "nn")


def notes(edition: Edition, context: Context, frame: Frame) -> Markup | None:
    """The sentences, each note a paragraph; None where there is nothing to say."""
    found = [
        element("p", {"class": f"nk-note nk-note-{sort}", "lang": lang}, joined(" ", sentences))
        for sort, lang, sentences in _notes(edition, context, frame)
    ]
    return lines("div", {"class": "nk-notes"}, *found) if found else None


def marks(edition: Edition, context: Context, frame: Frame) -> Markup | None:
    """The same as a list of short marks."""
    found = [
        element("li", {"class": f"nk-mark nk-mark-{sort}", "lang": lang}, text)
        for sort, lang, text in _marks(edition, context, frame)
    ]
    return lines("ul", {"class": "nk-marks"}, *found) if found else None


def _notes(
    edition: Edition, context: Context, frame: Frame
) -> Iterator[tuple[str, Locale | None, list[Markup]]]:
    content = edition.content
    if context.state == "withdrawn":
        reason = [frame.word("reason", reason=_reason(context.reason, frame))] if context.reason else []
        yield "withdrawn", None, [element("strong", None, frame.word("withdrawn")), *reason]
    if content.invented:
        yield "invented", None, [frame.word("invented")]
    if fallen := _fallback(edition, context):
        inner = frame.within(fallen)
        parts = {
            "wanted": _in_sentence(context.requested, fallen),
            "shown": _in_sentence(edition.locale, fallen),
        }
        yield "fallback", _other(fallen, frame), [inner.word("fallback", **parts)]
    if content.source is not UNSET and content.source.historical:
        yield "historical", None, _historical(content.source, frame)
    if content.translation is not UNSET:
        yield "translation", None, _translation(content.translation, frame)


def _reason(reason: str, frame: Frame) -> str:
    """The reason; where it is the catalogue's own, in the language that it is in."""
    expired = word(frame.locale, "expired")
    return marked(reason, expired.lang, expired.lang) if reason == expired.text else reason


def _marks(edition: Edition, context: Context, frame: Frame) -> Iterator[tuple[str, Locale | None, Markup]]:
    content = edition.content
    if context.state == "withdrawn":
        yield "withdrawn", None, frame.word("mark_withdrawn")
    if content.invented:
        yield "invented", None, frame.word("mark_invented")
    if fallen := _fallback(edition, context):
        shown = _in_sentence(edition.locale, fallen)
        yield "fallback", _other(fallen, frame), frame.within(fallen).word("mark_fallback", shown=shown)
    if content.source is not UNSET and content.source.historical:
        if content.source.date is UNSET:
            yield "historical", None, frame.word("mark_historical")
        else:
            date = dates.imprecise(content.source.date, frame.locale)
            yield "historical", None, frame.word("mark_historical_dated", date=date)
    if _unreviewed(content):
        yield "translation", None, frame.word("mark_machine")


def _fallback(edition: Edition, context: Context) -> Locale | None:
    """The language to tell the reader in that the text is in another one: that which was asked for, or its fallback."""
    return language(context.requested) if context.requested != edition.locale else None


def _other(lang: Locale, frame: Frame) -> Locale | None:
    return lang if lang != frame.locale else None


def _historical(source: Source, frame: Frame) -> list[Markup]:
    if source.date is UNSET:
        opening = frame.word("historical")
    else:
        opening = frame.word("historical_dated", date=dates.imprecise(source.date, frame.locale))
    title = marked(source.title, frame.locale, word(frame.locale, "source_is").lang)
    linked = title if source.url is UNSET else frame.link(source.url, title)
    return [
        element("strong", None, opening),
        frame.word("historical_meaning"),
        frame.word("source_is", source=linked),
    ]


def _translation(translation: Translation, frame: Frame) -> list[Markup]:
    translator, reviewer = translation.translated_by, translation.reviewed_by
    said: list[Markup] = []
    if translator.by == "machine":
        said.append(
            frame.word("machine_translated")
            if reviewer is UNSET
            else frame.word("machine_translated_reviewed", reviewer=reviewer)
        )
    else:
        said.append(
            frame.word("translated")
            if translator.name is UNSET
            else frame.word("translated_by", translator=translator.name)
        )
        if reviewer is not UNSET:
            said.append(frame.word("reviewed_by", reviewer=reviewer))
    if translation.prevails != frame.locale:
        said.append(_prevails(translation.prevails, frame))
    return said


def _prevails(locale: Locale, frame: Frame) -> Markup:
    """Which text counts. To readers of Norwegian, “the Norwegian text” would not say which."""
    if locale in _NORWEGIAN and frame.locale not in _NORWEGIAN:
        return frame.word("prevails_norwegian")
    return frame.word("prevails", language=_in_sentence(locale, word(frame.locale, "prevails").lang))


def _in_sentence(locale: Locale, surrounding: Locale) -> Markup:
    """The name of a language within a sentence: in the sentence's words, or else in its own."""
    key = f"language_{locale}"
    return (
        marked(word(surrounding, key).text, surrounding, surrounding)
        if known(key)
        else marked(name(locale), locale, surrounding)
    )


def _unreviewed(content: Content) -> bool:
    translation = content.translation
    return (
        translation is not UNSET
        and translation.translated_by.by == "machine"
        and translation.reviewed_by is UNSET
    )
