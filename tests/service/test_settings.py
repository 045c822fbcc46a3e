"""Settings: order of sources, every fault at once, and a guide that is complete."""

from pathlib import Path

import msgspec
import pytest

from content.errors import Invalid
from service.settings import Settings, load, variable

GUIDE = Path(__file__).parents[2] / "docs/guides/settings.md"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_later_source_wins() -> None:
    Path("nordkalott.toml").write_text(
        'port = 1\nhost = "::1"\nlocales = ["nb", "en"]\nkeep_alive = 2\n', encoding="utf-8"
    )
    environ = {
        "NORDKALOTT_PORT": "2",
        "NORDKALOTT_DATA": "b",
        "NORDKALOTT_BASE_URL": "https://A.example/",
        "PORT": "9",
    }
    settings = load(Path("c"), {"port": 3, "host": None}, environ)
    assert (settings.port, settings.host, settings.locales, settings.data) == (3, "::1", ("nb", "en"), "c")
    assert (settings.base_url, settings.keep_alive) == ("https://a.example", 2.0)


def test_every_fault_in_every_source_at_once() -> None:
    Path("mine.toml").write_text('port = "8055"\ncolour = "red"\nlocales = ["en"]\n', encoding="utf-8")
    environ = {
        "NORDKALOTT_CONFIG": "mine.toml",
        "NORDKALOTT_COLOUR": "red",
        "NORDKALOTT_BASE_URL": "https://a.example/x",
        "NORDKALOTT_KEEP_ALIVE": "nan",
        "NORDKALOTT_TRUSTED_PROXIES": "10.0.0.0/8, proxy",
    }
    with pytest.raises(Invalid) as caught:
        load(None, {"log_format": "xml"}, environ)
    found = {
        (fault.pointer, fault.message.en.split(maxsplit=1)[0].rstrip(":")) for fault in caught.value.faults
    }
    assert found == {
        ("/port", "mine.toml"),
        ("/colour", "mine.toml"),
        ("/locales", "mine.toml"),
        ("/colour", "NORDKALOTT_COLOUR"),
        ("/base_url", "NORDKALOTT_BASE_URL"),
        ("/keep_alive", "NORDKALOTT_KEEP_ALIVE"),
        ("/trusted_proxies", "NORDKALOTT_TRUSTED_PROXIES"),
        ("/log_format", "--log-format"),
    }


def test_no_password_stands_in_a_fault() -> None:
    for wrong in ("http://me:hush@proxy.example", "http://me:hu/sh@proxy.example:1", "http://hush@[x:1"):
        with pytest.raises(Invalid) as caught:
            load(None, {}, {"NORDKALOTT_OUTBOUND_PROXY": wrong})
        said = caught.value.faults[0].message
        assert "hu" not in said.nb + said.en
        assert "//***@" in said.en


def test_a_named_file_must_be_there_and_be_toml() -> None:
    Path("bad.toml").write_text("port =", encoding="utf-8")
    for name in ("none.toml", "bad.toml"):
        with pytest.raises(Invalid, match=name):
            load(None, {}, {"NORDKALOTT_CONFIG": name})


def test_every_setting_can_be_set_from_the_environment() -> None:
    defaults = msgspec.structs.asdict(Settings())
    given = {
        variable(name): ", ".join(value) if isinstance(value, tuple) else str(value)
        for name, value in defaults.items()
    }
    assert load(None, {}, given) == Settings()


def row(field: msgspec.structs.FieldInfo) -> str:
    """The guide's line for one setting."""
    default = ", ".join(field.default) if isinstance(field.default, tuple) else str(field.default)
    meaning = next(str(meta.description) for meta in field.type.__metadata__ if meta.description)
    return f"| `{field.name}` | `{variable(field.name)}` | {f'`{default}`' if default else 'empty'} | {meaning} |"


def test_the_guide_lists_every_setting() -> None:
    lines = GUIDE.read_text(encoding="utf-8").splitlines()
    rows = [row(field) for field in msgspec.structs.fields(Settings)]
    assert [line for line in lines if line.startswith("| `")] == rows
