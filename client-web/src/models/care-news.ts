// What the inbox says of one's reports, of decisions about what one wrote, and of one's groups.
import { effect } from "@preact/signals";
import { careWords } from "../strings-care";
import { loadGroup } from "./groups";
import { forgetReports, loadReports } from "./reports";
import { route } from "./routes";
import { link, me, say } from "./state";
import { onEvent } from "./sync";
import type { WireEvent } from "../lib/wire";

type News = (WireEvent & { kind: "care.changed" })["data"];

function take({ what, id }: News): void {
  if (what === "group" && id !== undefined) {
    void loadGroup(id);
  } else if (what === "report" || what === "decision" || what === "opening") {
    void loadReports();
    if (route.value.view !== "reports") {
      say(careWords.reportsChanged);
    }
  }
}

export function startCareNews(): void {
  onEvent((_conversation, event) => {
    if (event.kind === "care.changed") {
      take(event.data);
    }
  });
  effect(() => {
    if (me.value === null) {
      forgetReports();
    } else if (link.value === "live") {
      void loadReports();
    }
  });
}
