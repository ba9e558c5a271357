// The shapes of the coordinator's desk, under the names the client uses.
import type { Results } from "./wire";

export type WaitingRow = Results["matching.waiting"]["people"][number];
export type RunRow = Results["matching.runs"]["runs"][number];
export type NextRuns = Results["matching.runs"]["next"];
export type RunPage = Results["matching.get"];
export type RunFacts = RunPage["run"];
export type Proposal = RunPage["proposals"][number];
export type Unmatched = RunPage["unmatched"][number];
export type ScorePart = Proposal["parts"][number];
export type Price = Results["matching.price"];
export type Figures = Price["before"];
export type SupporterRow = Results["supporters.list"]["supporters"][number];
export type Profile = Results["profile.view"];
export type MatchLine = Results["matches.list"]["matches"][number];
export type MatchFacts = Results["match.view"];
export type Report = Results["matching.report"]["report"];
export type CaseRow = Results["cases.list"]["cases"][number];
export type CaseFacts = Results["case.get"];
export type AlertRow = Results["alerts.list"]["alerts"][number];
export type Channels = Results["alerts.list"]["channels"];
export type ConcernRow = Results["concerns.list"]["concerns"][number];
export type ConcernFull = NonNullable<Results["concern.get"]["full"]>;
export type Duty = Results["rota.list"]["duties"][number];
export type { Params } from "./wire";
