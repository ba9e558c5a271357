// Supporters as the desk sees them: who is ready, who has places, who needs a call.
import { signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import type { Params, SupporterRow } from "../lib/wire-desk";
import { explainedApart } from "./desk-accounts";
import { oneAtATime } from "./desk-live";
import { allSupporters } from "./desk-pair";
import { request } from "./request";
import { newTable } from "./table";
import { newTask } from "./task";

export const supporters = signal<readonly SupporterRow[] | null>(null);
export const supportersTable = newTable();
export const supportersTask = newTask();

/** Who needs somebody's attention first: heavy weeks, then what is missing, then the rest. */
export function byAttention(rows: readonly SupporterRow[]): SupporterRow[] {
  const rank = (row: SupporterRow) =>
    row.weather === "heavy" ? 0 : row.on_hold ? 1 : row.ready ? 3 : 2;
  return rows
    .map((row, at) => ({ row, at }))
    .sort((a, b) => rank(a.row) - rank(b.row) || a.at - b.at)
    .map(({ row }) => row);
}

export const loadSupporters = oneAtATime(async () => {
  supporters.value = byAttention(await allSupporters(""));
});

type SupporterChange = "supporter.readiness" | "hold.place" | "hold.lift" | "no_contact.place";

export async function changeSupporter<C extends SupporterChange>(
  method: C, params: Params[C],
): Promise<boolean> {
  const done = await supportersTable.task.run(async () => {
    await request(method, params);
    return true;
  }, method === "no_contact.place" ? explainedApart : errorWords);
  if (done) {
    supportersTable.asked.value = null;
    await loadSupporters().catch((cause: unknown) => supportersTask.explain(cause));
  }
  return done === true;
}

const DAY_MS = 86_400_000;

/** The first millisecond of a day as a date box gives it ("2026-03-01"); null: not filled in. */
export function dayOf(value: string): number | null {
  const at = value === "" ? Number.NaN : Date.parse(`${value}T00:00:00Z`);
  return Number.isNaN(at) ? null : Math.floor(at / DAY_MS) * DAY_MS;
}

const DAYS = [
  "trained_at", "references_at", "agreement_at", "supervision_due_at", "resting_until",
] as const;
export type ReadinessDay = (typeof DAYS)[number];
export const READINESS_DAYS: readonly ReadinessDay[] = DAYS;

type Readiness = Params["supporter.readiness"];

/** What was filled in, and nothing else: empty boxes leave things as they are. */
export function readinessOf(person: string, value: (name: string) => string): Readiness {
  const params: Readiness = { person };
  READINESS_DAYS.forEach((name) => {
    const day = dayOf(value(name));
    if (day !== null) {
      params[name] = day;
    }
  });
  const dbs = value("dbs");
  return dbs === "" ? params : { ...params, dbs: dbs as NonNullable<Readiness["dbs"]> };
}
