"""What a browser found is told at once where it was found in the bytes that are served."""

from __future__ import annotations

from content.accessibility.audit import Audit, Looked
from content.commands import KeepAudits
from content.model import digest_bytes
from service.wiring import now
from tests.http.house import PAGE, House

PATH = f"/fragments/{PAGE}?locale=nb&variant=full&h=2"
EARL = f"/v1/records/{PAGE}/accessibility?locale=nb&variant=full&h=2"


def _keep(house: House, digest: str) -> None:
    audit = Audit(
        path=PATH,
        id=PAGE,
        locale="nb",
        edition=1,
        digest=digest,
        setup=digest_bytes(b"setup"),
        at=now(),
        browser="Chromium 156",
        axe="4.12.1",
        outcome="no_failures_found",
        rules=(Looked(rule="axe/color-contrast", help="Contrast", outcomes={"plain light": "passed"}),),
    )
    house.parts.commands.keep_audits(KeepAudits(audits=(audit,), actor="test"))


def _assertors(house: House) -> list[str]:
    return [each["title"] for each in house.json(EARL)["@graph"] if "earl:Software" in each["@type"]]


def test_an_audit_is_told_at_once(own_house: House) -> None:
    fragment = own_house.get(PATH)
    assert _assertors(own_house) == ["Nordkalott accessibility check"]
    _keep(own_house, digest_bytes(b"other bytes"))
    assert _assertors(own_house) == ["Nordkalott accessibility check"]
    _keep(own_house, digest_bytes(fragment.content))
    assert _assertors(own_house) == ["Nordkalott accessibility check", "Nordkalott audit in a browser"]
