// The coordinator's desk: which of its pages is shown.
import { deskPages } from "../models/desk";
import { type DeskPage, route } from "../models/routes";
import { Alerts } from "../parts/alerts";
import { DeskNav } from "../parts/desk-nav";
import { DeskCases } from "./desk-cases";
import { DeskMatches } from "./desk-matches";
import { DeskMatching } from "./desk-matching";
import { DeskPeople } from "./desk-people";
import { DeskProfile } from "./desk-profile";
import { DeskReport } from "./desk-report";
import { DeskRota } from "./desk-rota";
import { DeskSafety } from "./desk-safety";
import { DeskSupporters } from "./desk-supporters";
import { DeskWaiting } from "./desk-waiting";

function pageNow(): DeskPage {
  const now = route.value;
  const asked = now.view === "desk" ? now.page : undefined;
  const isOpen = asked === "profile" || deskPages.value.some((page) => page === asked);
  return asked !== undefined && isOpen ? asked : deskPages.value[0] ?? "people";
}

function Page({ page }: { page: DeskPage }) {
  const now = route.value;
  switch (page) {
    case "waiting":
      return <DeskWaiting />;
    case "matching":
      return <DeskMatching />;
    case "supporters":
      return <DeskSupporters />;
    case "matches":
      return <DeskMatches />;
    case "report":
      return <DeskReport />;
    case "cases":
      return <DeskCases />;
    case "rota":
      return <DeskRota />;
    case "safety":
      return <DeskSafety />;
    case "people":
      return <DeskPeople />;
    case "profile":
      return <DeskProfile key={now.view === "desk" ? now.person : ""} />;
  }
}

export function DeskView() {
  const page = pageNow();
  return (
    <section class="page desk">
      <DeskNav here={page} />
      <Alerts />
      <Page page={page} />
    </section>
  );
}
