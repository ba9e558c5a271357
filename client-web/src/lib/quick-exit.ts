// Leaving at once: the screen is emptied, the page replaced by a neutral one, and Back shows
// nothing. Three presses of Shift alone do the same (Escape could cancel the leaving).
import { words } from "../strings";

const NEUTRAL_PAGE = "https://www.bbc.co.uk/weather";
const LEFT = "left";
const PRESSES = 3;
const WITHIN_MS = 5_000; // the GOV.UK exit component gives as long

function empty(): void {
  document.title = words.exitTitle;
  const app = document.getElementById("app");
  app?.parentNode?.removeChild(app);
}

export function quickExit(): void {
  empty();
  try {
    sessionStorage.setItem(LEFT, "1");
  } catch {
    // Without storage Back may show the page again; leaving itself must still work.
  }
  location.replace(NEUTRAL_PAGE);
}

function cameBack(): boolean {
  const entry = performance.getEntriesByType("navigation")[0];
  return (entry as PerformanceNavigationTiming | undefined)?.type === "back_forward";
}

function hasLeft(): boolean {
  try {
    return sessionStorage.getItem(LEFT) === "1";
  } catch {
    return false;
  }
}

/** True when this page was reached by going back after an exit: it must stay empty. */
export function staysEmpty(): boolean {
  if (!hasLeft()) {
    return false;
  }
  if (cameBack()) {
    quickExit();
    return true;
  }
  sessionStorage.removeItem(LEFT); // the address was opened anew, on purpose
  return false;
}

export function startQuickExit(say: (words: string) => void): void {
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
  addEventListener("pageshow", (event) => {
    if (event.persisted && hasLeft()) {
      quickExit();
    }
  });
}
