"""Markup for the ACT rules about pages, language, tables, forms and spacing, written for this project, judged by the specification."""

from tests.content.accessibility.judging import Examples


def _page(head: str = "", body: str = "<p>Tekst</p>", html: str = ' lang="nb"') -> str:
    return f"<!doctype html><html{html}><head>{head}</head><body>{body}</body></html>"


def _meta(content: str, name: str = 'http-equiv="refresh"') -> str:
    return _page(f'<title>T</title><meta {name} content="{content}">')


def _view(content: str) -> str:
    return _meta(content, 'name="viewport"')


_TEXT = (
    "Fylkeskommunen samarbeider med naboene om kultur, næring og samferdsel i nord, og skriver om det her. "
)
_LONG = _TEXT * 4
_SVG_PAGE = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" lang="xx"><text>A</text></svg>'

PAGES: Examples = {
    "2779a5": {
        "passed": [
            _page("<title>Barents</title>"),
            _page("<title>A</title><title></title>"),
            _page(body="<div><title>Barents</title></div>"),
            "<html><title>\n Barents </title>",
            _page("<title>Barents</title>", body="<svg><title></title></svg>"),
            "<!doctype html><title>Barents</title>",
        ],
        "failed": [
            _page(),
            _page("<title></title>"),
            _page("<title> \n\t</title>"),
            _page("<title></title><title>Barents</title>"),
            _page(body="<svg><title>Barents</title></svg>"),
            _page('<meta name="title" content="Barents"><meta property="og:title" content="Barents">'),
            _page(body="<h1>Barents</h1>"),
            _page("<template><title>Barents</title></template>"),
            _page("<!-- <title>Barents</title> -->"),
        ],
        "cantTell": [_page("<script>document.title = 'Barents'</script>")],
        "inapplicable": [_SVG_PAGE, "<p>Fragment</p>"],
    },
    "b5c3f8": {
        "passed": [
            _page(),
            "<html LANG=nb>",
            _page(html=' lang="xx"'),
            "<!doctype html><html lang='se-NO'><p>A",
        ],
        "failed": [
            _page(html=""),
            _page(html=' lang=""'),
            _page(html=' lang="  "'),
            _page(html=' xml:lang="nb"'),
            _page(html="", body='<p lang="nb">A</p>'),
            _page(html=' hreflang="nb"'),
            _page('<meta http-equiv="content-language" content="nb">', html=""),
            "<!doctype html><p>A",
            "<html lang>",
        ],
        "inapplicable": [
            _SVG_PAGE,
            '<svg lang="nb"></svg>',
            "<p>A</p>",
            '<math xmlns="http://www.w3.org/1998/Math/MathML"></math>',
        ],
    },
    "bf051a": {
        "passed": [
            _page(html=f' lang="{tag}"')
            for tag in (
                "nb",
                "NN",
                "se",
                "fkv",
                "sma",
                "en-GB",
                "zh-Hant-TW",
                "nb-x-troms",
                "no-bok-1",
                "und",
                "de-CH-1996",
            )
        ],
        "failed": [
            _page(html=f' lang="{tag}"')
            for tag in (
                "norsk",
                "xx",
                "nor",
                "nob",
                "en_US",
                "i-klingon",
                "x-nb",
                "-nb",
                "123",
                "e",
                "eng-GB",
                "*",
            )
        ],
        "inapplicable": [
            _page(html=""),
            _page(html=' lang=" "'),
            _page(html=' lang=""'),
            _SVG_PAGE,
            _page(html=' xml:lang="xx"'),
        ],
    },
    "de46e4": {
        "passed": [
            _page(body='<p lang="en">Hi</p>'),
            _page(body='<p lang="SE-no">Bures</p>'),
            _page(body='<p lang="xx" hidden>Hi</p><p lang="fkv">Hei</p>'),
            _page(body='<div lang="en"><p>Hi</p></div>'),
            _page(body='<img lang="en" src="a.png" alt="Hi">'),
        ],
        "failed": [
            _page(body='<p lang="english">Hi</p>'),
            _page(body='<p lang="xx-NO">Hi</p>'),
            _page(body='<p lang=" ">Hi</p>'),
            _page(body='<div lang="engelsk"><p>Hi</p></div>'),
            _page(body='<p lang="en_GB">Hi</p>'),
            _page(body='<p lang="xx" aria-hidden="true">Hi</p>'),
            _page(body='<p lang="xx" style="position:absolute;left:-9999px">Hi</p>'),
            _page(body='<p lang="xx" style="opacity:0">Hi</p>'),
            _page(body='<div lang="xx"><img src="a.png" alt="Hi"></div>'),
            _page(body='<div lang="nb"><i lang="fr-nope"></i><b lang="zzzz">Hi</b></div>'),
            _page(body='<button lang="xx" aria-label="Hi"></button>'),
            '<body lang="xx">'.replace("<body", '<!doctype html><html lang="nb"><body') + "Hi",
        ],
        "inapplicable": [
            _page(body="<p>Hi</p>"),
            _page(body='<p lang="">Hi</p>'),
            _page(body='<p lang="xx"></p>'),
            _page(body='<p lang="xx" aria-hidden="true" title="Hi"></p>'),
            _page(body='<p lang="xx" hidden>Hi</p>'),
            _page(body='<div lang="xx"><p lang="">Hi</p></div>'),
            _page(body='<svg lang="xx"><text>Hi</text></svg>'),
            _page(body='<p xml:lang="xx">Hi</p>'),
            _page(body='<p lang="xx" style="visibility:hidden">Hi</p>'),
            _page(body='<p lang="xx" aria-hidden="true" style="position:absolute;left:-9999px">Hi</p>'),
            _page(body='<div lang="xx"><script>a</script><style>b{}</style> \n </div>'),
        ],
    },
    "bc659a": {
        "passed": [
            _meta("0"),
            _meta("0; url=/x"),
            _meta("72001"),
            _meta("0.9; /x"),
            _meta(" 0,/x"),
            _meta(".5"),
            _page(
                '<title>T</title><meta http-equiv="refresh" content="x"><meta http-equiv="refresh" content="0;/x"><meta http-equiv="refresh" content="5">'
            ),
        ],
        "failed": [
            _meta("5"),
            _meta("1; url=/x"),
            _meta("72000"),
            _meta("30,/x"),
            _meta("\n 10 \n"),
            _meta("3 foo"),
            _meta("5.9"),
            _page("<title>T</title>", body='<meta http-equiv="REFRESH" content="20;URL=/x">'),
            _page(
                '<title>T</title><meta http-equiv="refresh" content="-1"><meta http-equiv="refresh" content="7">'
            ),
        ],
        "inapplicable": [
            _page("<title>T</title>"),
            _meta(""),
            _meta("foo; 5"),
            _meta("-5"),
            _meta("+5"),
            _meta("5x"),
            _meta("; 5"),
            _meta("5: /x"),
            _meta("5", 'name="refresh"'),
            _page('<title>T</title><meta http-equiv="refresh">'),
            _meta("url=/x"),
        ],
    },
    "bisz58": {
        "passed": [_meta("0"), _meta("0; url='/x'"), _meta("0.5;/x"), _meta("00;/x")],
        "failed": [_meta("5"), _meta("72001; /x"), _meta("1"), _meta("99999999999"), _meta(" 3,/x")],
        "inapplicable": [
            _page("<title>T</title>"),
            _meta("foo"),
            _meta("-0"),
            _meta("5foo"),
            _meta(""),
            _meta("’5"),
        ],
    },
    "b4f0c3": {
        "passed": [
            _view(one)
            for one in (
                "user-scalable=yes",
                "maximum-scale=2",
                "maximum-scale=10.0",
                "user-scalable=1",
                "user-scalable=device-width",
                "width=device-width, maximum-scale=5",
                "maximum-scale=-1",
                "user-scalable=-3",
                "MAXIMUM-SCALE=3",
                "maximum-scale=device-height",
                "user-scalable=5;maximum-scale=2.5",
            )
        ],
        "failed": [
            _view(one)
            for one in (
                "user-scalable=no",
                "maximum-scale=1",
                "maximum-scale=1.99",
                "width=device-width,user-scalable=0",
                "user-scalable=0.5",
                "User-Scalable=NO",
                "maximum-scale=yes",
                "initial-scale=1 maximum-scale=1",
                "maximum-scale=0",
                "user-scalable=foo",
                "maximum-scale = 1.5",
                "user-scalable=yes; maximum-scale=1.5",
                "user-scalable=no, maximum-scale=5",
                "maximum-scale=no",
            )
        ],
        "inapplicable": [
            _page(),
            _view(""),
            _view("width=device-width"),
            _view("initial-scale=1"),
            _meta("user-scalable=no", 'name="theme"'),
            _view("user-scalable"),
            _view("minimum-scale=1"),
        ],
    },
    "akn7bn": {
        "passed": [
            '<iframe srcdoc="<a href=x>A</a>" title="A"></iframe>',
            '<iframe tabindex="0" srcdoc="<button>A</button>"></iframe>',
            '<iframe tabindex="nei" srcdoc="<input>"></iframe>',
        ],
        "failed": [
            '<iframe tabindex="-1" srcdoc="<a href=x>A</a>"></iframe>',
            '<iframe tabindex="-5" srcdoc="<p tabindex=0>A</p>"></iframe>',
            '<iframe tabindex=" -1" srcdoc="<input>"></iframe>',
            '<iframe tabindex="-1x" srcdoc="<details><summary>A</summary></details>"></iframe>',
            '<iframe tabindex="-1" aria-hidden="true" srcdoc="<button>A</button>"></iframe>',
            '<iframe tabindex="-1" style="width:50px;height:2em" srcdoc="<p contenteditable>A</p>"></iframe>',
            '<iframe tabindex="-1" title="A" srcdoc="<p tabindex=-1>A</p><select></select>"></iframe>',
        ],
        "inapplicable": [
            '<iframe tabindex="-1" srcdoc="<p>A</p>"></iframe>',
            '<iframe tabindex="-1" srcdoc="<a href=x tabindex=-1>A</a>"></iframe>',
            '<iframe tabindex="-1" srcdoc="<a href=x hidden>A</a>"></iframe>',
            '<iframe tabindex="-1" srcdoc="<button disabled>A</button>"></iframe>',
            '<iframe tabindex="-1" style="display:none" srcdoc="<a href=x>A</a>"></iframe>',
            '<iframe tabindex="-1" style="visibility:hidden" srcdoc="<a href=x>A</a>"></iframe>',
            '<iframe tabindex="-1" width="0" srcdoc="<a href=x>A</a>"></iframe>',
            '<div inert><iframe tabindex="-1" srcdoc="<a href=x>A</a>"></iframe></div>',
            '<iframe tabindex="-1" srcdoc=""></iframe>',
            '<p tabindex="-1"><a href="x">A</a></p>',
            '<iframe tabindex="-1" srcdoc="<input type=hidden>"></iframe>',
            '<iframe tabindex="-1" style="opacity:0" srcdoc="<a href=x>A</a>"></iframe>',
        ],
    },
    "73f2c2": {
        "passed": [
            f'<input autocomplete="{one}" aria-label="A">'
            for one in (
                "email",
                "EMAIL",
                " given-name ",
                "section-a shipping postal-code",
                "billing street-address",
                "home tel",
                "work email webauthn",
                "section- name",
                "shipping mobile tel-national",
                "username webauthn",
                "pager impp",
                "bday-year",
                "one-time-code",
            )
        ]
        + [
            '<select autocomplete="country" aria-label="A"><option>B</select>',
            '<textarea autocomplete="street-address" aria-label="A"></textarea>',
            '<input type="password" autocomplete="new-password" aria-label="A">',
        ],
        "failed": [
            f'<input autocomplete="{one}" aria-label="A">'
            for one in (
                "epost",
                "first-name",
                "email shipping",
                "home name",
                "home work tel",
                "shipping billing name",
                "email tel",
                "work",
                "section-a",
                "shipping",
                "name section-a",
                "on off",
                "webauthn",
                "tel,home",
                "work section-a email",
                "none",
                "given_name",
            )
        ]
        + [
            '<select autocomplete="land" aria-label="A"><option>B</select>',
            '<textarea autocomplete="adresse" aria-label="A"></textarea>',
            '<input type="number" autocomplete="alder" aria-label="A">',
            '<input readonly autocomplete="epost" aria-label="A">',
            '<input tabindex="-1" autocomplete="epost" aria-label="A">',
            '<input aria-hidden="true" tabindex="-1" autocomplete="epost">',
            '<input style="position:absolute;left:-9999px" autocomplete="epost" aria-label="A">',
            '<fieldset disabled><legend><input autocomplete="epost" aria-label="A"></legend></fieldset>',
        ],
        "inapplicable": [
            '<input aria-label="A">',
            '<input autocomplete="" aria-label="A">',
            '<input autocomplete=" " aria-label="A">',
            '<input autocomplete="ON" aria-label="A">',
            '<input autocomplete="off" aria-label="A">',
            '<input hidden autocomplete="epost">',
            '<input style="visibility:hidden" autocomplete="epost">',
            '<input disabled autocomplete="epost" aria-label="A">',
            '<fieldset disabled><input autocomplete="epost" aria-label="A"></fieldset>',
            '<input aria-disabled="true" autocomplete="epost" aria-label="A">',
            '<input type="button" value="A" autocomplete="epost">',
            '<input type="reset" autocomplete="epost">',
            '<input type="hidden" autocomplete="epost">',
            '<select disabled autocomplete="land" aria-label="A"><option>B</select>',
            '<div autocomplete="epost">A</div>',
            '<form autocomplete="epost"></form>',
            '<input role="note" tabindex="-1" autocomplete="epost" aria-label="A">',
            '<input aria-hidden="true" style="position:absolute;left:-9999px" autocomplete="epost">',
        ],
    },
    "a25f45": {
        "passed": [
            '<table><tr><th id="a">A</th></tr><tr><td headers="a">1</td></tr></table>',
            '<table><tr><td id="a" role="columnheader">A</td></tr><tr><td headers="a">1</td></tr></table>',
            '<table><tr><th id="a">A</th><th id="b" headers="a">B</th></tr><tr><td headers="a b">1</td><td>2</td></tr></table>',
            '<table><thead><tr><th id="a">A</th></tr></thead><tfoot><tr><td headers=" a ">1</td></tr></tfoot></table>',
            '<table role="grid" aria-label="T"><tr><th id="a">A</th></tr><tr><td headers="a">1</td></tr></table>',
            '<table role="foo"><tr><th id="a" style="display:none">A</th></tr><tr><td headers="a">1</td></tr></table>',
        ],
        "failed": [
            '<table><tr><th>A</th></tr><tr><td headers="a">1</td></tr></table>',
            '<table><tr><th id="a" headers="a">A</th></tr><tr><td>1</td></tr></table>',
            '<table><tr><td id="x" headers="x">1</td></tr></table>',
            '<p id="a">A</p><table><tr><td headers="a">1</td></tr></table>',
            '<table><tr><th id="a">A</th></tr></table><table><tr><td headers="a">1</td></tr></table>',
            '<table><tr><th id="a">A</th></tr><tr><td><table><tr><td headers="a">1</td></tr></table></td></tr></table>',
            '<table><tr><th><b id="a">A</b></th></tr><tr><td headers="a">1</td></tr></table>',
            '<table id="t"><caption id="a">A</caption><tr><td headers="a">1</td></tr></table>',
            '<table><tr><th id="a">A</th></tr><tr><td headers="a borte">1</td></tr></table>',
            '<table><tr id="a"><th>A</th></tr><tr><td headers="a">1</td></tr></table>',
        ],
        "cantTell": ['<table><tr><td id="a">A</td></tr><tr><td headers="a">1</td></tr></table>'],
        "inapplicable": [
            "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>",
            '<table><tr><td headers="">1</td></tr></table>',
            '<table role="none"><tr><td headers="borte">1</td></tr></table>',
            '<table hidden><tr><td headers="borte">1</td></tr></table>',
            '<table aria-hidden="true"><tr><td headers="borte">1</td></tr></table>',
            '<div role="table"><div role="row"><div role="cell" headers="borte">1</div></div></div>',
            '<div headers="borte">A</div>',
            '<table><tr headers="borte"><td>1</td></tr></table>',
        ],
    },
    "d0f69e": {
        "passed": [
            "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>",
            '<table><tr><th scope="row">A</th><td>1</td></tr></table>',
            "<table><tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr></table>",
            '<table><tr><th colspan="2">A</th></tr><tr><th>B</th><th>C</th></tr><tr><td>1</td><td>2</td></tr></table>',
            '<table><tr><td headers="h">1</td></tr><tr><th id="h" scope="row">A</th></tr></table>',
            '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th colspan="2" scope="rowgroup">G</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
            '<table><tr><th rowspan="2" scope="row">A</th><td>1</td></tr><tr><td>2</td></tr></table>',
            '<table role="grid" aria-label="T"><tr><th>A</th></tr><tr><td>1</td></tr></table>',
            "<table><tr><td></td><th scope=col>A</th></tr><tr><th scope=row>B</th><td>1</td></tr></table>",
            '<table><tr><th role="columnheader">A</th></tr><tr><td>1</td></tr></table>',
            '<div role="table"><div role="row"><span role="columnheader">A</span></div><div role="row"><span role="cell">1</span></div></div>',
            '<div role="grid" aria-label="T"><div role="row"><span role="rowheader">A</span><span role="gridcell">1</span></div></div>',
            '<table><colgroup span="2"></colgroup><tr><th colspan="2" scope="colgroup">A</th></tr><tr><td>1</td><td>2</td></tr></table>',
            "<table><tr><th></th><th>A</th></tr><tr><th>B</th><td>1</td></tr></table>",
            "<table><tr><td>1</td><th>A</th></tr><tr><td>2</td><td>3</td></tr></table>",
        ],
        "failed": [
            "<table><tr><th>A</th></tr></table>",
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>",
            '<table><tr><th scope="col">A</th><td>1</td></tr></table>',
            '<table><tr><td>1</td><th scope="row">A</th></tr></table>',
            "<table><tr><td>1</td></tr><tr><th>A</th></tr></table>",
            '<table><tr><th id="a">A</th><th id="b">B</th></tr><tr><td headers="a">1</td><td headers="a">2</td></tr></table>',
            '<table role="foo"><tr><th>A</th></tr></table>',
            '<table role="treegrid" aria-label="T"><tr><th scope="row">A</th></tr></table>',
            '<div role="table"><div role="row"><span role="columnheader">A</span><span role="columnheader">B</span></div><div role="row"><span role="cell">1</span></div></div>',
            '<div role="table"><div role="row"><span role="rowheader">A</span></div></div>',
            '<table><tr><td role="columnheader">A</td></tr></table>',
            '<table><tbody><tr><td>1</td></tr></tbody><tfoot><tr><th scope="col">A</th></tr></tfoot></table>',
        ],
        "inapplicable": [
            "<table><tr><td>1</td></tr></table>",
            '<table role="none"><tr><th>A</th></tr></table>',
            "<table hidden><tr><th>A</th></tr></table>",
            "<table><tr><th hidden>A</th></tr><tr><td>1</td></tr></table>",
            '<table><tr><th role="cell">A</th></tr></table>',
            '<table aria-hidden="true"><tr><th>A</th></tr></table>',
            "<p>A</p>",
            '<table><tr><th role="button">A</th></tr></table>',
            '<div role="columnheader">A</div>',
        ],
    },
    "24afc2": {
        "passed": [
            f'<p style="letter-spacing:{one} !important">{_TEXT}</p>'
            for one in ("0.12em", "1em", "2px", "12%", "0.2rem", "2PX ")
        ]
        + [
            f'<p style="letter-spacing:1px !important; letter-spacing: .2em !important">{_TEXT}</p>',
            f'<style>p{{font-size:10px}}</style><p style="letter-spacing:1.2px !important">{_TEXT}</p>',
            f'<p style="letter-spacing:2px !important; letter-spacing: foo !important">{_TEXT}</p>',
            f'<p style="font: 10px serif; letter-spacing:1.3px!important">{_TEXT}</p>',
        ],
        "failed": [
            f'<p style="letter-spacing:{one} !important">{_TEXT}</p>'
            for one in (
                "0.1em",
                "0",
                "normal",
                "initial",
                "1px",
                "-1px",
                ".11em",
                "5%",
                "0PX",
                "0.1em!important; color:red",
            )
        ]
        + [
            f'<div style="letter-spacing:1px !important"><p>{_TEXT}</p></div>',
            f'<style>p{{letter-spacing:1em!important}}</style><p style="letter-spacing:0.1em !important">{_TEXT}</p>',
            f'<p style="font: 20px serif; letter-spacing:2px !important">{_TEXT}</p>',
            f'<p aria-hidden="true" style="letter-spacing:0.1em ! important">{_TEXT}</p>',
            f'<div style="letter-spacing:2px !important"><p style="font-size:2em">{_TEXT}</p></div>',
            f'<p style="/* x */letter-spacing:0.1em/* y */!important">{_TEXT}</p>',
        ],
        "inapplicable": [
            f'<p style="letter-spacing:0.1em">{_TEXT}</p>',
            f'<p style="letter-spacing:inherit !important">{_TEXT}</p>',
            f'<p style="letter-spacing:revert !important">{_TEXT}</p>',
            f'<p hidden style="letter-spacing:0.1em !important">{_TEXT}</p>',
            f'<p style="visibility:hidden;letter-spacing:0.1em !important">{_TEXT}</p>',
            '<p style="letter-spacing:0.1em !important"></p>',
            '<p style="letter-spacing:0.1em !important"> \n </p>',
            '<p style="letter-spacing:0.1em !important"><img src="a.png" alt="A"></p>',
            f"<style>p{{letter-spacing:0.1em !important}}</style><p>{_TEXT}</p>",
            f'<p style="opacity:0;letter-spacing:0.1em !important">{_TEXT}</p>',
            f'<div style="letter-spacing:0.1em !important"><p style="letter-spacing:1em">{_TEXT}</p></div>',
            f'<p style="letter-spacing:0.1 !important">{_TEXT}</p>',
            f'<svg><text style="letter-spacing:0.1em !important">{_TEXT}</text></svg>',
            f'<p style="clip-path:inset(100%);letter-spacing:0.1em !important">{_TEXT}</p>',
        ],
    },
    "9e45ec": {
        "passed": [
            f'<p style="word-spacing:{one} !important">{_TEXT}</p>'
            for one in ("0.16em", "1ex", "3px", "16%", "1em")
        ],
        "failed": [
            f'<p style="word-spacing:{one} !important">{_TEXT}</p>'
            for one in ("0.15em", "0", "normal", "2px", "-0.2em", "initial", "0em")
        ],
        "inapplicable": [
            f'<p style="word-spacing:0.1em">{_TEXT}</p>',
            f'<p style="word-spacing:unset !important">{_TEXT}</p>',
            '<p style="word-spacing:0 !important"></p>',
            f'<p style="display:none;word-spacing:0 !important">{_TEXT}</p>',
            f'<p style="word-spacing:foo !important">{_TEXT}</p>',
            f'<style>p{{word-spacing:0!important}}</style><p style="word-spacing:1em">{_TEXT}</p>',
            f'<p style="letter-spacing:1em !important">{_TEXT}</p>',
            f'<p style="position:absolute;left:-9999px;word-spacing:0 !important">{_TEXT}</p>',
        ],
    },
    "78fd32": {
        "passed": [
            f'<p style="line-height:{one} !important">{_LONG}</p>'
            for one in ("1.5", "2", "150%", "1.5em", "24px", "2rem")
        ]
        + [f'<p style="font:16px/1.6 serif !important">{_LONG}</p>'],
        "failed": [
            f'<p style="line-height:{one} !important">{_LONG}</p>'
            for one in ("1.4", "1", "100%", "1em", "20px", "normal", "initial", "0")
        ]
        + [
            f'<p style="max-width:100px;line-height:1.2 !important">{_TEXT}</p>',
            f'<div style="width:150px"><p style="line-height:1em !important">{_TEXT}</p></div>',
            f'<p style="font:16px/1.2 serif !important">{_LONG}</p>',
            f'<p style="font:16px serif !important">{_LONG}</p>',
            f'<p style="font-size:20px;line-height:24px !important">{_LONG}</p>',
        ],
        "inapplicable": [
            f'<p style="line-height:1">{_LONG}</p>',
            f'<p style="line-height:inherit !important">{_LONG}</p>',
            f'<p hidden style="line-height:1 !important">{_LONG}</p>',
            '<p style="line-height:1 !important"></p>',
            f'<p style="line-height:-1 !important">{_LONG}</p>',
            f'<p style="line-height:foo !important">{_LONG}</p>',
            f'<style>p{{line-height:1!important}}</style><p style="line-height:2">{_LONG}</p>',
        ],
    },
}
