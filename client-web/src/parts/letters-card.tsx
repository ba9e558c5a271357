// Whether mail and calls leave this server.
import { whenWords } from "../lib/dates";
import type { OutboxWay } from "../lib/wire-desk";
import { outboxWays } from "../models/desk-service";
import { leadWords as text } from "../strings-lead";

function facts(way: OutboxWay): string[] {
  const { waiting, oldest_at, sent, sent_at, given_up } = way;
  return [
    text.waySent(sent),
    ...(sent_at === undefined ? [] : [text.waySentLast(whenWords(sent_at))]),
    text.wayWaiting(waiting),
    ...(oldest_at === undefined ? [] : [text.wayOldest(whenWords(oldest_at))]),
    ...(given_up === 0 ? [] : [text.wayGivenUp(given_up)]),
  ];
}

/** A failure after which nothing has gone out is what somebody has to see to. */
export function isStuck({ failed_at, sent_at }: OutboxWay): boolean {
  return failed_at !== undefined && (sent_at === undefined || sent_at < failed_at);
}

function Way({ way }: { way: OutboxWay }) {
  const why = text.failures[way.failure ?? ""] ?? text.failureOther;
  return (
    <>
      <h3>{text.ways[way.way] ?? way.way}</h3>
      {!way.configured && <p class="notice-line">{text.wayOff}</p>}
      {(way.configured || way.waiting > 0) && <p>{facts(way).join(" ")}</p>}
      {way.failed_at !== undefined && (
        <p class={isStuck(way) ? "error" : "hint"}>{text.wayFailed(whenWords(way.failed_at), why)}</p>
      )}
    </>
  );
}

export function LettersCard() {
  return (
    <section class="card">
      <h2>{text.lettersTitle}</h2>
      <p class="hint">{text.lettersText}</p>
      {outboxWays.value.map((way) => <Way key={way.way} way={way} />)}
    </section>
  );
}
