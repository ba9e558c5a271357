import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.js";

const { compareNews, hasReportNews, lookedAtNews, me, newsIn, ownReports } = await load(
  "models/reports", "models/reports-news", "models/state");

const NOW = 1_700_000_000_000;
const DAY_MS = 86_400_000;
const NOTHING = { reports: [], decisions: [], concerns: [], openings: [] };
const report = { report: "e1", number: "R-1", about: "hate", at: NOW, state: "received" };

test("news is what others did: an outcome, a question, a decision, its second look", () => {
  const news = (own) => newsIn({ ...NOTHING, ...own }, NOW).length;
  assert.equal(news({ reports: [report] }), 0);
  assert.equal(news({ reports: [{ ...report, question: "Which one?" }] }), 1);
  assert.equal(news({ reports: [{ ...report, outcome: "hidden", outcome_at: NOW }] }), 1);
  assert.equal(news({ reports: [{ ...report, outcome: "hidden", outcome_at: NOW - 20 * DAY_MS }] }),
    0, "long ago");
  const decision = { case: "k1", decision: "hidden", at: NOW };
  const names = ["", "asked", "changed"].map((appeal) => newsIn(
    { ...NOTHING, decisions: [{ ...decision, ...(appeal && { appeal }) }] }, NOW)[0]);
  assert.equal(names[0], names[1], "her own appeal is no news");
  assert.notEqual(names[1], names[2]);
});

test("what was looked at is no news again, and what comes later is", async () => {
  me.value = { person: "p1", roles: [], areas: {} };
  const decided = { ...report, outcome: "hidden", outcome_at: Date.now() };
  ownReports.value = { ...NOTHING, reports: [decided] };
  assert.equal(await compareNews(), true);
  assert.equal(hasReportNews.value, true);
  lookedAtNews();
  assert.equal(hasReportNews.value, false);
  assert.equal(await compareNews(), false);
  ownReports.value = { ...NOTHING, reports: [{ ...decided, appeal: "changed" }] };
  assert.equal(await compareNews(), true);
  me.value = { person: "p2", roles: [], areas: {} };
  ownReports.value = NOTHING;
  assert.equal(await compareNews(), false, "each person has her own");
});
