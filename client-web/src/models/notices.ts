// How one wishes to be told of a message when one is not here.
import { signal } from "@preact/signals";
import { HOUR_MIN } from "../lib/day-minutes";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import type { Notices } from "../lib/wire";
import { noticeWords } from "../strings-notices";
import { request } from "./request";
import { newTask } from "./task";

export const notices = signal<Notices | null>(null);
export const noticesTask = newTask();

export async function loadNotices(): Promise<void> {
  notices.value = await request("notify.get", {});
}

const NIGHT = { from: 21 * HOUR_MIN, until: 8 * HOUR_MIN };

/** The quiet hours as they stand; where there are none, a night to begin with. */
export function quietNow(now: Notices): { on: boolean; from: number; until: number } {
  const { quiet_from: from, quiet_until: until } = now;
  return from === undefined || until === undefined || from === until
    ? { on: false, ...NIGHT } : { on: true, from, until };
}

export interface NoticeWish {
  mail: boolean;
  address: string;
  phone: string;
  quiet: { from: number; until: number } | null;
}

function explain(cause: unknown): string {
  const { kind, field } = asRpcError(cause);
  if (kind !== "bad_request") {
    return errorWords(cause);
  }
  return field === "phone" ? noticeWords.phoneWrong : noticeWords.addressWrong;
}

export async function saveNotices({ mail, address, phone, quiet }: NoticeWish): Promise<boolean> {
  const done = await noticesTask.run(async () => {
    await request("notify.set", {
      mail, ...(address === "" ? {} : { address }), ...(phone === "" ? {} : { phone }),
      ...(quiet === null ? {} : { quiet_from: quiet.from, quiet_until: quiet.until }),
    });
    await loadNotices();
    return true;
  }, explain);
  return done === true;
}
