import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const page = await load("models/composing", "models/state");

beforeEach(() => {
  page.clearState();
  page.me.value = { person: "p1", roles: [], areas: {}, organisation: "" };
  page.compose("c1");
  page.setText("");
});

function sent() {
  return page.outbox.value.map(({ text, cover }) => ({ text, cover }));
}

test("words that show where a child lives wait for the writer, and stay in the box", async () => {
  page.setText("We are at LS6 2AB now");
  await page.submit();
  assert.deepEqual(sent(), []);
  assert.deepEqual(page.composing.value.pause.map((sign) => sign.saw), ["LS6 2AB"]);
  assert.equal(page.composing.value.text, "We are at LS6 2AB now");
  page.stopPause();
  assert.deepEqual(page.composing.value.pause, []);
});

test("asked once and meant so, they go out as they are", async () => {
  page.setText("We are at LS6 2AB now");
  await page.submit();
  await page.submit("as_it_is");
  assert.deepEqual(sent(), [{ text: "We are at LS6 2AB now", cover: null }]);
  assert.equal(page.composing.value.text, "");
});

test("changed words are looked at again", async () => {
  page.setText("We are at LS6 2AB now");
  await page.submit();
  page.setText("We have moved");
  assert.deepEqual(page.composing.value.pause, []);
  await page.submit();
  assert.deepEqual(sent(), [{ text: "We have moved", cover: null }]);
});

test("a cover goes with its words, and one without a label is asked about", async () => {
  page.setText("He died in May.");
  page.setCover("  ");
  await page.submit();
  assert.deepEqual(sent(), []);
  assert.match(page.composing.value.error, /cover/);
  page.setCover(" loss ");
  await page.submit();
  assert.deepEqual(sent(), [{ text: "He died in May.", cover: "loss" }]);
  assert.equal(page.composing.value.cover, null, "the next message has none by itself");
});

test("what stands on a cover is looked at like the words under it", async () => {
  page.setText("Long story.");
  page.setCover("moving to LS6 2AB");
  await page.submit();
  assert.deepEqual(sent(), []);
});
