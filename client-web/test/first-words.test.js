import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { firstWords } = await load("lib/first-words");

test("a short text stands whole, on one line", () => {
  assert.equal(firstWords("  Hello\n\nthere "), "Hello there");
  assert.equal(firstWords("a".repeat(60)), "a".repeat(60));
});

test("a long text ends after a whole word, and says that more follows", () => {
  const text = "The school rang again today and I did not know what to say to them";
  assert.equal(
    firstWords(text), "The school rang again today and I did not know what to say …");
});

test("one long word is cut, never inside a letter", () => {
  assert.equal(firstWords("🌻".repeat(70)), `${"🌻".repeat(60)} …`);
});
