// Small notes about how somebody helps, gathered by whom they are about.
import { signal } from "@preact/signals";
import { newUuid } from "../lib/uuid";
import type { ConductNote } from "../lib/wire-desk";
import { allPages } from "./all-pages";
import { isDeputy } from "./deputy";
import { loadDesk } from "./desk";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { hasRole } from "./roles";
import { newTable } from "./table";
import { newTask } from "./task";

export interface ConductPage {
  notes: readonly ConductNote[]; unreviewed: number; review_by: number | undefined;
}
export const conduct = signal<ConductPage | null>(null);
export const conductTable = newTable();
export const conductTask = newTask();
export const noteTask = newTask();
/** One per note: sent twice, it is one note. */
export const noteCid = signal(newUuid());

export interface NotesAbout {
  person: string;
  name: string;
  notes: readonly ConductNote[]; // newest first, with what was concluded
  written: number;
  unreviewed: number;
}

/** One row for each person; those with something new stand first, then by their newest note. */
export function notesByPerson(notes: readonly ConductNote[]): NotesAbout[] {
  const byPerson = new Map<string, ConductNote[]>();
  for (const note of notes) {
    const known = byPerson.get(note.about.person) ?? [];
    byPerson.set(note.about.person, [...known, note]);
  }
  const rows = Array.from(byPerson, ([person, own]) => {
    const written = own.filter((note) => !note.review);
    return {
      person, name: own[0]?.about.name ?? "", notes: own, written: written.length,
      unreviewed: written.filter((note) => note.reviewed_at === undefined).length,
    };
  });
  return rows.sort((a, b) => Number(b.unreviewed > 0) - Number(a.unreviewed > 0));
}

export function readsNotes(): boolean {
  return hasRole("safeguarding_lead") || isDeputy.value;
}

async function readNotes(): Promise<ConductPage> {
  let unreviewed = 0;
  let review_by: number | undefined;
  const notes = await allPages(async (after) => {
    const page = await request("conduct.list", after === undefined ? {} : { after });
    ({ unreviewed, review_by } = page);
    return {
      rows: page.notes, more: page.more === true, last: page.notes[page.notes.length - 1]?.note,
    };
  });
  return { notes, unreviewed, review_by };
}

/** A facilitator who is the deputy looks at notes and writes none. */
export function writesNotes(): boolean {
  return hasRole("safeguarding_lead") || hasRole("coordinator");
}

export const loadConduct = oneAtATime(async () => {
  if (writesNotes()) {
    await loadDesk();
  }
  if (readsNotes()) {
    conduct.value = await readNotes();
  }
});

async function loadAgain(): Promise<void> {
  await loadConduct().catch((cause: unknown) => conductTask.explain(cause));
}

export async function writeNote(person: string, text: string): Promise<boolean> {
  const done = await noteTask.run(
    () => request("concern.note_conduct", { cid: noteCid.value, person, text }));
  if (done) {
    noteCid.value = newUuid();
    await loadAgain();
  }
  return done !== null;
}

export async function reviewNotes(person: string, reason: string): Promise<boolean> {
  const done = await conductTable.task.run(() => request("conduct.review", { person, reason }));
  if (done) {
    conductTable.asked.value = null;
    await loadAgain();
  }
  return done !== null;
}
