import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { checkProblem } = await load("models/check");

test("a person needs a name and a year of birth or a postcode", () => {
  assert.equal(checkProblem("relative", {}), "name");
  assert.equal(checkProblem("relative", { name: "Ann" }), "birth_year");
  assert.equal(checkProblem("relative", { name: "Ann", birth_year: "86" }), "birth_year");
  assert.equal(checkProblem("relative", { name: "Ann", birth_year: "1986" }), null);
  assert.equal(checkProblem("self", { name: "Ann", postcode: "LS1 4AP" }), null);
});

test("a household needs an address, an employer a name", () => {
  assert.equal(checkProblem("household", { house: "4" }), "postcode");
  assert.equal(checkProblem("household", { postcode: "LS1 4AP", house: " " }), "house");
  assert.equal(checkProblem("household", { postcode: "LS1 4AP", house: "4" }), null);
  assert.equal(checkProblem("employer", {}), "name");
  assert.equal(checkProblem("employer", { name: "Mill Ltd" }), null);
});
