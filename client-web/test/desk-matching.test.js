import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { allPages, pinned, priceRows, priceSentences, runToShow } = await load(
  "models/all-pages", "models/desk-matching", "models/desk-price");

function proposal(carer, more = {}) {
  return { carer: { person: carer }, state: "proposed", worst: false, ...more };
}

test("the worst served stands first, the others in queue order, dropped ones nowhere", () => {
  const rows = [
    proposal("a"), proposal("b", { state: "dropped" }), proposal("c", { worst: true }),
    proposal("d", { state: "approved" }),
  ];
  assert.deepEqual(pinned(rows).map((one) => one.carer.person), ["c", "a", "d"]);
});

test("the chosen run is shown while it can be read, else the newest that is ready", () => {
  const runs = [
    { run: "r4", state: "storing" }, { run: "r3", state: "failed" }, { run: "r2", state: "ready" },
    { run: "r1", state: "replaced" },
  ];
  assert.equal(runToShow(runs, null).run, "r2");
  assert.equal(runToShow(runs, "r1").run, "r1");
  assert.equal(runToShow(runs, "r4").run, "r2");
  assert.equal(runToShow([runs[0]], null), null);
});

const PRICE = {
  before: { matched: 12, worst: 412, total: 7120 },
  after: { matched: 11, worst: 390, total: 7150 },
};

test("a price says first who would be left without anybody", () => {
  assert.deepEqual(priceSentences(PRICE), [
    "1 person would be left without anybody.",
    "The worst served fits 22 points less well.",
    "All together gain 30 points.",
  ]);
});

test("a price of nothing says so, and a plan without pairs has no worst served", () => {
  const same = { matched: 0, total: 0 };
  assert.deepEqual(priceSentences({ before: same, after: same }), [
    "As many people have somebody.", "All together stay the same."]);
  assert.deepEqual(priceRows({ before: same, after: { ...same, worst: 5 } })[1],
    { name: "Lowest fit", before: null, after: 5 });
});

test("a list in pages is read to its end, and no page twice", async () => {
  const asked = [];
  const all = await allPages(async (after) => {
    asked.push(after);
    const at = after === undefined ? 0 : after + 1;
    return { rows: [at], more: at < 3, last: at };
  });
  assert.deepEqual(all, [0, 1, 2, 3]);
  assert.deepEqual(asked, [undefined, 0, 1, 2]);
});

test("a server that says more for ever is not asked for ever", async () => {
  const all = await allPages(async () => ({ rows: ["x"], more: true, last: "x" }));
  assert.equal(all.length, 50);
});
