// Where to turn in a crisis, and whether somebody is there: asked of the server, kept on the
// device for when there is no connection. For everybody, signed in or not.
import { effect, signal } from "@preact/signals";
import { serverNow_utc_ms } from "../lib/clock";
import { keep, kept } from "../lib/idb";
import { callHttp } from "../lib/rpc-http";
import type { Help } from "../lib/wire";
import { link } from "./state";

const KEY = "help/";
const FRESH_MS = 5 * 60_000; // hours change by the quarter of an hour

export const help = signal<Help | null>(null);
/** What is said of hours is known to be so now, not remembered from earlier. */
export const isHelpFresh = signal(false);
let asked_ms = 0;

/** Asks again where what is known is older than a few minutes. */
export async function loadHelp(): Promise<void> {
  if (help.value === null) {
    help.value = (await kept<Help>(KEY)).get(KEY) ?? null;
  }
  const now = serverNow_utc_ms();
  if (isHelpFresh.value && now - asked_ms < FRESH_MS) {
    return;
  }
  try {
    help.value = await callHttp("help.get", {});
    isHelpFresh.value = true;
    asked_ms = now;
    void keep(KEY, help.value);
  } catch {
    isHelpFresh.value = false; // numbers stay; hours are no longer promised
  }
}

export function startHelp(): void {
  effect(() => {
    if (link.value === "live") {
      void loadHelp();
    } else {
      isHelpFresh.value = false;
    }
  });
}
