// Choosing a supporter by hand: what is shown is of whom one chose last.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.js";

const { clearState, forgetPair, loadPair, pairSeen, useConnection } =
  await load("models/desk-pair", "models/state", "models/request");

let replies;

beforeEach(() => {
  clearState();
  forgetPair();
  replies = new Map();
  useConnection({
    request: (_method, { supporter }) => new Promise((resolve) => {
      replies.set(supporter, () => resolve({ score: 700, supporter }));
    }),
  });
});

test("an answer about somebody chosen before does not stand for whom one chose last", async () => {
  const first = loadPair("r1", "june", "priya");
  const second = loadPair("r1", "june", "len");
  replies.get("len")();
  await second;
  replies.get("priya")();
  await first;
  assert.equal(pairSeen.value.supporter, "len");
});

test("what comes after the form was closed is not kept", async () => {
  const asked = loadPair("r1", "june", "priya");
  forgetPair();
  replies.get("priya")();
  await asked;
  assert.equal(pairSeen.value, null);
});
