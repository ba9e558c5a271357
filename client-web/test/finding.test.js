import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const { clearState, finding, forgetFinding, look, lookOn, RpcError, stopLooking, useConnection } =
  await load("models/finding", "models/state", "models/request", "lib/rpc-error");

let asked;
let answer;

beforeEach(() => {
  clearState();
  forgetFinding();
  asked = [];
  useConnection({
    request: async (method, params) => {
      asked.push([method, params]);
      return answer(params, asked.length);
    },
  });
});

const said = (seq) => ({ seq, kind: "message.sent", by: "p2", at: seq, data: { text: `t${seq}` } });
const page = (seqs, more = {}) => ({ events: seqs.map(said), people: {}, looked: 100, ...more });
const places = () => asked.map(([, { conversation, before }]) => [conversation, before]);

test("all slices of one conversation come before the next one", async () => {
  answer = ({ conversation, before }) => conversation === "c1" && before === undefined
    ? page([9], { next: 5 }) : page([3]);
  await look("tea", ["c1", "c2"]);
  assert.deepEqual(places(), [["c1", undefined], ["c1", 5], ["c2", undefined]]);
  assert.deepEqual(finding.value.found.map((one) => [one.conversation, one.event.seq]),
    [["c1", 9], ["c1", 3], ["c2", 3]]);
  assert.deepEqual([finding.value.state, finding.value.looked], ["over", 300]);
});

test("after twenty it waits to be asked", async () => {
  answer = (_, times) => page([100 - times * 10, 99 - times * 10], { next: 99 - times * 10 });
  await look("tea", ["c1"]);
  assert.equal(finding.value.state, "stopped");
  assert.equal(finding.value.found.length, 20);
  answer = () => page([1]);
  await lookOn();
  assert.equal(finding.value.state, "over");
  assert.equal(finding.value.found.length, 21);
});

test("whoever stops is shown nothing that comes later, and can go on", async () => {
  let come;
  answer = () => new Promise((resolve) => { come = resolve; });
  const looking = look("tea", ["c1"]);
  stopLooking();
  come(page([9]));
  await looking;
  assert.deepEqual([finding.value.state, finding.value.found.length], ["stopped", 0]);
  answer = () => page([9]);
  await lookOn();
  assert.deepEqual([finding.value.state, finding.value.found.length], ["over", 1]);
});

test("another device of one's own that searches is waited for", async () => {
  answer = (_, times) => {
    if (times < 3) {
      throw new RpcError("busy", "later", 1);
    }
    return page([9]);
  };
  await look("tea", ["c1"]);
  assert.deepEqual([finding.value.state, asked.length], ["over", 3]);
});

test("without an answer it says so, and goes on from the same place", async () => {
  answer = ({ before }) => {
    if (before === 5) {
      throw new Error("gone");
    }
    return page([9], { next: 5 });
  };
  await look("tea", ["c1"]);
  assert.deepEqual([finding.value.state, finding.value.found.length], ["failed", 1]);
  answer = () => page([]);
  await lookOn();
  assert.equal(finding.value.state, "over");
  assert.deepEqual(places().at(-1), ["c1", 5]);
});

test("nothing stays when one leaves", async () => {
  answer = () => page([9]);
  await look("tea", ["c1"]);
  forgetFinding();
  assert.deepEqual([finding.value.state, finding.value.found.length], ["idle", 0]);
});
