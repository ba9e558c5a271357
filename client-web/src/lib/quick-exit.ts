// Leaving at once: the screen is emptied, the session ended, what lies on this device deleted
// (unsent words too), the page replaced by a neutral one, and Back shows nothing. Three
// presses of Shift alone do the same (Escape could cancel the leaving). Other tabs leave too.
import { words } from "../strings";
import { wipe } from "./idb";
import { lightly } from "./lightly";
import { callLast } from "./rpc-http";

const NEUTRAL_PAGE = "https://www.bbc.co.uk/weather";
const LEFT = "left";
const PRESSES = 3;
const WITHIN_MS = 5_000; // the GOV.UK exit component gives as long

function empty(): void {
  document.title = words.exitTitle;
  const app = document.getElementById("app");
  app?.parentNode?.removeChild(app);
}

let isGoing = false;

/** She is leaving in a hurry: no other way off this page may get before it. */
export function isLeaving(): boolean {
  return isGoing;
}

function goAway(): void {
  isGoing = true;
  empty();
  // Without storage Back may show the page again; leaving itself must still work.
  lightly(() => sessionStorage.setItem(LEFT, "1"));
  location.replace(NEUTRAL_PAGE);
}

export function quickExit(): void {
  // Until the server has said that the session is over, this device remembers that it must be.
  lightly(() => localStorage.setItem(LEFT, "1"));
  callLast("session.end");
  wipe("end");
  goAway();
}

function cameBack(): boolean {
  const entry = performance.getEntriesByType("navigation")[0];
  return (entry as PerformanceNavigationTiming | undefined)?.type === "back_forward";
}

function isSet(where: () => Storage): boolean {
  try {
    return where().getItem(LEFT) === "1";
  } catch {
    return false;
  }
}

function hasLeft(): boolean {
  return isSet(() => sessionStorage);
}

/** Somebody left in a hurry, and nobody has signed in here since. */
export function isLocked(): boolean {
  return isSet(() => localStorage);
}

export function unlock(): void {
  lightly(() => localStorage.removeItem(LEFT));
}

/** True when this page was reached by going back after an exit: it must stay empty. */
export function staysEmpty(): boolean {
  if (!hasLeft()) {
    return false;
  }
  if (cameBack()) {
    goAway();
    return true;
  }
  sessionStorage.removeItem(LEFT); // the address was opened anew, on purpose
  return false;
}

function startShifts(say: (words: string) => void): void {
  let presses: number[] = [];
  let alone = false;
  addEventListener("keydown", (event) => { alone = event.key === "Shift"; });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = presses.filter((at) => now - at < WITHIN_MS).concat(now);
    if (presses.length >= PRESSES) {
      quickExit();
    } else if (presses.length === PRESSES - 1) {
      say(words.exitOneMore);
    }
  });
}

export function startQuickExit(say: (words: string) => void): void {
  startShifts(say);
  addEventListener("pageshow", (event) => {
    if (event.persisted && hasLeft()) {
      goAway();
    }
  });
  addEventListener("storage", (event) => {
    if (event.key === LEFT && event.newValue === "1") {
      goAway();
    }
  });
}
