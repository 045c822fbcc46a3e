/* rss-parser and feedsmith as real clients. One JSON string a line in: {"by": "rss-parser" | "feedsmith", "url"}. One line out for each: what
   the client made of the feed, as it gives it, or {"error"}. rss-parser fetches by itself; feedsmith is given what fetch() brings. */

import { createInterface } from "node:readline";
import Parser from "rss-parser";
import { parseFeed } from "feedsmith";

const customFields = {
  feed: ["language"],
  item: ["updated", "atom:updated", "dc:language", ["category", "categories", { keepArray: true }]],
};

const BY = {
  "rss-parser": (url) => new Parser({ customFields }).parseURL(url),
  feedsmith: async (url) => parseFeed(await (await fetch(url)).text()),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { by, url } = JSON.parse(line);
  let said;
  try {
    said = await BY[by](url);
  } catch (error) {
    said = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
