// Runs of matching and what the chosen one proposes.
import { computed, signal } from "@preact/signals";
import type { NextRuns, Proposal, RunFacts, RunRow, Unmatched } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { say } from "./state";
import { newTable } from "./table";
import { newTask } from "./task";

export interface RunShown {
  run: RunFacts;
  proposals: readonly Proposal[];
  unmatched: readonly Unmatched[];
}

export const runs = signal<readonly RunRow[] | null>(null);
export const nextRuns = signal<NextRuns | null>(null);
/** The run one has chosen; null: the newest that is ready. */
export const chosenRun = signal<string | null>(null);
/** The run one has asked for: it is shown as soon as it is ready. */
export const awaitedRun = signal<string | null>(null);
export const shown = signal<RunShown | null>(null);
export const matchingTask = newTask();
export const proposalTable = newTable();
export const unmatchedTable = newTable();
export const droppedTable = newTable();

export function isUnderWay(run: RunRow): boolean {
  return run.state === "requested" || run.state === "storing";
}

/** Runs that can be looked at: those that came to a result. */
export function isReadable(run: RunRow): boolean {
  return run.state === "ready" || run.state === "replaced";
}

export const underWay = computed(() => runs.value?.find(isUnderWay) ?? null);

/** The run on screen: the chosen one while there is one, else the newest that is ready. */
export function runToShow(all: readonly RunRow[], chosen: string | null): RunRow | null {
  const readable = all.filter(isReadable);
  return readable.find((run) => run.run === chosen) ?? readable[0] ?? null;
}

function takeAwaited(): void {
  const run = runs.value?.find((one) => one.run === awaitedRun.value);
  if (!run || isUnderWay(run)) {
    return;
  }
  awaitedRun.value = null;
  if (run.state === "failed") {
    const why = deskWords.runFailures[run.failure ?? ""] ?? "";
    matchingTask.error.value = `${deskWords.runFailed} ${why}`;
  } else {
    chosenRun.value = run.run;
    say(deskWords.runReady(run.matched, run.carers));
  }
}

async function loadShown(run: string): Promise<void> {
  let facts: RunFacts | null = null;
  const unmatched: Unmatched[] = [];
  const proposals = await allPages(async (after) => {
    const page = await request("matching.get", after === undefined ? { run } : { run, after });
    facts = page.run;
    unmatched.push(...page.unmatched);
    return { rows: page.proposals, more: page.more === true, last: page.last };
  });
  shown.value = facts === null ? null : { run: facts, proposals, unmatched };
}

export const loadMatching = oneAtATime(async () => {
  const found = await request("matching.runs", {});
  runs.value = found.runs;
  nextRuns.value = found.next;
  takeAwaited();
  const run = runToShow(found.runs, chosenRun.value);
  if (run === null) {
    shown.value = null;
  } else {
    await loadShown(run.run);
  }
});

/** Whom one decides about: the worst served first, the others in the order of the queue. */
export function pinned(proposals: readonly Proposal[]): Proposal[] {
  const open = proposals.filter((one) => one.state !== "dropped");
  return [...open.filter((one) => one.worst), ...open.filter((one) => !one.worst)];
}

export const proposalsShown = computed(() => pinned(shown.value?.proposals ?? []));
export const droppedShown = computed(
  () => (shown.value?.proposals ?? []).filter((one) => one.state === "dropped"));
export const undecided = computed(
  () => proposalsShown.value.filter((one) => one.state === "proposed"));

export function pairKey(one: Proposal): string {
  return `${one.carer.person} ${one.supporter.person}`;
}

/** Whether the run on screen is one in which something can still be decided. */
export const isOpen = computed(() => shown.value?.run.state === "ready");
