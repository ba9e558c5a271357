// Records of closed concerns whose time to keep is over: each is kept longer, or destroyed.
import { signal } from "@preact/signals";
import { callHttp } from "../lib/rpc-http";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import type { ConcernFull, OverRecord, Params } from "../lib/wire-desk";
import { words } from "../strings";
import { accountWords } from "../strings-account";
import { leadWords as text } from "../strings-lead";
import { proof } from "./account";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { readAll } from "./desk-safety";
import { request } from "./request";
import { newTable } from "./table";
import { newTask } from "./task";

export const records = signal<readonly OverRecord[] | null>(null);
export const recordsTable = newTable();
export const recordsTask = newTask();
/** What stands in the record that was opened for reading; it goes with the row. */
export const readRecord = signal<{ concern: string; full: ConcernFull | undefined } | null>(null);
export const wrong = signal<{ password?: string; code?: string }>({});
export const wantsCode = signal(false); // the server asked for it: the second step is on

export const loadRecords = oneAtATime(async () => {
  records.value = await allPages(async (after) => {
    const page = await request("concerns.over", after === undefined ? {} : { after });
    return {
      rows: page.records, more: page.more === true,
      last: page.records[page.records.length - 1]?.row.concern,
    };
  });
});

/** It is written down that one reads it. */
export async function openRecord(concern: string): Promise<void> {
  const read = await recordsTable.task.run(() => readAll(concern));
  if (read) {
    readRecord.value = { concern, full: read.full };
  }
}

async function isDone<T>(work: () => Promise<T>, explain?: (cause: unknown) => string): Promise<T | null> {
  const done = await recordsTable.task.run(work, explain);
  if (done !== null) {
    recordsTable.asked.value = null;
    await loadRecords().catch((cause: unknown) => recordsTask.explain(cause));
  }
  return done;
}

function explainDays(cause: unknown): string {
  return asRpcError(cause).kind === "bad_request" ? text.daysOrder : errorWords(cause);
}

export async function keepLonger(params: Params["concern.keep"]): Promise<boolean> {
  return await isDone(() => request("concern.keep", params), explainDays) !== null;
}

function explainProof(cause: unknown): string {
  const { kind, field } = asRpcError(cause);
  if (kind === "wrong_state" && field === "password") {
    wrong.value = { password: text.wrongPassword };
    return words.checkThis;
  }
  if (kind === "step_up" && field === "code") {
    wrong.value = { code: wantsCode.value ? accountWords.wrong.code : accountWords.codeNeeded };
    wantsCode.value = true;
    return words.checkThis;
  }
  return errorWords(cause);
}

export interface Proof { password: string; code: string }

/** Over HTTP, where the password is checked. Null: refused; false: a second person has to agree. */
export async function destroyRecord(
  concern: string, reason: string, { password, code }: Proof,
): Promise<boolean | null> {
  wrong.value = {};
  const done = await isDone(
    () => callHttp("concern.destroy", { concern, reason, ...proof(password, code) }), explainProof);
  return done === null ? null : done.destroyed;
}
