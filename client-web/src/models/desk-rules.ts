// The rules of words of risk: how often each was right, trying a message, judging a case.
import { computed, signal } from "@preact/signals";
import type { RiskRule, RulesFound } from "../lib/wire-desk";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { newTable } from "./table";
import { newTask } from "./task";

export interface RuleFigures { rules: readonly RiskRule[]; messages: number; alerts: number; alerts_per_10000: number }
export const ruleFigures = signal<RuleFigures | null>(null);
export const rulesTable = newTable();
export const rulesTask = newTask();
export const tryTask = newTask();
export const judgeTask = newTask();
export const onlySeen = signal(true);

async function readRules(): Promise<RuleFigures> {
  let totals = { messages: 0, alerts: 0, alerts_per_10000: 0 };
  const rules = await allPages(async (after) => {
    const { rules: rows, next, ...rest } = await request(
      "rules.list", after === undefined ? {} : { after });
    totals = rest;
    return { rows, more: next !== undefined, last: next };
  });
  return { rules, ...totals };
}

export const loadRules = oneAtATime(async () => {
  ruleFigures.value = await readRules();
});

export const shownRules = computed(() => (ruleFigures.value?.rules ?? []).filter(
  (rule) => !onlySeen.value || rule.hits > 0 || rule.mode === "count"));

/** Out of 10,000 as a number out of 1,000: "0.3". */
export function perThousand(per_10000: number): string {
  return (per_10000 / 10).toFixed(1);
}

export async function setMode(rule: string, mode: RiskRule["mode"], reason: string): Promise<boolean> {
  const done = await rulesTable.task.run(() => request("rules.mode", { rule, mode, reason }));
  if (done) {
    rulesTable.asked.value = null;
    await loadRules().catch((cause: unknown) => rulesTask.explain(cause));
  }
  return done !== null;
}

/** What was tried stands here only as long as the page does. */
export interface Tried { text: string; found: RulesFound }
export const tried = signal<Tried | null>(null);

export async function tryMessage(text: string): Promise<boolean> {
  const found = await tryTask.run(() => request("rules.test", { text }));
  if (found) {
    tried.value = { text, found };
  }
  return found !== null;
}

/** The part of a text that a rule met: the server counts characters, not halves of them. */
export function partOf(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}

/** What came of judging a case; kept with its number, so that another case begins anew. */
export interface Judged { case: string; right: boolean; rules: Awaited<ReturnType<typeof judge>> }
export const judged = signal<Judged | null>(null);

async function judge(id: string, right: boolean) {
  return (await request("rules.judge", { case: id, right })).rules;
}

export async function judgeCase(id: string, right: boolean): Promise<boolean> {
  const rules = await judgeTask.run(() => judge(id, right));
  if (rules) {
    judged.value = { case: id, right, rules };
  }
  return rules !== null;
}
