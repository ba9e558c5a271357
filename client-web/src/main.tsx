// Starts the client, unless somebody has just left in a hurry and comes back by accident.
import { render } from "preact";
import { watchAfresh, whyAfresh } from "./lib/afresh";
import { startLook } from "./lib/look";
import { isLocked, startQuickExit, staysEmpty } from "./lib/quick-exit";
import { startEngine } from "./models/engine";
import { startAnnouncing } from "./models/announcing";
import { startRoutes } from "./models/routes";
import { finishLeaving } from "./models/session";
import { say, signedOut, tell } from "./models/state";
import { words } from "./strings";
import { App } from "./views/app";

function tellWhy(): void {
  const why = whyAfresh();
  if (why === "unasked" || why === "everywhere") {
    signedOut.value = why;
  }
  if (why === "everywhere") {
    say(words.signedOutAll);
  }
}

function start(): void {
  startLook();
  const root = document.getElementById("app");
  if (!root || staysEmpty()) {
    return;
  }
  startRoutes();
  watchAfresh();
  startQuickExit(tell);
  startAnnouncing();
  const locked = isLocked();
  startEngine(locked);
  if (locked) {
    finishLeaving();
  }
  render(<App />, root);
  tellWhy();
}

start();
