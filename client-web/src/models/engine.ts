// Wires the connection to the models and to the browser's signs of life.
import { startAfresh } from "../lib/afresh";
import { callHttp } from "../lib/rpc-http";
import { words } from "../strings";
import type { AttachResult, ConversationRow, SignalParams } from "../lib/wire";
import { readClock } from "./clock";
import { Connection } from "./connection";
import type { LinkState, SocketLike } from "./connection-ends";
import { flushDrafts, restoreDrafts } from "./drafts";
import { takeRead, tellAgain } from "./marks";
import { useConnection } from "./request";
import { outboxDisconnected, pump, restoreOutbox, startOutbox } from "./sending";
import { away, clearState, link, me, say, signedIn, stoppedWhy } from "./state";
import { clearSync, refreshList, resumeCursors, takeAttach, takeBatches } from "./sync";
import { startTyping, takeTyping } from "./typing";

function openSocket(): SocketLike {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return new WebSocket(`${scheme}//${location.host}/ws`, "kith.v1") as unknown as SocketLike;
}

async function ticket(): Promise<string> {
  const found = await callHttp("session.ticket", {});
  return found.ticket;
}

const DRAFTS_WITHIN_MS = 1_500;
let attachedRows: readonly ConversationRow[] = [];

function attached(result: AttachResult): void {
  if (me.value && me.value.person !== result.person) {
    clearSync(); // somebody else signed in with this browser meanwhile
    clearState();
  }
  attachedRows = result.conversations;
  takeAttach(result);
  // Some browsers never answer when asked for IndexedDB: do not wait for ever.
  const patience = new Promise((resolve) => setTimeout(resolve, DRAFTS_WITHIN_MS));
  void Promise.race([restoreDrafts(result.person), patience]).then(() => {
    signedIn.value = "yes";
  });
  void restoreOutbox(result.person);
}

function signal(params: SignalParams): void {
  if (params.type === "typing") {
    takeTyping(params);
  } else if (params.type === "read") {
    takeRead(params);
  }
}

const AWAY_AFTER_MS = 2_500; // a short drop heals by itself and need not worry anyone
let awayTimer: ReturnType<typeof setTimeout> | undefined;

function setAway(now: boolean): void {
  clearTimeout(awayTimer);
  awayTimer = undefined;
  if (away.value !== now) {
    away.value = now;
    say(now ? words.linkWaiting : words.linkBack);
  }
}

function watchAway(state: LinkState): void {
  if (state === "live" || state === "off") {
    setAway(false);
  } else if (!navigator.onLine) {
    setAway(true);
  } else if (awayTimer === undefined) {
    awayTimer = setTimeout(() => setAway(true), AWAY_AFTER_MS);
  }
}

function stateChanged(state: LinkState, why: string | null): void {
  link.value = state;
  stoppedWhy.value = why;
  watchAway(state);
  if (state === "live") {
    void readClock();
    pump();
    tellAgain(attachedRows);
    refreshList().catch(() => undefined); // attach brought the first page: this only adds
  } else {
    outboxDisconnected();
  }
}

let isLeaving = false;

/** She signs out herself: what is wiped then is not cut short by hearing that it has ended. */
export function setLeaving(is: boolean): void {
  isLeaving = is;
}

function sessionEnded(): void {
  if (isLeaving) {
    return;
  }
  const was = me.value !== null;
  clearSync();
  clearState();
  signedIn.value = "no";
  if (was) {
    startAfresh("unasked");
  }
}

const connection = new Connection({
  openSocket,
  ticket,
  resume: resumeCursors,
  random: Math.random,
  now: Date.now,
  onAttach: attached,
  onEvents: takeBatches,
  onSignal: signal,
  onState: stateChanged,
  onSignedOut: sessionEnded,
  onSetUp: () => { signedIn.value = "set_up"; },
});

export function connect(): void {
  connection.start();
}

export function disconnect(): void {
  connection.stop();
}

function shownAgain(): void {
  if (document.visibilityState === "visible") {
    connection.nudge();
  } else {
    void flushDrafts();
  }
}

/** Connects at once, unless one has to sign in first: somebody left here in a hurry. */
export function startEngine(locked: boolean): void {
  useConnection(connection);
  startOutbox();
  startTyping();
  addEventListener("online", () => connection.nudge());
  addEventListener("offline", () => connection.offline());
  addEventListener("pageshow", () => connection.nudge());
  addEventListener("pagehide", () => void flushDrafts());
  document.addEventListener("visibilitychange", shownAgain);
  if (!locked) {
    connect();
  }
}
