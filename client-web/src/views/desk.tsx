// The coordinator's desk: which of its pages is shown.
import { loadDeputy } from "../models/deputy";
import { deskPages } from "../models/desk";
import { useDesk } from "../models/desk-live";
import { type DeskPage, route } from "../models/routes";
import { isSafetyPage, safetyPages } from "../models/safety-pages";
import { newTask } from "../models/task";
import { Alerts } from "../parts/alerts";
import { DeskNav } from "../parts/desk-nav";
import { fetched } from "../parts/fetched";
import { SafetyNav } from "../parts/safety-nav";
import { DeskCases } from "./desk-cases";
import { DeskMatches } from "./desk-matches";
import { DeskMatching } from "./desk-matching";
import { DeskPeople } from "./desk-people";
import { DeskProfile } from "./desk-profile";
import { DeskReport } from "./desk-report";
import { DeskRota } from "./desk-rota";
import { DeskSupporters } from "./desk-supporters";
import { DeskWaiting } from "./desk-waiting";

const Lead = fetched(() => import("../lead"));

/** The pages about safety stand under one link of the desk: not everybody has the first. */
function pageNow(): DeskPage {
  const now = route.value;
  const asked = now.view === "desk" ? now.page : undefined;
  const own: readonly DeskPage[] = [...safetyPages.value, ...deskPages.value];
  if (asked === "safety") {
    return safetyPages.value[0] ?? "people";
  }
  const isOpen = asked === "profile" || own.some((page) => page === asked);
  return asked !== undefined && isOpen ? asked : deskPages.value[0] ?? "people";
}

function Page({ page }: { page: DeskPage }) {
  const now = route.value;
  if (isSafetyPage(page)) {
    return <Lead show={({ LeadPages }) => <LeadPages page={page} />} />;
  }
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
    case "people":
      return <DeskPeople />;
    case "profile":
      return <DeskProfile key={now.view === "desk" ? now.person : ""} />;
  }
}

const deputyTask = newTask(); // where it fails, the page that is open says so

export function DeskView() {
  useDesk(loadDeputy, deputyTask);
  const page = pageNow();
  return (
    <section class="page desk">
      <DeskNav here={isSafetyPage(page) ? "safety" : page} />
      {isSafetyPage(page) && <SafetyNav here={page} />}
      <Alerts />
      <Page page={page} />
    </section>
  );
}
