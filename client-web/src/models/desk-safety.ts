// What a safeguarding lead looks after: alerts that nobody has taken yet, and concerns.
import { signal } from "@preact/signals";
import type { AlertRow, Channels, ConcernFull, ConcernRow, Params } from "../lib/wire-desk";
import { asRpcError } from "../lib/rpc-error";
import { newUuid } from "../lib/uuid";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { me } from "./state";
import { newTable } from "./table";
import { newTask } from "./task";

export const alerts = signal<readonly AlertRow[]>([]);
export const channels = signal<Channels | null>(null);
/** How many conversations cannot be looked through for words of risk now. */
export const unscanned = signal(0);
export const concerns = signal<readonly ConcernRow[] | null>(null);
export const showsClosed = signal(false);
export const concernsTable = newTable();
export const safetyTask = newTask();
export const alertsTask = newTask();

export interface OpenConcern { id: string; full: ConcernFull | undefined; summary: string | undefined }
/** What stands in the open row; null: not asked for yet, or on its way. */
export const openConcern = signal<OpenConcern | null>(null);

export function isLead(): boolean {
  return me.value?.roles.some((grant) => grant.role === "safeguarding_lead") ?? false;
}

export async function loadAlerts(): Promise<void> {
  if (!isLead()) {
    return;
  }
  const page = await request("alerts.list", {});
  alerts.value = page.alerts.filter((one) => one.acknowledged_at === undefined);
  channels.value = page.channels;
  unscanned.value = page.unscanned;
}

/** Says that one looks after what one has read; "more": something came to it meanwhile. */
export async function acknowledge(alert: AlertRow): Promise<"done" | "more" | "failed"> {
  const done = await alertsTask.run(async () => {
    const read = alert.messages === undefined ? {} : { messages: alert.messages };
    const more = await request("alert.acknowledge", { alert: alert.alert, ...read })
      .then(() => false, (cause: unknown) => {
        if (asRpcError(cause).kind === "conflict") {
          return true;
        }
        throw cause;
      });
    await loadAlerts();
    return more ? "more" as const : "done" as const;
  });
  return done ?? "failed";
}

async function list(): Promise<ConcernRow[]> {
  const state = showsClosed.value ? { state: "closed" as const } : {};
  return allPages(async (after) => {
    const page = await request(
      "concerns.list", { ...state, ...(after === undefined ? {} : { after }) });
    return {
      rows: page.concerns, more: page.more === true, last: page.concerns[page.concerns.length - 1]?.concern,
    };
  });
}

export const loadConcerns = oneAtATime(async () => {
  concerns.value = await list();
});

export function showConcerns(closed: boolean): void {
  showsClosed.value = closed;
  concerns.value = null;
  void loadConcerns().catch((cause: unknown) => safetyTask.explain(cause));
}

/** Reads a record, all its pages; each reading is written to the audit log. */
export async function readAll(concern: string): Promise<OpenConcern> {
  const first = await request("concern.get", { concern });
  let { more } = first;
  const full = first.full;
  while (full && more) {
    const last = full.entries[full.entries.length - 1]?.n;
    if (last === undefined) {
      break;
    }
    const next = await request("concern.get", { concern, after: last });
    full.entries = [...full.entries, ...next.full?.entries ?? []];
    more = next.more === true && (next.full?.entries.length ?? 0) > 0;
  }
  return { id: concern, full, summary: first.summary };
}

export async function readConcern(concern: string, again = false): Promise<void> {
  if (!again && openConcern.value?.id === concern) {
    return;
  }
  const read = await concernsTable.task.run(() => readAll(concern));
  if (concernsTable.open.value === concern) {
    openConcern.value = read;
  }
}

type ConcernChange =
  "concern.triage" | "concern.own" | "concern.refer" | "concern.reply" | "concern.record"
  | "concern.close" | "concern.confirm_close" | "concern.monitor" | "concern.allegation"
  | "concern.reopen";

export async function changeConcern<C extends ConcernChange>(
  method: C, params: Params[C],
): Promise<boolean> {
  const done = await concernsTable.task.run(async () => {
    await request(method, params);
    return true;
  });
  if (done) {
    concernsTable.asked.value = null;
    await loadConcerns().catch((cause: unknown) => safetyTask.explain(cause));
    const open = concernsTable.open.value;
    if (open !== null) {
      await readConcern(open, true);
    }
  }
  return done === true;
}

/** A new id for something that must not be written down twice. */
export function newCid(): string {
  return newUuid();
}
