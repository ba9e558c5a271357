// A match on the page Today: how it stands, the way to the conversation, the way to change it.
import { dateWords } from "../lib/dates";
import type { MatchRow } from "../lib/wire";
import { go } from "../models/routes";
import { conversations } from "../models/state";
import { matchingWords } from "../strings-matching";
import { Resting, restWords } from "./resting";

export function matchLine(row: MatchRow): string {
  if (row.state === "on_hold") {
    return restWords(row);
  }
  const prompt = row.prompt === undefined ? undefined : matchingWords.prompts[row.prompt];
  return prompt ? prompt(row.name) : matchingWords.matchStates[row.state];
}

export function MatchBody({ row }: { row: MatchRow }) {
  const { conversation, match } = row;
  const isOpen = conversation !== undefined && conversations.value.has(conversation);
  return (
    <>
      {row.state === "on_hold" ? <Resting row={row} /> : <p>{matchLine(row)}</p>}
      {row.ends_at !== undefined && <p>{matchingWords.endsOn(dateWords(row.ends_at))}</p>}
      <div class="row">
        {isOpen && (
          <button type="button" class="strong" onClick={() => go({ view: "talk", conversation })}>
            {matchingWords.openTalkWith(row.name)}
          </button>
        )}
        {row.next.length > 0 && (
          <button type="button" onClick={() => go({ view: "match", match })}>
            {row.state === "ended" ? matchingWords.whatNext : matchingWords.notRight}
          </button>
        )}
      </div>
    </>
  );
}
