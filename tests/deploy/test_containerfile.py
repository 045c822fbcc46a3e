"""The Containerfile, read: there is no engine where these tests run, so nothing here proves that it builds.

What can be held without one: the order of the installation is the Makefile's, everything is locked by hash, what is copied is there,
and what runs is not root and carries no tools.
"""

import re

import pytest

from service import settings
from tests.deploy.containerfile import Stage, read
from tests.deploy.unit import ROOT

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    return read(DEPLOY / "Containerfile")


def environment(stage: Stage) -> dict[str, str]:
    return {
        name: value
        for each in stage.all("ENV")
        for name, _, value in (word.partition("=") for word in each.words)
    }


def test_bases_are_plain_slim_python_that_we_support(stages: list[Stage]) -> None:
    for stage in stages:
        found = re.fullmatch(r"python:3\.(\d+)-slim", stage.base)
        assert found is not None, stage.base
        assert int(found[1]) >= 11


def test_no_registry_is_named() -> None:
    for path in (DEPLOY / "Containerfile", DEPLOY / "compose.yaml"):
        lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
        assert not re.search(r"[a-z0-9-]+\.(io|com|org|net|dev)/", "\n".join(lines))


def test_all_that_is_copied_is_there(stages: list[Stage]) -> None:
    for each in stages[0].all("COPY"):
        *sources, target = each.words
        for source in sources:
            assert (ROOT / source).exists(), source
            if (ROOT / source).is_dir():
                assert target == source, "a folder's content is copied into a folder of the same name"


def test_every_package_of_the_wheel_is_copied(stages: list[Stage]) -> None:
    packages = re.search(r"^packages = \[(.*)\]$", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert packages is not None
    copied = {word.rstrip("/") for each in stages[0].all("COPY") for word in each.words}
    assert set(re.findall(r'"(\w+)"', packages[1])) <= copied
    assert {"README.md", "LICENSE", "pyproject.toml"} <= copied


def test_locks_are_installed_in_the_makefiles_order(stages: list[Stage]) -> None:
    made = re.findall(r"-r (requirements\S*\.txt)", (ROOT / "Makefile").read_text())
    wanted = [name for name in made if name != "requirements-dev.txt"]
    runs = [each.text for each in stages[0].all("RUN")]
    locked = [found[1] for run in runs if (found := re.search(r"-r (\S+\.txt)", run))]
    assert locked == wanted


def test_nothing_is_fetched_unhashed(stages: list[Stage]) -> None:
    for stage in stages:
        for each in stage.all("RUN"):
            for command in re.split(r"&&|;", each.text):
                if re.search(r"\bpip\b.*\b(install|wheel)\b", command):
                    assert (
                        "--require-hashes" in command
                        or "--no-index" in command
                        or ("--no-deps" in command and "--no-build-isolation" in command)
                    ), command
                assert not re.search(r"\b(curl|wget|apt-get|git)\b", command), command


def test_locks_have_a_hash_for_every_line() -> None:
    for name in ("requirements-build.txt", "requirements.txt"):
        entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text().strip())
        assert entries
        assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_what_runs_is_not_root_and_carries_no_tools(stages: list[Stage]) -> None:
    last = stages[-1]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last.all("USER")[-1].text)
    names = [each.name for each in last.instructions]
    assert "RUN" not in names[names.index("USER") :]
    assert [each.words[0] for each in last.all("COPY")] == ["--from=wheels"]
    assert not any("pip" in each.text for each in last.all("RUN"))


def test_settings_and_health_check_agree(stages: list[Stage]) -> None:
    last = stages[-1]
    ours = {name: value for name, value in environment(last).items() if name.startswith("NORDKALOTT_")}
    assert {settings.variable(field) for field in settings.Settings.__struct_fields__} >= ours.keys()
    assert last.all("VOLUME")[0].text == ours["NORDKALOTT_DATA"]
    port = str(settings.Settings().port)
    assert last.all("EXPOSE")[0].text == port
    assert f":{port}/healthz" in last.all("HEALTHCHECK")[0].text


def test_compose_keeps_the_root_read_only_and_the_settings_known() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    for line in (
        "read_only: true",
        "cap_drop: [ALL]",
        "no-new-privileges:true",
        "dockerfile: deploy/Containerfile",
    ):
        assert line in text
    known = {settings.variable(field) for field in settings.Settings.__struct_fields__}
    assert set(re.findall(r"^\s+(NORDKALOTT_\w+):", text, re.MULTILINE)) <= known
