// Starts the client, unless somebody has just left in a hurry and comes back by accident.
import { render } from "preact";
import { startQuickExit, staysEmpty } from "./lib/quick-exit";
import { startEngine } from "./models/engine";
import { startAnnouncing } from "./models/announcing";
import { startRoutes } from "./models/routes";
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
  startEngine();
  render(<App />, root);
}

start();
