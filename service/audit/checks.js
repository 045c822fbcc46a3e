/* What we ask of a page in the browser, beside axe-core. Installed before the page's own scripts; touches nothing until it is asked.

   A `part` is one fragment within a host page: an element with data-part, its number. A finding outside of any part has part -1.
   Findings say where by tags and places alone, never by what the page says: they are kept, and what is kept must quote nothing. */

globalThis.nordkalott = (() => {
  "use strict";
  const MOST = 20; // findings of a rule in a part
  const SLACK = 1; // CSS pixels that rounding may cost
  const FOCUSABLE =
    "a[href],area[href],button,input,select,textarea,summary,audio[controls],video[controls],iframe,[tabindex],[contenteditable]";
  const SPACING = new CSSStyleSheet();
  // WCAG 2.1, 1.4.12: at least these.
  SPACING.replaceSync(
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}",
  );
  const STILL = new CSSStyleSheet();
  STILL.replaceSync("*,*::before,*::after{transition:none!important;animation:none!important;caret-color:transparent!important}");

  const partOf = (element) => {
    const part = element && element.closest && element.closest("[data-part]");
    return part ? Number(part.dataset.part) : -1;
  };

  const path = (element) => {
    const steps = [];
    for (let at = element; at && at.nodeType === 1 && !at.hasAttribute("data-part"); at = at.parentElement) {
      const tag = at.localName;
      const same = at.parentElement ? [...at.parentElement.children].filter((each) => each.localName === tag) : [at];
      steps.unshift(same.length > 1 ? `${tag}:nth-of-type(${same.indexOf(at) + 1})` : tag);
    }
    return steps.join(" > ");
  };

  const found = (rule, element, outcome = "failed") => ({ rule, part: partOf(element), outcome, target: path(element) });

  const shown = (element) =>
    element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  const bounded = (findings) => {
    const counts = new Map();
    return findings.filter((each) => {
      const key = `${each.rule} ${each.part} ${each.outcome}`;
      counts.set(key, (counts.get(key) || 0) + 1);
      return counts.get(key) <= MOST;
    });
  };

  /* Everything in its place: details open, nothing moving, and the page's canvas said in words, for axe-core takes what is transparent
     for white, whatever the colour scheme and forced colours make of it. */
  const ready = () => {
    document.querySelectorAll("details").forEach((each) => (each.open = true));
    if (!document.adoptedStyleSheets.includes(STILL)) document.adoptedStyleSheets.push(STILL);
    const clear = (element) => !element || getComputedStyle(element).backgroundColor === "rgba(0, 0, 0, 0)";
    if (clear(document.documentElement) && clear(document.body)) document.documentElement.style.backgroundColor = "Canvas";
  };

  const channels = (colour) => {
    const parts = (colour.match(/[\d.]+(?:e-?\d+)?/g) || []).map(Number);
    if (colour.startsWith("color(")) return [...parts.slice(0, 3).map((each) => each * 255), parts[3] ?? 1];
    return colour.startsWith("rgb") ? [...parts.slice(0, 3), parts[3] ?? 1] : null;
  };
  const luminance = ([r, g, b]) => {
    const linear = [r, g, b].map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      const colour = channels(style.backgroundColor);
      if (!colour) return null;
      layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const FIELDS = "input:not([type=hidden],[type=checkbox],[type=radio],[type=range],[type=color],[type=image]),select,textarea";
  const texts = () =>
    [...document.querySelectorAll("body, body *")].filter(
      (each) => (each.matches(FIELDS) || [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) && shown(each),
    );

  /* One of all texts in a part that have the same colours behind them and in them, the same size and weight: they have the same contrast.
     What is taken out of the flow may lie over something else, and stands for itself. */
  const MANY = 200; // texts: from there on, the time of axe-core's contrast grows faster than their number
  const sample = (among) => {
    const kinds = new Map();
    for (const element of among) {
      const own = getComputedStyle(element);
      const marks = [partOf(element), own.color, own.fontSize, own.fontWeight, own.textDecorationLine, own.opacity];
      for (let at = element; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.position !== "static" && style.position !== "relative") marks.push(path(at));
        if (style.backgroundColor !== "rgba(0, 0, 0, 0)" || style.backgroundImage !== "none") {
          marks.push(style.backgroundColor, style.backgroundImage);
        }
        if (style.opacity !== "1") marks.push(style.opacity);
      }
      const key = marks.join("|");
      if (!kinds.has(key)) kinds.set(key, element);
    }
    return [...kinds.values()];
  };

  /* 1.4.3 where colours are forced: axe-core takes `-webkit-text-fill-color` for the colour of text, which keeps the author's there. */
  const forced = () => {
    const findings = [];
    for (const element of texts()) {
      if (element.closest("[disabled],[aria-disabled=true]")) continue;
      const style = getComputedStyle(element);
      const ground = behind(element);
      const colour = channels(style.color);
      const size = parseFloat(style.fontSize);
      const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
      if (!ground || !colour) findings.push(found("forced-contrast", element, "cantTell"));
      else if (contrast(over(colour, ground), ground) < least) findings.push(found("forced-contrast", element));
    }
    return bounded(findings);
  };

  /* axe-core's rules in one run; for each with its parts by outcome: what it says of the whole document is part -1. Contrast is asked of a
     sample of texts, marked for its selector, or of all where all rules are asked of a page of few. */
  const SAMPLED = "data-nordkalott-sampled";
  const axeRun = async (only, contrast) => {
    const among = contrast ? texts() : [];
    const all = only.type === "tag" && among.length <= MANY;
    const chosen = all ? [] : sample(among);
    chosen.forEach((each) => each.setAttribute(SAMPLED, ""));
    axe.configure({ noHtml: true, rules: [{ id: "color-contrast", selector: all ? "*" : `[${SAMPLED}]` }] });
    const results = await axe.run(document, {
      runOnly: only,
      elementRef: true,
      selectors: false,
      rules: only.type === "tag" ? { "target-size": { enabled: true } } : {},
    });
    chosen.forEach((each) => each.removeAttribute(SAMPLED));
    const findings = [];
    const rules = {};
    for (const [kind, outcome] of [["passes", "passed"], ["incomplete", "cantTell"], ["violations", "failed"]]) {
      for (const rule of results[kind]) {
        const known = (rules[rule.id] ??= { tags: rule.tags, help: rule.help, parts: {} });
        known.parts[outcome] = [...new Set(rule.nodes.map((node) => partOf(node.element)))];
        if (outcome !== "passed") findings.push(...rule.nodes.map((node) => found(rule.id, node.element, outcome)));
      }
    }
    return { rules, findings: bounded(findings) };
  };

  const scrolls = (style) => style.overflowX === "auto" || style.overflowX === "scroll";
  const cuts = (value) => value === "hidden" || value === "clip";
  const TWO_DIMENSIONAL = "table,img,svg,video,audio,canvas,pre,iframe,math,object"; // WCAG 2.1, 1.4.10: what needs both dimensions

  /* 1.4.10: nothing makes the page scroll sideways, and what scrolls by itself needs two dimensions. */
  const reflow = () => {
    const width = document.documentElement.clientWidth;
    const findings = [];
    const walk = (element) => {
      if (!shown(element)) return;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const wide = style.display !== "inline" && element.scrollWidth > element.clientWidth + SLACK;
      if (wide && scrolls(style)) {
        if (!element.querySelector(TWO_DIMENSIONAL) && !element.matches(TWO_DIMENSIONAL)) findings.push(found("reflow", element));
        return;
      }
      if (wide && cuts(style.overflowX)) return; // not wider than its box; whether text is lost is asked by `lost`
      const before = findings.length;
      for (const child of element.children) walk(child);
      const past = box.right > width + SLACK || (wide && box.left + window.scrollX + element.scrollWidth > width + SLACK);
      if (past && box.width > SLACK && findings.length === before) findings.push(found("reflow", element));
    };
    if (document.body) walk(document.body);
    return bounded(findings);
  };

  /* 1.4.4 and 1.4.12: text that its box cuts off, or that runs out of a box too low for it. */
  const lost = (rule) => {
    const findings = [];
    for (const element of document.querySelectorAll("body *")) {
      const high = element.scrollHeight - element.clientHeight;
      const wide = element.scrollWidth - element.clientWidth;
      if ((high <= SLACK && wide <= SLACK) || element.clientWidth <= 1 || element.clientHeight <= 1) continue;
      if (element.matches("input,textarea,select,video,audio,iframe,img,svg,svg *,canvas") || !element.textContent.trim()) continue;
      const style = getComputedStyle(element);
      if (style.display === "inline" || !shown(element)) continue;
      const hidden = style.clipPath !== "none" || style.clip !== "auto"; // text for screen readers alone
      if (hidden) continue;
      const cut = (cuts(style.overflowX) && wide > SLACK) || (cuts(style.overflowY) && high > SLACK);
      const low = style.overflowY === "visible" && high > parseFloat(style.fontSize) / 4;
      if (cut || low) findings.push(found(rule, element));
    }
    return bounded(findings);
  };

  /* Text alone made larger, as a browser does that enlarges text only, the heights of lines with it: all is read before any is written. */
  const scaled = (factor) => {
    const sized = [...document.querySelectorAll("body, body *")].map((each) => {
      const style = getComputedStyle(each);
      return [each, parseFloat(style.fontSize), parseFloat(style.lineHeight)];
    });
    for (const [element, size, line] of sized) {
      element.style.setProperty("font-size", `${size * factor}px`, "important");
      if (line) element.style.setProperty("line-height", `${line * factor}px`, "important");
    }
  };
  const unscaled = () => {
    document.querySelectorAll("body, body *").forEach((each) => {
      each.style.removeProperty("font-size");
      each.style.removeProperty("line-height");
      if (!each.getAttribute("style")) each.removeAttribute("style");
    });
  };
  const spaced = (on) => {
    document.adoptedStyleSheets = on
      ? [...document.adoptedStyleSheets, SPACING]
      : document.adoptedStyleSheets.filter((each) => each !== SPACING);
  };

  const focusables = () =>
    [...document.querySelectorAll(FOCUSABLE)].filter(
      (each) => each.tabIndex >= 0 && !each.disabled && each.type !== "hidden" && !each.closest("[inert]") && shown(each),
    );

  /* What the Tab key comes to, in the order in which it does; the keys are pressed from outside. */
  let reached = [];
  let listening = false;
  const follow = () => {
    reached = [];
    if (document.activeElement) document.activeElement.blur();
    window.getSelection().removeAllRanges();
    if (!listening) document.addEventListener("focusin", (event) => reached.includes(event.target) || reached.push(event.target), true);
    listening = true;
    return progress();
  };
  const progress = () => ({ reached: reached.length, missing: focusables().filter((each) => !reached.includes(each)).length });
  /* 2.4.3 and 2.1.1: the Tab key comes to everything, in the order of the document. */
  const order = () => {
    if (document.activeElement) document.activeElement.blur();
    const expected = focusables();
    const findings = [];
    const radios = new Set(expected.filter((each) => each.type === "radio" && !reached.includes(each)));
    for (const each of expected) if (!reached.includes(each) && !radios.has(each)) findings.push(found("keyboard", each));
    const came = reached.filter((each) => expected.includes(each));
    const inOrder = expected.filter((each) => came.includes(each));
    // Whoever comes before something that stands before it is out of its place.
    came.forEach((each, at) => {
      if (each.tabIndex > 0 && inOrder[at] !== each) findings.push(found("focus-order", each));
    });
    if (!findings.some((each) => each.rule === "focus-order")) {
      const at = came.findIndex((each, number) => inOrder[number] !== each);
      if (at >= 0) findings.push(found("focus-order", came[at]));
    }
    return bounded(findings);
  };

  const WATCHED = [
    "boxShadow", "backgroundColor", "backgroundImage", "color", "textDecorationLine", "textDecorationThickness", "textDecorationStyle",
    "borderTopColor", "borderTopWidth", "borderTopStyle", "borderBottomColor", "borderBottomWidth", "borderBottomStyle",
    "borderLeftColor", "borderLeftWidth", "borderLeftStyle",
  ];
  const look = (element) => {
    const style = getComputedStyle(element);
    return WATCHED.map((each) => style[each]).join("|");
  };
  const outlined = (element) => {
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) return "none";
    if (style.outlineStyle === "auto") return "seen";
    const colour = channels(style.outlineColor);
    const ground = behind(parseFloat(style.outlineOffset) < 0 ? element : element.parentElement || element);
    if (!colour || !ground) return "unsure";
    return contrast(over(colour, ground), ground) >= 3 ? "seen" : "faint"; // 1.4.11
  };

  /* 2.4.7: what has the focus looks otherwise than without. The keyboard was used before, so `:focus-visible` counts.
     What no style shows is left to a look at the screen, which cannot tell whether an outline is too faint: `suspects` are their
     numbers among what can have the focus. */
  const focus = () => {
    const suspects = [];
    focusables().forEach((element, number) => {
      if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
      const before = look(element);
      element.focus({ preventScroll: true });
      if (document.activeElement !== element) return;
      const outline = outlined(element);
      if (outline !== "seen" && look(element) === before) {
        suspects.push({ number, part: partOf(element), target: path(element), faint: outline === "faint" });
      }
    });
    if (document.activeElement) document.activeElement.blur();
    return suspects;
  };
  const focusOn = (number) => {
    const element = focusables()[number];
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    element.blur();
    const box = element.getBoundingClientRect();
    const room = 12;
    const x = Math.max(0, box.x - room);
    const y = Math.max(0, box.y - room);
    const width = Math.min(innerWidth, box.right + room) - x;
    const height = Math.min(innerHeight, box.bottom + room) - y;
    return width > 1 && height > 1 ? { x, y, width, height } : null;
  };
  const hold = (number, on) => {
    const element = focusables()[number];
    if (on) element.focus({ preventScroll: true });
    else element.blur();
  };

  /* Another host around the parts, in the document that is there. */
  const dressed = (styles) => {
    document.head.querySelector("style").textContent = styles;
    document.documentElement.style.removeProperty("background-color");
  };

  /* Everything that is asked in one state but the Tab key and looks at the screen, in one answer: what axe-core says, what our own checks
     found, and whose focus no style shows. The page is as before afterwards. */
  const state = async (asked) => {
    if (asked.scale !== 1) scaled(asked.scale);
    if (asked.spaced) spaced(true);
    const findings = asked.keys ? order() : [];
    const said = await axeRun(asked.only, asked.contrast);
    if (asked.forced) findings.push(...forced());
    if (asked.narrow) findings.push(...reflow());
    if (asked.lost) findings.push(...lost(asked.lost));
    const suspects = asked.focus ? focus() : [];
    if (asked.spaced) spaced(false);
    if (asked.scale !== 1) unscaled();
    return { axe: said, findings, suspects };
  };

  return { ready, dressed, follow, progress, state, focusOn, hold };
})();
