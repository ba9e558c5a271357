// The pages of the desk about safety: which of them is shown.
import type { SafetyPage } from "../models/routes";
import { DeskAccounts } from "./desk-accounts";
import { DeskConduct } from "./desk-conduct";
import { DeskOpenings } from "./desk-openings";
import { DeskRecords } from "./desk-records";
import { DeskRules } from "./desk-rules";
import { DeskSafety } from "./desk-safety";
import { DeskService } from "./desk-service";

const PAGES = {
  safety: DeskSafety, records: DeskRecords, openings: DeskOpenings, conduct: DeskConduct,
  rules: DeskRules, accounts: DeskAccounts, service: DeskService,
} as const;

export function LeadPages({ page }: { page: SafetyPage }) {
  const Page = PAGES[page];
  return <Page key={page} />;
}
