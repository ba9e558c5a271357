import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const story = await load("models/story", "lib/fields");

function answers(given) {
  return new Map(Object.entries(given).map(([name, values]) => [name, { values, shown: true }]));
}

function field(name, more = {}) {
  return {
    name, section: "child", kind: "one", audience: ["carer"], required: [], special: false,
    who_sees: "buddy", shown: true, short: name, question: name, help: "", options: [],
    marks: [], max_values: 1, ...more,
  };
}

function names(fields) {
  return fields.map((one) => one.name);
}

const FIELDS = [
  field("secret", { special: true }),
  field("arrangement", { required: ["carer"] }),
  field("temporary", { asked_if: { field: "arrangement", values: ["foster"] } }),
  field("trained", { audience: ["supporter"] }),
];

test("questions are those of one's roles, and those behind a consent come last", () => {
  assert.deepEqual(
    names(story.questionsFor(FIELDS, ["carer"], answers({}))), ["arrangement", "secret"]);
  assert.deepEqual(names(story.questionsFor(FIELDS, ["supporter"], answers({}))), ["trained"]);
});

test("a question that hangs on another answer comes only with it", () => {
  const asked = story.questionsFor(FIELDS, ["carer"], answers({ arrangement: ["foster"] }));
  assert.deepEqual(names(asked), ["arrangement", "temporary", "secret"]);
});

test("what is needed is gone once it is answered, even by preferring not to say", () => {
  assert.deepEqual(names(story.stillNeeded(FIELDS, ["carer"], answers({}))), ["arrangement"]);
  assert.deepEqual(
    story.stillNeeded(FIELDS, ["carer"], answers({ arrangement: ["prefer_not"] })), []);
});

test("without the consent one page asks for it instead of the last questions", () => {
  const questions = story.questionsFor(FIELDS, ["carer"], answers({}));
  assert.deepEqual(
    story.stepsOf(questions, false), ["arrangement", story.SPECIAL, story.DONE]);
  assert.deepEqual(story.stepsOf(questions, true), ["arrangement", "secret", story.DONE]);
  assert.deepEqual(story.stepsOf(questions.slice(0, 1), false), ["arrangement", story.DONE]);
});

test("one goes on and back, and stops at the ends", () => {
  const steps = ["a", "b", story.DONE];
  assert.equal(story.stepFrom(steps, "a", 1), "b");
  assert.equal(story.stepFrom(steps, "a", -1), null);
  assert.equal(story.stepFrom(steps, story.DONE, 1), null);
  assert.equal(story.stepFrom(steps, "gone", 1), null);
  assert.equal(story.firstOpen(steps, answers({ a: ["x"] })), "b");
  assert.equal(story.firstOpen(steps, answers({ a: ["x"], b: ["y"] })), story.DONE);
});

test("ticks keep the order of the list; none and prefer not stand alone", () => {
  const options = ["none", "large_text", "bsl"].map((code) => ({ code, label: code }));
  assert.deepEqual(story.toggleMany(options, ["bsl"], "large_text"), ["large_text", "bsl"]);
  assert.deepEqual(story.toggleMany(options, ["bsl"], "bsl"), []);
  assert.deepEqual(story.toggleMany(options, ["bsl"], "none"), ["none"]);
  assert.deepEqual(story.toggleMany(options, ["none"], "bsl"), ["bsl"]);
  assert.deepEqual(story.toggleMany(options, ["prefer_not"], "bsl"), ["bsl"]);
});

test("marks of one topic live together, but a refusal stands alone", () => {
  const marks = ["now", "been", "want", "not"].map((code) => ({ code, label: code }));
  const press = (values, mark) => story.toggleMark(marks, values, "prison", mark);
  let values = press(["money:been", "prefer_not"], "now");
  assert.deepEqual(values, ["money:been", "prison:now"]);
  values = press(values, "want");
  assert.deepEqual(story.marksOf(values, "prison"), ["now", "want"]);
  values = press(values, "not");
  assert.deepEqual(values, ["money:been", "prison:not"]);
  assert.deepEqual(press(values, "been"), ["money:been", "prison:been"]);
  assert.deepEqual(press(values, "not"), ["money:been"]);
});

test("ranks are the order of pressing, can be taken out and moved up, and are never too many", () => {
  assert.deepEqual(story.toggleRanked(["a"], "b", 3), ["a", "b"]);
  assert.deepEqual(story.toggleRanked(["a", "b"], "a", 3), ["b"]);
  assert.deepEqual(story.toggleRanked(["a", "b"], "c", 2), ["a", "b"]);
  assert.deepEqual(story.toggleRanked(["prefer_not"], "c", 2), ["c"]);
  assert.deepEqual(story.moveUp(["a", "b", "c"], "c"), ["a", "c", "b"]);
  assert.deepEqual(story.moveUp(["a", "b"], "a"), ["a", "b"]);
});

test("every real field has what its page needs", () => {
  for (const one of story.FIELDS) {
    assert.notEqual(story.sectionTitle(one.section), "", `${one.name}: a section`);
    assert.notEqual(one.question, "", `${one.name}: a question`);
    assert.equal(one.kind === "marks", one.marks.length > 0, `${one.name}: marks`);
    assert.equal(one.kind === "text", one.options.length === 0, one.name);
    assert.equal(story.fieldNamed(one.name), one);
  }
  assert.equal(story.fieldNamed("#done"), null);
});
