"""The wheel holds exactly the three packages, with their data, and nothing else owns their names."""

import importlib.metadata
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_holds_the_three_packages_and_their_data(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {
        "service",
        "content",
        "feeds",
    }
    for data in (
        "content/store/migrations/0001_records.sql",
        "content/fragments/nordkalott.css",
        "content/fragments/words.toml",
        "content/library/internasjonal-avdeling/nb.md",
        "content/examples/kontakt/record.toml",
        "content/accessibility/languages.txt",
        "service/web/static/site.css",
        "service/web/pages/words.toml",
    ):
        assert data in names
    tracked = subprocess.run(
        ["git", "ls-files", "service", "content", "feeds"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert set(tracked.stdout.split()) <= set(names)


def test_no_other_distribution_owns_our_package_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for name in ("service", "content", "feeds"):
        assert set(owners.get(name, ["nordkalott"])) == {"nordkalott"}
