import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { pauseSigns } = await load("lib/pause");

function rules(text) {
  return pauseSigns(text).map((sign) => sign.rule);
}

test("a postcode is seen, and named without what stands around it", () => {
  assert.deepEqual(pauseSigns("we moved to (LS6 2AB) in May"),
    [{ rule: "R8.postcode", category: "R8", saw: "LS6 2AB" }]);
});

test("a date of birth and the number of a court case are seen, each once", () => {
  assert.deepEqual(rules("born 4 May 2019, dob 4/5/2019"), ["R8.birth"]);
  const [sign, ...others] = pauseSigns("case LS21C00345 and LS21C00346");
  assert.match(sign.saw, /LS21C00345/);
  assert.deepEqual(others.filter((other) => other.rule === sign.rule), []);
});

test("ordinary words make nobody pause", () => {
  ["She slept right through the night.", "He is 4 and starts school in May 2026.",
    "We have court on Tuesday.", "Ring me at 7 on B2, the second floor"].forEach((text) => {
    assert.deepEqual(rules(text), [], text);
  });
});
