// In a conversation of two who were brought together: at its top what they share, at its end
// the way out if something is not right.
import { useEffect, useState } from "preact/hooks";
import { loadMatch, matchCard, matchOfConversation } from "../models/match";
import { go } from "../models/routes";
import { link } from "../models/state";
import { changes } from "../models/today";
import { matchingWords } from "../strings-matching";
import { CallLog } from "./call-log";
import { Resting } from "./resting";
import { Shared } from "./shared";

export function TalkMatch({ conversation }: { conversation: string }) {
  const [isOpen, setOpen] = useState(false);
  const row = matchOfConversation(conversation);
  const match = row?.match ?? null;
  useEffect(() => {
    if (match !== null && link.value === "live") {
      loadMatch(match).catch(() => undefined); // the next connection asks again
    }
  }, [match, link.value, changes.value]);
  const card = matchCard.value;
  if (!row || card?.match !== match) {
    return null;
  }
  return (
    <section class="talk-match" aria-label={matchingWords.aboutMatch(row.name)}>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {matchingWords.aboutMatch(row.name)}
      </button>
      {isOpen && <Shared shared={card.shared} difference={card.difference} heading="h2" />}
      <Resting row={row} />
      {card.next.includes("log_call") && <CallLog match={row.match} />}
    </section>
  );
}

/** The way out stands beside the newest words, not in a menu and not a long scroll away. */
export function TalkWayOut({ conversation }: { conversation: string }) {
  const row = matchOfConversation(conversation);
  return row && (
    <button
      type="button" class="plain-button" onClick={() => go({ view: "match", match: row.match })}
    >
      {matchingWords.changeHere}
    </button>
  );
}
