// Matches and how they go: who has gone quiet, whose review is due.
import { computed, signal } from "@preact/signals";
import { serverNow_utc_ms } from "../lib/clock";
import type { MatchFacts, MatchLine, Params } from "../lib/wire-desk";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import { deskWords } from "../strings-desk";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { newTable } from "./table";
import { newTask } from "./task";

export type MatchFilter = "going" | "answers" | "attention" | "over";

export const matches = signal<readonly MatchLine[] | null>(null);
export const matchFilter = signal<MatchFilter>("going");
export const matchFacts = signal<MatchFacts | null>(null);
export const matchesTable = newTable();
export const matchesTask = newTask();

const OVER: readonly MatchLine["state"][] =
  ["ended", "declined", "expired", "ended_unplanned", "ended_for_cause", "withdrawn"];
const ASKED: readonly MatchLine["state"][] = ["approved", "offered"];

export function isOver(row: MatchLine): boolean {
  return OVER.includes(row.state);
}

export function isAsked(row: MatchLine): boolean {
  return ASKED.includes(row.state);
}

/** What makes somebody look: a question, a change wished, silence, a review that is due. */
export function needsAttention(row: MatchLine, now_utc_ms: number): boolean {
  const isReviewDue = row.next_review_at !== undefined && row.next_review_at <= now_utc_ms;
  const asks = row.carer_answer === "ask" || row.supporter_answer === "ask";
  return !isOver(row) && (row.state === "change_asked" || row.quiet_since !== undefined ||
    isReviewDue || (isAsked(row) && asks));
}

const TESTS: Readonly<Record<MatchFilter, (row: MatchLine, now: number) => boolean>> = {
  going: (row) => !isOver(row),
  answers: isAsked,
  attention: needsAttention,
  over: isOver,
};

/** Those that pass; the ones that need attention first, the longest silence before the others. */
export function matchesPassing(
  rows: readonly MatchLine[], filter: MatchFilter, now_utc_ms: number,
): MatchLine[] {
  const rank = (row: MatchLine) => needsAttention(row, now_utc_ms) ? 0 : 1;
  const quiet = (row: MatchLine) => row.quiet_since ?? Number.MAX_SAFE_INTEGER;
  return rows
    .filter((row) => TESTS[filter](row, now_utc_ms))
    .sort((a, b) => rank(a) - rank(b) || quiet(a) - quiet(b) || (a.match < b.match ? -1 : 1));
}

export const matchesShown = computed(
  () => matchesPassing(matches.value ?? [], matchFilter.value, serverNow_utc_ms()));

async function loadFacts(): Promise<void> {
  const match = matchesTable.open.value;
  matchFacts.value = match === null ? null : await request("match.view", { match });
}

export const loadMatches = oneAtATime(async () => {
  matches.value = await allPages(async (after) => {
    const page = await request("matches.list", after === undefined ? {} : { after });
    const last = page.matches[page.matches.length - 1]?.match;
    return { rows: page.matches, more: page.more === true, last };
  });
  await loadFacts();
});

/** Reads what the open row shows; the server writes down that it was looked at. */
export const loadOpenMatch = oneAtATime(loadFacts);

type MatchChange = "match.answer_for" | "match.end" | "match.end_for_cause" | "match.pause" |
  "match.resume" | "match.rematch" | "call.log";

function explain(cause: unknown): string {
  return asRpcError(cause).field === "at" ? deskWords.callWhenWrong : errorWords(cause);
}

export async function changeMatch<C extends MatchChange>(
  method: C, params: Params[C],
): Promise<boolean> {
  const done = await matchesTable.task.run(async () => {
    await request(method, params);
    return true;
  }, explain);
  if (done) {
    matchesTable.asked.value = null;
    await loadMatches().catch((cause: unknown) => matchesTask.explain(cause));
  }
  return done === true;
}
