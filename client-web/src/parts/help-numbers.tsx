// Numbers to ring in a crisis, and honest words about whether somebody of this service is there.
import { useEffect } from "preact/hooks";
import { dateWords, sameDay, timeWords } from "../lib/dates";
import { serverNow_utc_ms } from "../lib/clock";
import { phoneAddress } from "../lib/phone";
import { help, isHelpFresh, loadHelp } from "../models/help";
import { careWords } from "../strings-care";
import { words } from "../strings";

interface Number { name: string; number: string; when: string }

function NumberLine({ name, number, when }: Number) {
  const address = phoneAddress(number);
  return (
    <li>
      {address ? <a href={address}>{number}</a> : <strong>{number} </strong>}
      <span>{careWords.numberLine(name, when)}</span>
    </li>
  );
}

/** The organisation's numbers; without an answer those that hold all over the country. */
export function HelpNumbers({ first }: { first?: Number }) {
  useEffect(() => void loadHelp(), []);
  const own = help.value?.numbers ?? [];
  const rest = own.length > 0 ? own : careWords.numbers;
  const all = first ? [first, ...rest] : rest;
  return (
    <ul class="plain numbers">
      {all.map((one) => <NumberLine key={`${one.name}${one.number}`} {...one} />)}
    </ul>
  );
}

function momentWords(at: number): string {
  const time = timeWords(at);
  return sameDay(at, serverNow_utc_ms()) ? time : words.dayAt(dateWords(at), time);
}

function hoursNow(): string {
  const now = help.value;
  if (!now || !isHelpFresh.value) {
    return careWords.hoursUnknown;
  }
  if (now.staffed_until !== undefined) {
    return careWords.hoursUntil(momentWords(now.staffed_until));
  }
  return now.next_staffed === undefined
    ? careWords.hoursNobody : careWords.hoursFrom(momentWords(now.next_staffed));
}

/** Never a promise that no rota backs. */
export function Hours() {
  return <p>{hoursNow()} {careWords.notCrisisLine}</p>;
}
