"""What of a content goes out as it is stored: an allow-list. Whoever names a new member here publishes it."""

from __future__ import annotations

import msgspec
import pytest
from msgspec import inspect, structs

from content.model import Content
from service.web.record import encode, written
from service.wiring import now
from tests.http.house import PAGE, House

TRANSLATION = {
    "source_locale": "en",
    "source_revision": 1,
    "translated_by": {"by": "person"},
    "prevails": "en",
}
OPENED = {
    "slug",
    "title",
    "summary",
    "body",
    "topics",
    "authors",
    "licence",
    "rightsholder",
    "source",
    "translation",
    "invented",
    "fields",
}
"""Members of a content, whatever its kind: each of these is named in `service/web/record.py`, or is not published."""
AS_STORED = {
    "Abbr": "_key title",
    "Amount": "currency maximum minimum",
    "Audio": "_key credit href licence media_type rightsholder title transcript transcript_href",
    "CallFields": "amount applicants apply deadline opens programme",
    "Callout": "_key content title tone",
    "Cell": "children colspan markDefs rowspan",
    "ContactCard": "_key email name organisation phone record role",
    "ContactFields": "email organisation phone role web",
    "Details": "_key content summary",
    "EventFields": "end online place registration start",
    "File": "_key credit href lang licence media_type rightsholder size title",
    "Image": "_key alt caption credit decorative height licence rightsholder src width",
    "Lang": "_key lang",
    "Licence": "name url",
    "Link": "_key href record",
    "LinkCard": "_key href record summary title",
    "NewsFields": "",
    "PageFields": "",
    "Partner": "country name url",
    "ProjectFields": "budget ends partners programme starts",
    "Prose": "_key children level listItem markDefs style",
    "Quote": "_key cite content source",
    "Row": "cells",
    "Source": "date historical title url",
    "Span": "_key marks text",
    "Table": "_key caption header_columns header_rows rows",
    "TopicFields": "key",
    "Track": "href label lang",
    "Translation": "prevails reviewed_by source_locale source_revision translated_by",
    "Translator": "by name",
    "Video": "_key captions credit height href licence media_type poster rightsholder title transcript transcript_href width",
}


def members(of: inspect.Type, found: dict[str, set[str]]) -> None:
    """Every struct that a value of this type can hold, with the names of its members in JSON."""
    match of:
        case inspect.StructType(cls=cls, fields=fields):
            if cls.__name__ not in found:
                found[cls.__name__] = {each.encode_name for each in fields}
                for field in fields:
                    members(field.type, found)
        case inspect.UnionType(types=types):
            for each in types:
                members(each, found)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            members(item, found)
        case inspect.Metadata(type=inner):
            members(inner, found)
        case (
            inspect.StrType() | inspect.IntType() | inspect.BoolType() | inspect.LiteralType() | inspect.UUIDType()
            | inspect.DateType() | inspect.DateTimeType() | inspect.NoneType()
        ):  # fmt: skip
            pass
        case _:
            raise AssertionError(f"{of} may hold members that this test does not see")


def test_what_is_stored_in_a_block_or_a_field_is_named_here() -> None:
    found: dict[str, set[str]] = {}
    members(inspect.type_info(Content), found)
    kinds = {each.__name__ for each in Content.__args__}
    assert {name: found.pop(name) for name in kinds} == dict.fromkeys(kinds, OPENED)
    assert found == {name: set(said.split()) for name, said in AS_STORED.items()}


def test_a_later_member_of_a_content_is_not_published_before_it_is_named(house: House) -> None:
    def told(**more: object) -> bytes:
        content = msgspec.json.decode(entry.edition.content) | more
        later = structs.replace(
            entry, edition=structs.replace(entry.edition, content=msgspec.json.encode(content))
        )
        return bytes(encode(written(later, house.parts.links, now=now())))

    with house.parts.store.read() as reading:
        entry = reading.public.under(PAGE, ["nb"])[0].entry
    assert told(translation=TRANSLATION) != told()
    assert told(translation=TRANSLATION, internal="hemmelig") == told(translation=TRANSLATION)
    with pytest.raises(msgspec.ValidationError, match="internal"):
        told(translation=TRANSLATION | {"internal": "hemmelig"})
