// What the inbox says of one's reports, of decisions about what one wrote, and of one's groups.
import { effect } from "@preact/signals";
import { careWords } from "../strings-care";
import { loadGroup } from "./groups";
import { forgetReports, loadReports } from "./reports";
import { compareNews, lookedAtNews } from "./reports-news";
import { route } from "./routes";
import { hasReportNews, link, me, tell } from "./state";
import { onEvent } from "./sync";
import type { WireEvent } from "../lib/wire";

type News = (WireEvent & { kind: "care.changed" })["data"];

async function showNews(): Promise<void> {
  if (route.value.view === "reports") {
    lookedAtNews();
  } else if (!hasReportNews.value && await compareNews()) {
    tell(careWords.reportsChanged);
  }
}

function take({ what, id }: News): void {
  if (what === "group" && id !== undefined) {
    void loadGroup(id);
  } else if (what === "report" || what === "decision" || what === "opening") {
    void loadReports().then(showNews);
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
      void loadReports().then(compareNews);
    }
  });
}
