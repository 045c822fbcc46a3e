"""The accessible name: Accessible Name and Description Computation 1.2 with HTML-AAM 1.0 and SVG-AAM 1.0.

Nothing here recurses down the tree. A subtree's text alternative is put together from the last element to the first, so
that children are known before their parents, and each element's share is remembered for each way of reading it. A name
referred to (`aria-labelledby`, `label`) does not follow references itself (accname step 2B), so loops cannot arise.
"""

from collections import ChainMap
from collections.abc import MutableMapping

from content.accessibility.boxes import LONGEST, generated, stands_apart
from content.accessibility.controls import TEXT_INPUTS, input_type
from content.accessibility.labels import LABELABLE, Labels
from content.accessibility.roles import NAMED_FROM_CONTENT, UNNAMED
from content.accessibility.tree import Element
from content.characters import squeezed

MOST_LABELS = 20
"""Labels of one control that are read."""

_CAPTIONS = {"fieldset": "legend", "figure": "figcaption", "table": "caption", "svg:svg": "svg:title"}
_RANGES = frozenset({"meter", "progressbar", "scrollbar", "slider", "spinbutton"})
_PLACEHOLDERS = frozenset({"text", "search", "email", "tel", "url", "password", "number"})
_NO_TEXT = frozenset({"script", "style", "template", "noscript", "iframe", "svg:script", "svg:style"})


class Names:
    """Accessible names of the elements of one tree, computed on demand and remembered."""

    __slots__ = ("_by_id", "_elements", "_labels", "_names", "_shares", "_steps")

    def __init__(
        self, elements: list[Element], by_id: dict[str, list[Element]], tagged: dict[str, list[Element]]
    ) -> None:
        self._elements = elements
        self._by_id = by_id
        self._names: dict[int, str] = {}
        self._shares: dict[tuple[bool, bool], dict[int, str]] = {}
        self._labels = Labels(elements, by_id, tagged)
        self._steps = 0

    def of(self, element: Element) -> str:
        """The name with white space collapsed; "" when there is none or the role prohibits one.

        Characters that nobody sees or hears are taken out at the end alone: to a browser they are a name, and a label of
        nothing else keeps the content from being one.
        """
        name = self._names.get(element.index)
        if name is None:
            name = self._names[element.index] = squeezed(self._compute(element))
        return name

    def _is_in_its_label(self, control: Element) -> bool:
        return any(
            label.index < control.index < label.end for label in self._labels.of(control)[:MOST_LABELS]
        )

    def by_hidden_labels(self, element: Element) -> bool:
        """Whether only labels that are hidden name a field: accname 1.2 (step 2A) lets them, browsers do not."""
        labels = self._labels.of(element)
        written = any(element.attributes.get(name, "").strip() for name in ("aria-label", "aria-labelledby"))
        return bool(labels) and not written and not any(label.exposed for label in labels)

    def content(self, element: Element) -> str:
        """The text alternative of the element's exposed content, whatever its role."""
        return squeezed(self._inside(element, referenced=False, hidden=False))

    def _compute(self, element: Element) -> str:
        if element.role in UNNAMED and element.tag not in {
            "caption",
            "legend",
            "figcaption",
            "label",
            "option",
        }:
            return ""
        name = self._referenced(element) or _label(element)
        if name:
            return name
        if element.role != "none":
            native = self._native(element, referenced=False)
            if native is not None:
                return native
        if element.role in NAMED_FROM_CONTENT and element.tag not in {"select", "textarea", "input"}:
            name = _tidy(self._inside(element, referenced=False, hidden=False))
        return name or _tooltip(element)

    def _referenced(self, element: Element) -> str:
        value = element.attributes.get("aria-labelledby")
        if not value:
            return ""
        parts: list[str] = []
        room = LONGEST
        for identity in value.split():
            target = self._target(identity)
            if target is not None and room > 0:
                parts.append(self._alternative(target)[:room])
                room -= len(parts[-1]) + 1
        return _tidy(" ".join(parts))

    def _target(self, identity: str) -> Element | None:
        found = self._by_id.get(identity)
        return found[0] if found else None

    def _alternative(self, element: Element) -> str:
        """The text alternative of an element referred to; its hidden content counts when it is hidden itself."""
        hidden = not element.exposed
        share = self._share(element, referenced=True, hidden=hidden)
        return _tidy(share)

    def _native(self, element: Element, *, referenced: bool) -> str | None:  # noqa: PLR0911 - one an element, as HTML-AAM
        """What HTML's own markup names the element; null when it has nothing to say, and content may."""
        attributes, tag = element.attributes, element.tag
        if tag in {"img", "area"}:
            alt = attributes.get("alt")
            return _tidy(alt or "") or _tooltip(element)
        if tag == "input":
            return self._native_input(element, referenced=referenced)
        if tag in LABELABLE:
            labels = "" if referenced else self._label_text(element)
            if labels or tag == "button":
                return labels or None
            if tag == "output":
                return None
            return _tooltip(element) or (
                _tidy(attributes.get("placeholder", "")) if tag == "textarea" else ""
            )
        if tag in _CAPTIONS:
            wanted = _CAPTIONS[tag]
            caption = next((child for child in element.elements() if child.tag == wanted), None)
            text = "" if caption is None else self._alternative(caption)
            return text or _tooltip(element)
        if tag.startswith("svg:"):
            title = next((child for child in element.elements() if child.tag == "svg:title"), None)
            if title is not None:
                return self._alternative(title) or None
            return _tidy(attributes.get("xlink:title", "")) or None
        if tag in {"optgroup", "option", "track"} and attributes.get("label"):
            return _tidy(attributes["label"])
        return None

    def _native_input(self, element: Element, *, referenced: bool) -> str:
        attributes, kind = element.attributes, input_type(element)
        labels = "" if referenced else self._label_text(element)
        if labels:
            return labels
        if kind in {"button", "submit", "reset"}:
            default = {"submit": "Submit", "reset": "Reset"}.get(kind, "")
            value = attributes.get("value")
            return _tidy(default if value is None else value) or _tooltip(element)
        if kind == "image":
            return _tidy(attributes.get("alt", "")) or _tooltip(element)
        name = _tooltip(element)
        if not name and kind in _PLACEHOLDERS:
            name = _tidy(attributes.get("placeholder", "")) or _tidy(attributes.get("aria-placeholder", ""))
        return name

    def _label_text(self, element: Element) -> str:
        return _tidy(
            " ".join(self._label(label, element) for label in self._labels.of(element)[:MOST_LABELS])
        )

    def _label(self, label: Element, control: Element) -> str:
        """The text of a label, without the control that it is for: a field's own value does not name it."""
        if not label.index < control.index < label.end:
            return self._alternative(label)
        hidden = not label.exposed
        kept = self._prepare(label, referenced=True, hidden=hidden)
        shares = ChainMap({control.index: ""}, kept)
        one = control
        while one is not label and one.parent is not None:
            one = one.parent
            shares[one.index] = self._contribution(one, shares, referenced=True, hidden=hidden)
        return shares[label.index]

    def _inside(self, element: Element, *, referenced: bool, hidden: bool) -> str:
        children = element.children
        if len(children) == 1 and children[0].__class__ is str and element.declared is None:
            return children[0][:LONGEST]
        shares = self._prepare(element, referenced=referenced, hidden=hidden)
        return _joined(element, shares)

    def _share(self, element: Element, *, referenced: bool, hidden: bool) -> str:
        shares = self._prepare(element, referenced=referenced, hidden=hidden)
        if element.index not in shares:
            shares[element.index] = self._contribution(element, shares, referenced=referenced, hidden=hidden)
        return shares[element.index]

    def _prepare(self, element: Element, *, referenced: bool, hidden: bool) -> dict[int, str]:
        """The shares of all descendants, the last first.

        Where overlapping subtrees are asked for again and again, all of the tree is done at once: that keeps it linear.
        """
        shares = self._shares.setdefault((referenced, hidden), {})
        if element.index in shares or element.end == element.index + 1:
            return shares
        start, end = element.index, element.end
        self._steps += end - start
        if self._steps > 8 * len(self._elements):
            start, end, self._steps = -1, len(self._elements), 0
        for index in range(end - 1, start, -1):
            if index not in shares:
                one = self._elements[index]
                shares[index] = self._contribution(one, shares, referenced=referenced, hidden=hidden)
        return shares

    def _contribution(
        self, element: Element, shares: MutableMapping[int, str], *, referenced: bool, hidden: bool
    ) -> str:
        """What an element gives to the name of an element around it (accname steps 2A to 2I)."""
        tag = element.tag
        if tag == "br":
            return " "
        if tag in _NO_TEXT:
            return ""
        if not (hidden or element.exposed):
            # What `visibility` hides may hold what is visible again; all else that hides, hides what is inside too.
            below = element.rendered and not element.visible and not element.concealed and not element.inert
            return "".join([shares[child.index] for child in element.elements()]) if below else ""
        text = "" if referenced or not element.attributes else self._referenced(element)
        if not text:
            text = self._embedded(element, shares)
        if not text and element.attributes:
            text = _label(element)
        if not text and element.role != "none" and tag not in {"fieldset", "table", "figure"}:
            own = referenced or (tag in LABELABLE and self._is_in_its_label(element))
            text = self._native(element, referenced=own) or ""
        if not text and tag not in {"select", "textarea"}:
            text = _joined(element, shares)
        if not text.strip() and element.attributes:
            text = _tooltip(element)
        return f" {text} " if stands_apart(element) else text

    @staticmethod
    def _embedded(element: Element, shares: MutableMapping[int, str]) -> str:
        """The value of a control within a name (accname step 2C)."""
        attributes, role = element.attributes, element.role
        if role in _RANGES:
            return next(
                (
                    attributes[key]
                    for key in ("aria-valuetext", "aria-valuenow", "value")
                    if attributes.get(key)
                ),
                "",
            )
        if element.tag == "input" and input_type(element) in TEXT_INPUTS:
            return attributes.get("value", "")
        if element.tag == "textarea":
            return "".join(child for child in element.children if isinstance(child, str))
        if element.tag == "select":
            options = [
                one
                for child in element.elements()
                for one in ([child] if child.tag == "option" else child.elements())
                if one.tag == "option"
            ]
            chosen = [one for one in options if "selected" in one.attributes] or options[:1]
            return " ".join(child for one in chosen for child in one.children if isinstance(child, str))
        if role in {"listbox", "combobox"} and element.attributes:
            chosen = [
                one
                for one in element.elements()
                if one.role == "option" and one.attributes.get("aria-selected", "").strip().lower() == "true"
            ]
            return " ".join(shares[one.index] for one in chosen)
        return ""


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _label(element: Element) -> str:
    return _tidy(element.attributes.get("aria-label", ""))


def _tooltip(element: Element) -> str:
    # SVG and MathML have no `title` attribute.
    return "" if ":" in element.tag else _tidy(element.attributes.get("title", ""))


def _joined(element: Element, shares: MutableMapping[int, str]) -> str:
    text = "".join([child if isinstance(child, str) else shares[child.index] for child in element.children])
    if element.declared is not None:
        text = f"{generated(element, 'before')}{text}{generated(element, 'after')}"
    return text if len(text) <= LONGEST else text[:LONGEST]
