"""Every shell command of the README and of the guides to HTTP is run, as written, against a service that `make run` would start.

Only what is different here is replaced: the port, the folders, and the two make commands, which this test run is part of.
"""

import re
import subprocess
from pathlib import Path

import msgspec

from tests.docs.conftest import Made
from tests.docs.pages import GUIDES, ROOT, examples

README = ROOT / "README.md"
HTTP = GUIDES / "http.md"
AUTHORING = GUIDES / "authoring.md"
MEDIA = GUIDES / "media.md"
MAKE = re.compile(r"^make (\w+)", re.MULTILINE)


def shell(made: Made, script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block where the data and the port are those of the fixture; `.venv/bin/nordkalott` is found on its PATH."""
    script = script.replace("http://127.0.0.1:8055", made.url).replace(".venv/bin/nordkalott", "nordkalott")
    # The README's folder goes first: this checkout may stand in one of that name.
    script = script.replace("/tmp/", f"{folder}/").replace("content/library/", f"{ROOT}/content/library/")  # noqa: S108
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": made.path, "NORDKALOTT_DATA": str(made.data), "NORDKALOTT_BASE_URL": made.url},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_two_commands_are_targets_and_do_what_is_said() -> None:
    commands = MAKE.findall("\n".join(examples(README, "sh")))
    assert commands == ["run", "test"]
    for command, last in (("run", "nordkalott serve"), ("test", "pytest")):
        said = subprocess.run(
            ["make", "--dry-run", "--silent", command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip().endswith(last)


def run_all(page: Path, made: Made, folder: Path) -> None:
    blocks = [block for block in examples(page, "sh") if not MAKE.search(block)]
    assert blocks
    for block in blocks:
        done = shell(made, block, folder)
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        assert done.stdout.strip(), block


def test_every_command_of_the_guide_to_http_runs(made: Made, tmp_path: Path) -> None:
    run_all(HTTP, made, tmp_path)


def test_every_command_of_the_guide_to_authoring_runs(made: Made, tmp_path: Path) -> None:
    run_all(AUTHORING, made, tmp_path)
    said = shell(
        made, f"curl -s '{made.url}/v1/records/ny-bro?locale=nb&fields=edition,body'", tmp_path
    ).stdout
    assert msgspec.json.decode(said)["edition"] == 1
    assert "juni" in said


def test_every_command_of_the_guide_to_media_runs(made: Made, tmp_path: Path) -> None:
    run_all(MEDIA, made, tmp_path)


def test_every_command_of_the_readme_runs_and_readers_get_the_editors_edition(
    made: Made, tmp_path: Path
) -> None:
    address = f"curl -s '{made.url}/v1/records/internasjonal-avdeling?locale=nb'"
    before = msgspec.json.decode(shell(made, address, tmp_path).stdout)
    run_all(README, made, tmp_path)
    after = msgspec.json.decode(shell(made, address, tmp_path).stdout)
    assert after["edition"] == before["edition"] + 1
    assert after["updated_at"] == before["updated_at"]
    assert after["body"] != before["body"]


def test_the_readme_has_an_example_for_each_kind_of_user() -> None:
    text = README.read_text(encoding="utf-8")
    for who in ("portal", "subscriber", "app", "editor", "tool", "operator"):
        section = re.search(rf"^### An? {who}\b.*?:.*?(?=^###? )", text, re.MULTILINE | re.DOTALL)
        assert section is not None, who
        assert "```sh" in section[0], who
