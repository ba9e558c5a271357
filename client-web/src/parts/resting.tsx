// While a match rests: the same words whatever the cause, so that nobody can tell it from them,
// and who is there meanwhile.
import type { MatchRow } from "../lib/wire";
import { go } from "../models/routes";
import { today } from "../models/today";
import { matchingWords } from "../strings-matching";
import { words } from "../strings";

/** One's own break is called so: it is no news. */
export function restWords({ next, name }: MatchRow): string {
  return next.includes("resume") ? matchingWords.matchStates.on_hold : matchingWords.rests(name);
}

export function Resting({ row }: { row: MatchRow }) {
  if (row.state !== "on_hold") {
    return null;
  }
  const coordinator = today.value?.request?.coordinator;
  return (
    <div class="said">
      <p>{restWords(row)}</p>
      <p>{coordinator ? matchingWords.meanwhile(coordinator) : matchingWords.meanwhileTeam}</p>
      <button type="button" onClick={() => go({ view: "help" })}>{words.moreHelp}</button>
    </div>
  );
}
