// One's own reports, and decisions about what one wrote; making a report.
import { signal } from "@preact/signals";
import type { Receipt, ReportAbout, Reports } from "../lib/wire";
import { request } from "./request";

export const ownReports = signal<Reports | null>(null);

let isLoading = false;
let isStale = false;

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
      ownReports.value = await request("report.list", {});
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
