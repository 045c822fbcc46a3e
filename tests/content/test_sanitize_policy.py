"""A policy is known by its number: whoever changes what it consists of raises the number."""

import pytest

from content.convert import from_html, from_markdown
from content.sanitize import POLICY, sanitize, version

# A version that has been kept with a text is never given another digest: add a line.
KNOWN = {
    1: "sha256:1a298c69ebb5f07f598cf024c7e5434f0d4e1a7d88fc3d3eab3b05a190031f0e",
}


def test_the_lists_have_not_changed_without_a_new_number() -> None:
    assert KNOWN[POLICY.version] == POLICY.digest, (
        "What the policy consists of has changed. Raise VERSION in content/sanitize/version.py, and add its digest here."
    )


@pytest.mark.parametrize("part", version.consists_of())
def test_every_part_of_the_policy_changes_the_digest(part: str) -> None:
    consists = version.consists_of()
    assert version.digest(consists) == POLICY.digest
    assert version.digest({**consists, part: ["another"]}) != POLICY.digest


def test_what_was_cleaned_says_by_which_policy() -> None:
    assert sanitize("<p>a").policy == POLICY
    assert from_html("<p>a").policy == POLICY.name == f"{POLICY.version} {POLICY.digest}"
    assert from_markdown("a").policy == POLICY.name
