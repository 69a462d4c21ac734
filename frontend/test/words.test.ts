import assert from "node:assert/strict";
import { test } from "node:test";
import { latin, meant } from "../src/core/keys.ts";
import { visited } from "../src/core/where.ts";
import { differing, kept, told } from "../src/drafts/draft.ts";
import { count, moment, sum, words } from "../src/island.ts";
import { fit, fitting, folded } from "../src/palette/match.ts";

const element = (said: object): HTMLElement => ({ dataset: { words: JSON.stringify(said) } }) as unknown as HTMLElement;

test("sums and counts have thin spaces, tiyn only where there are any", () => {
  assert.equal(count(1_234_567), "1\u202f234\u202f567");
  assert.equal(sum(123_456_700), "1\u202f234\u202f567\u202f₸");
  assert.equal(sum(105), "1,05\u202f₸");
  assert.equal(sum(-5), "-0,05\u202f₸");
  assert.equal(sum(0), "0\u202f₸");
});

test("moments are told on Kazakhstan's clock", () => {
  assert.equal(moment(Date.UTC(2026, 2, 1, 19, 30)), "02.03.2026 00:30");
  assert.equal(moment(Date.UTC(2025, 11, 31, 20, 0)), "01.01.2026 01:00");
});

test("words take values, a missing word is seen", () => {
  const say = words(element({ more: "+{count} {what}" }));
  assert.equal(say("more", { count: 1480 }), "+1\u202f480 {what}");
  assert.equal(say("unknown"), "unknown");
  assert.equal(say("more", { count: 1, what: "{count}" }), "+1 {count}");
});

test("keys: one, a sequence, the beginning of one", () => {
  const known = ["d", "g c", "g t"];
  assert.deepEqual(meant("d", known), { whole: true, begun: false });
  assert.deepEqual(meant("g", known), { whole: false, begun: true });
  assert.deepEqual(meant("g t", known), { whole: true, begun: false });
  assert.deepEqual(meant("t", known), { whole: false, begun: false });
});

test("a key is known by its place where the layout is Kazakh or Russian", () => {
  assert.equal(latin("в", "KeyD"), "d");
  assert.equal(latin("ә", "Digit2"), "ә");
  assert.equal(latin("d", "KeyH"), "d"); // another Latin layout keeps its letters
  assert.equal(latin("Enter", "Enter"), "Enter");
});

test("the history has every address once, the newest first, and ends somewhere", () => {
  const place = (address: string, at: number) => ({ address, title: address, at });
  let list = visited([], place("/a", 1));
  list = visited(list, place("/b", 2));
  list = visited(list, place("/a", 3));
  assert.deepEqual(list.map((one) => one.address), ["/a", "/b"]);
  for (let at = 0; at < 100; at += 1) list = visited(list, place(`/${at}`, at));
  assert.equal(list.length, 40);
});

test("the palette finds by begun words, with Kazakh letters typed the Russian way", () => {
  assert.equal(folded("Ұсынылған ІС"), "усынылган ис");
  assert.ok(fit("Қоңыраулар", "коныр") > 0);
  assert.equal(fit("Сериялар", "xyz"), 0);
  const entry = (title: string) => ({ title, note: "", href: "", key: "" });
  assert.deepEqual(fitting([entry("Обзор дел"), entry("Дела"), entry("Ведело")], "дел").map((one) => one.title), ["Дела", "Обзор дел", "Ведело"]);
  assert.equal(fitting([entry("a"), entry("b")], "").length, 2);
});

test("a draft has what was typed, never secrets, files or the page's own fields", () => {
  assert.ok(kept("plot", "textarea"));
  for (const [name, type] of [["csrf", "hidden"], ["passphrase", "password"], ["code", "text"], ["file", "file"], ["", "text"]]) assert.equal(kept(name!, type!), false);
});

test("two versions differ where their values do", () => {
  assert.deepEqual(differing({ a: "1", b: ["x"], c: "" }, { a: "2", b: ["x"], d: "4" }), ["a", "d"]);
  assert.equal(told(["x", "y"]), "x, y");
  assert.equal(told(undefined), "");
});
