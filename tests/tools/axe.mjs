/* axe-core in jsdom. One JSON string a line in: a document. One line out for each: what failed and what could not be told, with the ACT
   rules and the tags of WCAG of each rule, and the milliseconds that parsing and running took. axe-core itself is compiled once. */

import { createInterface } from "node:readline";
import { Script } from "node:vm";
import axe from "axe-core";
import { JSDOM, VirtualConsole } from "jsdom";

const script = new Script(axe.source);
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const acts = Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, rule.actIds ?? []]));
const brief = (rules) => rules.map(({ id, tags }) => ({ id, tags, act: acts[id] ?? [] }));

process.stdout.write(`${JSON.stringify({ version: axe.version })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now();
  const dom = new JSDOM(JSON.parse(line), { runScripts: "outside-only", virtualConsole: new VirtualConsole() });
  const parsed = performance.now() - began;
  script.runInContext(dom.getInternalVMContext());
  const started = performance.now();
  const results = await dom.window.axe.run(dom.window.document, { runOnly: TAGS, resultTypes: ["violations", "incomplete"] });
  const ms = parsed + performance.now() - started;
  dom.window.close();
  process.stdout.write(`${JSON.stringify({ failed: brief(results.violations), untold: brief(results.incomplete), ms })}\n`);
}
