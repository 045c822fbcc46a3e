"""What text alternatives say, and what goes with films and recordings."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "image-alt-file-name": {
        "passed": [
            '<img src="a.png" alt="Kaia i Kirkenes">',
            '<img src="kirkenes.jpg" alt="Kirkenes">',
            '<img src="nord-norge.jpg" alt="Nord-Norge i vinterdrakt">',
            '<img src="a.png" alt="Parkering P1">',
        ],
        "failed": [
            '<img src="a.png" alt="kart.png">',
            '<img src="a.png" alt="bilder/kart.JPEG">',
            '<img src="a.png" alt="IMG_2041">',
            '<img src="a.png" alt="DSC0042">',
            '<img src="a.png" alt="Skjermbilde 2026-03-01 kl. 10.22.13">',
            '<img src="/m/delegasjon_kirkenes-2026.jpg?w=2" alt="delegasjon_kirkenes-2026">',
            '<img src="a.png" alt="3f2504e0-4f89-11d3-9a0c-0305e82c3301">',
        ],
        "inapplicable": ['<img src="a.png" alt="">', '<img src="a.png">', "<p>a.png</p>"],
    },
    "image-alt-filler": {
        "passed": [
            '<img src="a.png" alt="Bilde av kaia i Kirkenes">',
            '<img src="a.png" alt="Logo for Interreg">',
        ],
        "failed": [
            '<img src="a.png" alt="Bilde">',
            '<img src="a.png" alt="image.">',
            '<img src="a.png" alt=" Illustrasjonsfoto ">',
            '<img src="a.png" alt="govva">',
            '<img src="a.png" alt="Logo">',
        ],
        "inapplicable": ['<img src="a.png" alt="">'],
    },
    "image-alt-repeats": {
        "passed": [
            '<figure><img src="a.png" alt="Snø"><figcaption>Kirkenes</figcaption></figure>',
            '<a href="/a"><img src="a.png" alt="PDF"> Strategien</a>',
            '<figure><img src="a.png" alt="Snø"><figcaption>Foto: Kari Nordmann</figcaption></figure>',
        ],
        "failed": [
            '<figure><img src="a.png" alt="Kirkenes."><figcaption> kirkenes</figcaption></figure>',
            '<a href="/a"><img src="a.png" alt="Strategien"> Strategien</a>',
            '<figure><img src="a.png" alt="Snø."><figcaption>Snø. Foto: Kari Nordmann</figcaption></figure>',
            '<figure><img src="a.png" alt="Snø"><figcaption>Snø (govva: Máret)</figcaption></figure>',
        ],
        "inapplicable": [
            '<figure><img src="a.png" alt="Kirkenes"></figure>',
            '<p><img src="a.png" alt="Kirkenes"> Kirkenes</p>',
            '<figure><img src="a.png" alt=""><figcaption>Kirkenes</figcaption></figure>',
        ],
    },
    "image-of-text": {
        "cantTell": [
            '<img src="/m/plakat-2026.jpg" alt="Barents dager">',
            '<img src="/m/overskrift_ny.png" alt="Velkommen til Troms">',
            '<img src="a.png" alt="Skjermbilde av søknadsskjemaet">',
            f'<img src="a.png" alt="{"Alle kan søke. " * 20}">',
        ],
        "inapplicable": [
            '<img src="kai.jpg" alt="Kaia i Kirkenes">',
            '<img src="/plakater/kai.jpg" alt="Kaia">',
            '<img src="plakat.jpg" alt="">',
            '<img src="data:image/png;base64,plakat" alt="Kaia">',
        ],
    },
    "decoration-with-title": {
        "cantTell": ['<img src="a.png" alt="" title="Kaia">'],
        "inapplicable": ['<img src="a.png" alt="Kaia" title="Kaia">', '<img src="a.png" alt="" title=" ">'],
    },
    "server-image-map": {
        "cantTell": ['<a href="/k"><img src="a.png" alt="Kart" ismap></a>'],
        "inapplicable": ['<img src="a.png" alt="Kart">'],
    },
    "media-text": {
        "passed": [
            '<video src="a.mp4"><track kind="captions" src="a.vtt"></video>',
            '<div><figure><video src="a.mp4"></video></figure><p><a href="/t">Videoen som tekst</a></p></div>',
            '<div><audio src="a.mp3" controls></audio><details><summary>Transcript</summary><p>A</p></details></div>',
            '<audio src="a.mp3" controls aria-describedby="t"></audio><p id="t">A</p>',
        ],
        "failed": [
            '<video src="a.mp4"></video>',
            '<video src="a.mp4"><track kind="captions"></video>',
            '<div><video src="a.mp4"><track kind="chapters" src="a.vtt"></video></div>',
        ],
        "cantTell": ['<!doctype html><video src="a.mp4"></video>'],
        "inapplicable": [
            '<video src="a.mp4" muted></video>',
            "<audio></audio>",
            '<video src="a.mp4" hidden></video>',
        ],
    },
    "audio-transcript": {
        "cantTell": ['<audio src="a.mp3" controls></audio>'],
        "inapplicable": ['<audio src="a.mp3"></audio>', '<video src="a.mp4"></video>'],
    },
    "video-by-itself": {
        "passed": ['<video src="a.mp4" autoplay muted controls></video>'],
        "cantTell": ['<video src="a.mp4" autoplay muted></video>'],
        "inapplicable": ['<video src="a.mp4"></video>'],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
