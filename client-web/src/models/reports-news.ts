// Whether something came of what one has reported or written that one has not looked at on
// this device: the first page says so until one opens My reports.
import { serverNow_utc_ms } from "../lib/clock";
import { keep, kept } from "../lib/idb";
import { ownReports, type OwnReports } from "./reports";
import { hasReportNews, me, seenReports } from "./state";

const FRESH_MS = 14 * 86_400_000; // as long as one may ask for a second look

/** A name for each thing that others have done; what one did oneself is no news. */
export function newsIn(own: OwnReports, now_utc_ms: number): string[] {
  const isFresh = (at: number | undefined) => at === undefined || now_utc_ms - at < FRESH_MS;
  const answer = (appeal: string | undefined) => appeal === "asked" ? "" : appeal ?? "";
  return [
    ...own.reports.filter((one) => isFresh(one.outcome_at) && (one.outcome ?? one.question))
      .map((one) => [one.report, one.outcome ?? one.question, answer(one.appeal)].join(" ")),
    ...own.decisions.filter((one) => isFresh(one.at))
      .map((one) => [one.case, one.decision, answer(one.appeal)].join(" ")),
    ...own.openings.filter((one) => isFresh(one.at)).map((one) => one.opening),
  ];
}

async function seenBy(person: string): Promise<readonly string[]> {
  return (await kept<readonly string[]>(seenReports(person))).get(seenReports(person)) ?? [];
}

/** Compares what is there with what was looked at; answers whether there is news now. */
export async function compareNews(): Promise<boolean> {
  const person = me.value?.person;
  const own = ownReports.value;
  if (!person || !own) {
    return false;
  }
  const seen = await seenBy(person);
  const isNew = newsIn(own, serverNow_utc_ms()).some((one) => !seen.includes(one));
  if (me.value?.person === person) {
    hasReportNews.value = isNew;
  }
  return isNew;
}

/** One looks at them now. */
export function lookedAtNews(): void {
  const person = me.value?.person;
  const own = ownReports.value;
  if (person && own) {
    hasReportNews.value = false;
    void keep(seenReports(person), newsIn(own, serverNow_utc_ms()));
  }
}
