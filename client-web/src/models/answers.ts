// Answers that the server does not have yet: the newest of each question, kept until it is
// there. Pure: a list in, a list out.

export type PendingState = "waiting" | "sending" | "refused";

export interface PendingAnswer {
  person: string;
  field: string;
  values: readonly string[];
  shown: boolean;
  version: number; // counts up: an answer given while another travels is not lost
  state: PendingState;
  not_before_utc_ms: number;
  attempts: number;
  refusal: string | null;
}

type Given = Pick<PendingAnswer, "person" | "field" | "values" | "shown" | "not_before_utc_ms">;

export function withAnswer(items: readonly PendingAnswer[], given: Given): PendingAnswer[] {
  const before = items.find((item) => item.field === given.field);
  const next: PendingAnswer = {
    ...given,
    version: (before?.version ?? 0) + 1,
    // One at a time: what travels now is followed by this one when its answer is in.
    state: before?.state === "sending" ? "sending" : "waiting",
    attempts: before?.attempts ?? 0,
    refusal: null,
  };
  return [...items.filter((item) => item.field !== given.field), next];
}

export function answersToSend(items: readonly PendingAnswer[], now_utc_ms: number) {
  return items.filter((item) => item.state === "waiting" && item.not_before_utc_ms <= now_utc_ms);
}

/** When to look again, as a moment; null when nothing waits for a moment. */
export function nextAnswerMoment(items: readonly PendingAnswer[], now_utc_ms: number) {
  const later = items
    .filter((item) => item.state === "waiting" && item.not_before_utc_ms > now_utc_ms)
    .map((item) => item.not_before_utc_ms);
  return later.length === 0 ? null : Math.min(...later);
}

function changed(
  items: readonly PendingAnswer[], field: string, change: Partial<PendingAnswer>,
): PendingAnswer[] {
  return items.map((item) => item.field === field ? { ...item, ...change } : item);
}

export function answerSending(items: readonly PendingAnswer[], field: string) {
  return changed(items, field, { state: "sending" });
}

/** The server has that version; a newer one waits for its turn. */
export function answerStored(items: readonly PendingAnswer[], field: string, version: number) {
  const now = items.find((item) => item.field === field);
  return now && now.version > version
    ? changed(items, field, { state: "waiting", attempts: 0 })
    : items.filter((item) => item.field !== field);
}

export function answerLost(
  items: readonly PendingAnswer[], field: string, not_before_utc_ms: number,
) {
  const attempts = (items.find((item) => item.field === field)?.attempts ?? 0) + 1;
  return changed(items, field, { state: "waiting", not_before_utc_ms, attempts });
}

/** Refused that version; a newer one may be better. */
export function answerRefused(
  items: readonly PendingAnswer[], field: string, version: number, refusal: string,
) {
  const now = items.find((item) => item.field === field);
  return now && now.version > version
    ? changed(items, field, { state: "waiting" })
    : changed(items, field, { state: "refused", refusal });
}

/** The connection is gone, or the page was loaded again: nothing is under way. */
export function answersWaiting(items: readonly PendingAnswer[]): PendingAnswer[] {
  return items.map((item) => item.state === "sending" ? { ...item, state: "waiting" } : item);
}
