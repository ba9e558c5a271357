// Cases of moderation as the desk sees them: what was reported, who looks, what was decided.
import { computed, signal } from "@preact/signals";
import { keepFocus } from "../lib/focus";
import type { CaseFacts, CaseRow, Params } from "../lib/wire-desk";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { newTable } from "./table";
import { newTask } from "./task";

export type CaseView = "open" | "decided" | "appealed" | "closed";

export const cases = signal<readonly CaseRow[] | null>(null);
export const casesView = signal<CaseView>("open");
export const casesTable = newTable();
export const casesTask = newTask();

/** What stands in the open row; null: not asked for yet, or on its way. */
export const caseFacts = signal<CaseFacts | null>(null);
/** Whether the excerpt of the open row was uncovered: each case begins covered. */
export const uncovered = signal(false);

async function list(): Promise<CaseRow[]> {
  const state = casesView.value;
  return allPages(async (after) => {
    const page = await request("cases.list", {
      ...(state === "open" ? {} : { state }), ...(after === undefined ? {} : { after }),
    });
    return { rows: page.cases, more: page.next !== undefined, last: page.next };
  });
}

/** Reading a case is written down, so it is read again only where its row has changed. */
async function readAgain(rows: readonly CaseRow[]): Promise<void> {
  const now = caseFacts.value;
  const row = rows.find((one) => one.case === now?.case.case);
  if (now && row && (row.state !== now.case.state || row.mine !== now.case.mine)) {
    caseFacts.value = await request("case.get", { case: row.case });
  }
}

export const loadCases = oneAtATime(async () => {
  const rows = await list();
  cases.value = rows;
  await readAgain(rows);
});

export function showCases(view: CaseView): void {
  casesView.value = view;
  cases.value = null;
  caseFacts.value = null;
  void loadCases().catch((cause: unknown) => casesTask.explain(cause));
}

/** Reads what the case is about; who looks, and when, is written to the audit log. */
export async function readCase(id: string): Promise<void> {
  if (caseFacts.value?.case.case === id) {
    return;
  }
  caseFacts.value = null;
  uncovered.value = false;
  const facts = await casesTable.task.run(() => request("case.get", { case: id }));
  if (casesTable.open.value === id) {
    caseFacts.value = facts;
  }
}

type CaseChange =
  "case.claim" | "case.release" | "case.pass_on" | "case.ask" | "case.decide" | "case.redecide";

export async function changeCase<C extends CaseChange>(
  method: C, params: Params[C],
): Promise<boolean> {
  const giveBack = keepFocus(); // what was pressed may be gone after the list is read again
  const done = await casesTable.task.run(async () => {
    await request(method, params);
    return true;
  });
  if (done) {
    casesTable.asked.value = null;
    await loadCases().catch((cause: unknown) => casesTask.explain(cause));
    giveBack();
  }
  return done === true;
}

const DAY_MS = 86_400_000;

/** The first moment at which somebody may write again, from a number of days. */
export function restrictedUntil(days: string, now_utc_ms: number): number | null {
  const count = Number(days);
  return Number.isInteger(count) && count >= 1 && count <= 90 ? now_utc_ms + count * DAY_MS : null;
}

export const openCaseCount = computed(
  () => casesView.value === "open" ? cases.value?.length ?? null : null);
