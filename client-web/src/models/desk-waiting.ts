// Who waits, in the order the server gives: urgent first, then days waited, never by name.
import { computed, signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import type { Params, WaitingRow } from "../lib/wire-desk";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { me } from "./state";
import { newTable } from "./table";
import { newTask } from "./task";

export type WaitingFilter = "all" | "missing" | "unnamed" | "mine";

export const waiting = signal<readonly WaitingRow[] | null>(null);
export const waitingArea = signal("");
export const waitingFilter = signal<WaitingFilter>("all");
export const waitingTable = newTable();
export const waitingTask = newTask();

export const loadWaiting = oneAtATime(async () => {
  const area = waitingArea.value;
  const rows = await allPages(async (after) => {
    const page = await request("matching.waiting", {
      ...(area === "" ? {} : { area }), ...(after === undefined ? {} : { after }),
    });
    const last = page.people[page.people.length - 1]?.request;
    return { rows: page.people, more: page.more === true, last };
  });
  waiting.value = rows;
});

const TESTS: Readonly<Record<WaitingFilter, (row: WaitingRow, person: string) => boolean>> = {
  all: () => true,
  missing: (row) => missingOf(row).length > 0,
  unnamed: (row) => row.coordinator === undefined,
  mine: (row, person) => row.coordinator?.person === person,
};

/** The rows that pass, in the order they came. */
export function passing(
  rows: readonly WaitingRow[], filter: WaitingFilter, person: string,
): WaitingRow[] {
  return rows.filter((row) => TESTS[filter](row, person));
}

export const waitingShown = computed(
  () => passing(waiting.value ?? [], waitingFilter.value, me.value?.person ?? ""));

/** What stands between a request and its place in a run, in the order one deals with it. */
export function missingOf(row: WaitingRow): string[] {
  const isScreened = ["screened", "waiting", "paused", "offered"].includes(row.state);
  return [
    ...row.missing.filter((code) => code === "matching"),
    ...(row.has_story ? row.missing.filter((code) => code !== "matching") : ["story"]),
    ...(isScreened ? [] : ["screening"]),
  ];
}

/** Whether a coordinator may say now that this request is ready to wait. */
export function mayScreen(row: WaitingRow): boolean {
  return row.state === "consent_given" || row.state === "screened";
}

type RequestChange = "request.screen" | "request.urgent" | "request.close" | "request.pause" |
  "request.resume" | "request.take" | "consent.record" | "cuppa.approve";

/** Does one thing to a request in the open row, then reads the list again. */
export async function changeWaiting<C extends RequestChange>(
  method: C, params: Params[C], explain = errorWords,
): Promise<boolean> {
  const done = await waitingTable.task.run(async () => {
    await request(method, params);
    return true;
  }, explain);
  if (done) {
    waitingTable.asked.value = null;
    await loadWaiting().catch((cause: unknown) => waitingTask.explain(cause));
  }
  return done === true;
}
