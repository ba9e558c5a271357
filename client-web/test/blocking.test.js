import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const { block, blocked, clearState, isBlocked, loadBlocked, logOf, unblock, useConnection } =
  await load("models/blocking", "models/state", "models/request");

const PRIYA = { id: "p2", name: "Priya" };
let asked;
let answer;

beforeEach(() => {
  clearState();
  asked = [];
  answer = async () => ({});
  useConnection({
    request: (method, params) => {
      asked.push([method, params]);
      return answer();
    },
  });
});

test("who was blocked reads as blocked at once, and what is in memory is read again", async () => {
  logOf("c1").value = { events: [{ seq: 1, kind: "withheld" }], complete: true };
  await block(PRIYA);
  assert.deepEqual(asked, [["person.block", { person: "p2" }]]);
  assert.equal(isBlocked("p2"), true);
  assert.deepEqual(logOf("c1").value.events, []);
  await unblock(PRIYA);
  assert.equal(isBlocked("p2"), false);
});

test("a refused change changes nothing here", async () => {
  answer = async () => { throw new Error("busy"); };
  await assert.rejects(block(PRIYA));
  assert.equal(isBlocked("p2"), false);
});

test("whom one blocked earlier comes from the server, and goes with the person", async () => {
  answer = async () => ({ people: [PRIYA] });
  await loadBlocked();
  assert.deepEqual(blocked.value, [PRIYA]);
  clearState();
  assert.equal(isBlocked("p2"), false);
});

test("a list that was asked for before a change does not undo it", async () => {
  let reply;
  answer = () => new Promise((resolve) => { reply = resolve; });
  const loading = loadBlocked();
  const late = reply;
  answer = async () => ({});
  await block(PRIYA);
  await unblock(PRIYA);
  late({ people: [PRIYA] });
  await loading;
  assert.deepEqual(blocked.value, []);
});
