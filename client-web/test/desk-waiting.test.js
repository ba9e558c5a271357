import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { mayScreen, missingOf, passing } = await load("models/desk-waiting");

function row(more = {}) {
  return {
    request: "q1", person: "p1", name: "June", area: "a1", state: "waiting", urgent: false,
    waited_days: 16, tier: 5, missing: [], escalated: 0, no_phone: false, has_story: true, ...more,
  };
}

test("what is missing comes in the order in which one deals with it", () => {
  const fresh = row({ state: "submitted", missing: ["relationship", "matching"] });
  assert.deepEqual(missingOf(fresh), ["matching", "relationship", "screening"]);
  assert.deepEqual(missingOf(row()), []);
});

test("a story that has not begun is one thing to do, not one for each answer", () => {
  const empty = row({
    state: "consent_given", has_story: false, missing: ["relationship", "arrangement", "stage"] });
  assert.deepEqual(missingOf(empty), ["story", "screening"]);
});

test("nobody is screened before there is consent, or again while she waits", () => {
  assert.equal(mayScreen(row({ state: "submitted" })), false);
  assert.equal(mayScreen(row({ state: "consent_given" })), true);
  assert.equal(mayScreen(row({ state: "waiting" })), false);
});

test("filters keep the order of the queue", () => {
  const rows = [
    row({ request: "q1", coordinator: { person: "me", name: "Amara" } }),
    row({ request: "q2", state: "submitted" }),
    row({ request: "q3" }),
  ];
  const found = (filter) => passing(rows, filter, "me").map(({ request }) => request);
  assert.deepEqual(found("all"), ["q1", "q2", "q3"]);
  assert.deepEqual(found("mine"), ["q1"]);
  assert.deepEqual(found("unnamed"), ["q2", "q3"]);
  assert.deepEqual(found("missing"), ["q2"]);
});
