// One's own reports, concerns, and decisions about what one wrote; making a report.
import { signal } from "@preact/signals";
import type { Concern, Opening, Receipt, ReportAbout, Reports } from "../lib/wire";
import { request } from "./request";

export interface OwnReports {
  reports: Reports["reports"];
  decisions: Reports["decisions"];
  concerns: readonly Concern[];
  openings: readonly Opening[];
}

export const ownReports = signal<OwnReports | null>(null);

let isLoading = false;
let isStale = false;

async function ask(): Promise<void> {
  const [own, { concerns }, { openings }] = await Promise.all([
    request("report.list", {}),
    request("concern.mine", {}),
    request("openings.mine", {}),
  ]);
  ownReports.value = { reports: own.reports, decisions: own.decisions, concerns, openings };
}

/** Asks again; several wishes at once are one question, and none is lost. */
export async function loadReports(): Promise<void> {
  isStale = true;
  if (isLoading) {
    return;
  }
  isLoading = true;
  try {
    while (isStale) {
      isStale = false;
      await ask();
    }
  } catch {
    // What is known stays; the next connection asks again.
  } finally {
    isLoading = false;
  }
}

export function forgetReports(): void {
  ownReports.value = null;
}

/** A message (with its conversation), or a person. */
export type Target = { conversation: string; seq: number } | { person: string };

export interface ReportDraft {
  cid: string; // one per form: sent twice, it is one report
  target: Target;
  about: ReportAbout;
  note: string;
}

export async function raiseReport({ cid, target, about, note }: ReportDraft): Promise<Receipt> {
  const words = note.trim() === "" ? {} : { note: note.trim() };
  const receipt = await request("report.raise", { cid, about, ...target, ...words });
  void loadReports();
  return receipt;
}

export async function addToReport(report: string, text: string): Promise<true> {
  await request("report.add", { report, text });
  await loadReports();
  return true;
}

/** Asks that somebody else looks again: at what came of a report, or at a decision. */
export async function appeal(
  which: { report: string } | { case: string }, text: string,
): Promise<true> {
  await request("case.appeal", { ...which, text });
  await loadReports();
  return true;
}

/** Asks somebody of the team to get in touch: kept as a concern, with a number. */
export async function askForHelp(cid: string, what: string): Promise<{ number: string; look_by?: number }> {
  const made = await request("concern.raise", { cid, what });
  void loadReports();
  return made;
}
