import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const answers = await load("models/answers");

function give(items, field, values, not_before_utc_ms = 0) {
  return answers.withAnswer(items, { person: "p1", field, values, shown: true, not_before_utc_ms });
}

function only(items) {
  assert.equal(items.length, 1);
  return items[0];
}

test("the newest answer of a question replaces the one before", () => {
  const items = give(give([], "stage", ["thinking"]), "stage", ["interim"]);
  assert.deepEqual(only(items).values, ["interim"]);
  assert.equal(only(items).version, 2);
  assert.equal(answers.answersToSend(items, 0).length, 1);
});

test("an answer given while the one before travels follows it", () => {
  let items = answers.answerSending(give([], "stage", ["thinking"]), "stage");
  items = give(items, "stage", ["interim"]);
  assert.equal(only(items).state, "sending", "one at a time");
  items = answers.answerStored(items, "stage", 1);
  assert.equal(only(items).state, "waiting");
  items = answers.answerStored(answers.answerSending(items, "stage"), "stage", 2);
  assert.deepEqual(items, []);
});

test("words that are still being typed wait for their moment", () => {
  const items = give([], "code_word", ["blue"], 900);
  assert.deepEqual(answers.answersToSend(items, 899), []);
  assert.equal(answers.nextAnswerMoment(items, 899), 900);
  assert.equal(answers.answersToSend(items, 900).length, 1);
  assert.equal(answers.nextAnswerMoment(items, 900), null);
});

test("without an answer it waits again, and counts how often", () => {
  let items = answers.answerSending(give([], "stage", ["thinking"]), "stage");
  items = answers.answerLost(items, "stage", 500);
  assert.equal(only(items).state, "waiting");
  assert.equal(only(items).attempts, 1);
  items = answers.answersWaiting(answers.answerSending(items, "stage"));
  assert.equal(only(items).state, "waiting", "nothing travels without a connection");
});

test("a refused answer stays with the reason, unless a newer one is there", () => {
  const sent = answers.answerSending(give([], "stage", ["thinking"]), "stage");
  const refused = answers.answerRefused(sent, "stage", 1, "No.");
  assert.equal(only(refused).refusal, "No.");
  assert.deepEqual(answers.answersToSend(refused, 0), []);
  const newer = answers.answerRefused(give(sent, "stage", ["interim"]), "stage", 1, "No.");
  assert.equal(only(newer).state, "waiting");
  assert.equal(only(give(refused, "stage", ["interim"])).state, "waiting", "changing tries again");
});
