// Private talk that is opened: who asked, who agreed, and what was read. What was read stands
// here only as long as it is open on the page.
import { signal } from "@preact/signals";
import { newUuid } from "../lib/uuid";
import type { Results } from "../lib/wire";
import type { OpeningRow, Params } from "../lib/wire-desk";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { newTable } from "./table";
import { newTask } from "./task";

export const openings = signal<readonly OpeningRow[] | null>(null);
export const openingsTable = newTable();
export const openingsTask = newTask();
export const askTask = newTask();

/** A talk that one is about to ask for: around a message that one knows of, or of two people. */
export type AskAbout =
  | { conversation: string; seq: number; about: string }
  | { one: string; other: string; about: string };
export type AskFor = AskAbout & { cid: string };
export const askFor = signal<AskFor | null>(null);

export function startAsking(about: AskAbout): void {
  askTask.clear();
  askFor.value = { ...about, cid: newUuid() };
}

async function list(): Promise<OpeningRow[]> {
  return allPages(async (after) => {
    const page = await request("openings.list", after === undefined ? {} : { after });
    return {
      rows: page.openings, more: page.more === true,
      last: page.openings[page.openings.length - 1]?.opening,
    };
  });
}

export const loadOpenings = oneAtATime(async () => {
  openings.value = await list();
});

export type Range = "near" | "wide" | "all";
const AROUND: Readonly<Record<Exclude<Range, "all">, number>> = { near: 20, wide: 100 };

/** From where to where, around the message that is known; nothing: all of it, up to now. */
export function rangeAround(seq: number, range: Range): { from_seq?: number; until_seq?: number } {
  if (range === "all") {
    return {};
  }
  const around = AROUND[range];
  return { from_seq: Math.max(1, seq - around), until_seq: seq + around };
}

/** Which talk, and how much of it; of two people without a message it is all. */
export function talkAsked(about: AskFor, range: Range) {
  return "seq" in about
    ? { conversation: about.conversation, ...rangeAround(about.seq, range) }
    : { one: about.one, other: about.other };
}

export async function askOpening(params: Params["opening.ask"]): Promise<boolean> {
  const done = await askTask.run(() => request("opening.ask", params));
  if (done) {
    askFor.value = null;
    await loadOpenings().catch((cause: unknown) => openingsTask.explain(cause));
  }
  return done !== null;
}

type OpeningChange = "opening.approve" | "opening.refuse" | "opening.end_silence";

export async function changeOpening<C extends OpeningChange>(
  method: C, params: Params[C],
): Promise<boolean> {
  const done = await openingsTable.task.run(async () => {
    await request(method, params);
    return true;
  });
  if (done) {
    openingsTable.asked.value = null;
    await loadOpenings().catch((cause: unknown) => openingsTask.explain(cause));
  }
  return done === true;
}

type Page = Results["opening.read"];
export interface Reading extends Pick<Page, "events" | "people"> { opening: string; more: boolean }

/** What was read of the open row; each page of it was written down when it was asked for. */
export const reading = signal<Reading | null>(null);

export function closeReading(): void {
  reading.value = null;
}

export async function readOpening(opening: string): Promise<void> {
  const before = reading.value?.opening === opening ? reading.value : null;
  const last = before?.events[before.events.length - 1]?.seq;
  const page = await openingsTable.task.run(
    () => request("opening.read", last === undefined ? { opening } : { opening, after: last }));
  if (page && openingsTable.open.value === opening) {
    reading.value = {
      opening, more: page.more === true,
      events: [...before?.events ?? [], ...page.events],
      people: { ...before?.people, ...page.people },
    };
    openingsTable.asked.value = null;
    await loadOpenings().catch((cause: unknown) => openingsTask.explain(cause));
  }
}
