import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const {
  closeProfile, loadProfile, openProfile, profile, profileTask, reasonAsked, RpcError, useConnection,
} = await load("models/desk-profile", "models/request", "lib/rpc-error");

const SEEN = { name: "June" };
let asked;

/** A server that refuses everything with `refusal` but what has a reason. */
function serverRefuses(refusal) {
  useConnection({
    request: async (_method, params) => {
      asked.push(params);
      if (refusal && !params.reason) {
        throw refusal;
      }
      return SEEN;
    },
  });
}

beforeEach(() => {
  asked = [];
  closeProfile();
});

test("whoever looks after the area is asked for no reason", async () => {
  serverRefuses(null);
  await loadProfile("p1");
  assert.deepEqual(asked, [{ person: "p1" }]);
  assert.equal(profile.value, SEEN);
  assert.equal(reasonAsked.value, false);
});

test("a lead is asked why, once for as long as the page stands", async () => {
  serverRefuses(new RpcError("bad_request", "no", null, "reason"));
  await loadProfile("p1");
  assert.equal(reasonAsked.value, true);
  assert.equal(profile.value, null);
  await openProfile("p1", "A teacher rang");
  assert.equal(reasonAsked.value, false);
  await loadProfile("p1");
  assert.deepEqual(asked.map(({ reason }) => reason), [undefined, "A teacher rang", "A teacher rang"]);
  closeProfile();
  await loadProfile("p2");
  assert.deepEqual(asked.at(-1), { person: "p2" });
});

test("another refusal is no question for a reason", async () => {
  serverRefuses(new RpcError("not_found", "no"));
  await assert.rejects(loadProfile("p1"), { kind: "not_found" });
  assert.equal(reasonAsked.value, false);
  assert.equal(profileTask.error.value, null);
});
