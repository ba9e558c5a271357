import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { beforeOf, hasPassed, liveOf, newsOf, nextOf, registerOf, turnOf } =
  await load("models/round", "models/register");

function person(name, turn) {
  return { person: name.toLowerCase(), name, turn };
}

function meeting(state, ...round) {
  const now = round.find(({ turn }) => turn === "now");
  return {
    meeting: "t1", conversation: "g", at: 0, minutes: 60, mode: "here", state, booked: round.length,
    ...(round.length > 0 ? { round } : {}),
    ...(now ? { turn: { person: now.person, name: now.name } } : {}),
  };
}

const OPENING = meeting("opening", person("June", "waiting"), person("Mo", "waiting"));
const FIRST = meeting("round", person("June", "now"), person("Mo", "waiting"));
const SECOND = meeting("round", person("June", "had"), person("Mo", "now"));
const ALL_HAD = meeting("round", person("June", "had"), person("Mo", "passed"));

test("a meeting is on from its opening to its closing", () => {
  assert.equal(liveOf([meeting("planned")]), undefined);
  assert.equal(liveOf([meeting("planned"), FIRST]), FIRST);
  assert.equal(liveOf([meeting("over")]), undefined);
  assert.equal(liveOf(undefined), undefined);
});

test("nobody can come any more to what has passed", () => {
  assert.equal(hasPassed(meeting("planned"), 60 * 60_000 - 1), false);
  assert.equal(hasPassed(meeting("planned"), 60 * 60_000), true);
});

test("the next is the first who waits, and nobody where all have had a turn", () => {
  assert.equal(nextOf(OPENING).name, "June");
  assert.equal(nextOf(FIRST).name, "Mo");
  assert.equal(nextOf(ALL_HAD), undefined);
  assert.equal(nextOf(meeting("opening")), undefined, "nobody has booked");
});

test("each knows what became of her turn and how many come before", () => {
  assert.equal(turnOf(ALL_HAD, "mo"), "passed");
  assert.equal(turnOf(ALL_HAD, "dorothy"), undefined);
  assert.equal(beforeOf(FIRST, "mo"), 1);
  assert.equal(beforeOf(OPENING, "june"), 0);
  assert.equal(beforeOf(OPENING, "dorothy"), 0);
});

test("what is said follows the meeting, once for each step", () => {
  assert.deepEqual(newsOf(undefined, OPENING, "mo"), { what: "began" });
  assert.equal(newsOf(OPENING, OPENING, "mo"), null);
  assert.deepEqual(newsOf(OPENING, FIRST, "mo"), { what: "turn", name: "June" });
  assert.deepEqual(newsOf(OPENING, FIRST, "june"), { what: "yours" });
  assert.equal(newsOf(FIRST, FIRST, "june"), null);
  assert.deepEqual(newsOf(FIRST, SECOND, "mo"), { what: "yours" });
  assert.deepEqual(newsOf(SECOND, ALL_HAD, "june"), { what: "all_had" });
  assert.deepEqual(newsOf(ALL_HAD, meeting("closing"), "june"), { what: "closing" });
  assert.deepEqual(newsOf(meeting("closing"), undefined, "june"), { what: "over" });
  assert.deepEqual(newsOf(meeting("closing"), meeting("over"), "june"), { what: "over" });
});

test("a meeting that is planned, or was called off, is not announced as one that goes on", () => {
  assert.equal(newsOf(undefined, meeting("planned"), "mo"), null);
  assert.equal(newsOf(meeting("planned"), undefined, "mo"), null);
  assert.equal(newsOf(undefined, undefined, "mo"), null);
});

test("the register has those who answered and the members who did not, by name", () => {
  const held = { ...meeting("over"), register: [{ person: "mo", name: "Mo", coming: true }] };
  const members = [
    { person: "tom", name: "Tom", role: "facilitator", since_at: 0 },
    { person: "mo", name: "Mo", role: "carer", since_at: 0 },
    { person: "june", name: "June", role: "carer", since_at: 0 },
    { person: "nell", name: "Nell", role: "carer", since_at: 0, former: true },
  ];
  assert.deepEqual(registerOf(held, members, "en-GB"), [
    { person: "june", name: "June" }, { person: "mo", name: "Mo", coming: true }]);
});
