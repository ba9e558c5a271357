// Starts the client, unless somebody has just left in a hurry and comes back by accident.
import { render } from "preact";
import { isLocked, startQuickExit, staysEmpty } from "./lib/quick-exit";
import { startEngine } from "./models/engine";
import { startAnnouncing } from "./models/announcing";
import { startRoutes } from "./models/routes";
import { finishLeaving } from "./models/session";
import { tell } from "./models/state";
import { App } from "./views/app";

function start(): void {
  const root = document.getElementById("app");
  if (!root || staysEmpty()) {
    return;
  }
  startRoutes();
  startQuickExit(tell);
  startAnnouncing();
  const locked = isLocked();
  startEngine(locked);
  if (locked) {
    finishLeaving();
  }
  render(<App />, root);
}

start();
