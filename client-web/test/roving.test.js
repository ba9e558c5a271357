import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { nextKey, keptKey } = await load("models/roving");
const ROWS = Array.from({ length: 25 }, (_, i) => `k${i}`);

test("arrows go one row, page keys ten, Home and End to the ends", () => {
  assert.equal(nextKey(ROWS, "k3", "ArrowDown"), "k4");
  assert.equal(nextKey(ROWS, "k3", "ArrowUp"), "k2");
  assert.equal(nextKey(ROWS, "k3", "PageDown"), "k13");
  assert.equal(nextKey(ROWS, "k13", "PageUp"), "k3");
  assert.equal(nextKey(ROWS, "k13", "Home"), "k0");
  assert.equal(nextKey(ROWS, "k13", "End"), "k24");
});

test("nothing goes past the ends, and other keys do not move", () => {
  assert.equal(nextKey(ROWS, "k0", "ArrowUp"), "k0");
  assert.equal(nextKey(ROWS, "k20", "PageDown"), "k24");
  assert.equal(nextKey(ROWS, "k3", "a"), null);
  assert.equal(nextKey([], null, "ArrowDown"), null);
});

test("the tab stop stays with its row wherever that goes", () => {
  assert.equal(keptKey(["a", "b", "c"], ["c", "b", "a"], "b"), "b");
});

test("where its row is gone it goes to the next that is left, else to the one above", () => {
  assert.equal(keptKey(["a", "b", "c", "d"], ["a", "d"], "b"), "d");
  assert.equal(keptKey(["a", "b", "c"], ["a"], "c"), "a");
  assert.equal(keptKey(["a", "b"], ["x", "y"], "a"), "x");
  assert.equal(keptKey(["a"], [], "a"), null);
});

test("a table that has just come has its stop at the first row", () => {
  assert.equal(keptKey([], ["a", "b"], null), "a");
});
