// When and where a group meets, in words.
import { copyText } from "../lib/clipboard";
import { spanWords } from "../lib/soon";
import type { Meeting } from "../lib/wire";
import { tell } from "../models/state";
import { groupWords } from "../strings-group";

const MINUTE_MS = 60_000;

export function whenWords({ at, minutes }: Meeting): string {
  const words = spanWords(at, at + minutes * MINUTE_MS);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function Where({ meeting: { mode, link, venue } }: { meeting: Meeting }) {
  const copy = (text: string) => void copyText(text)
    .then((done) => done && tell(groupWords.linkCopied));
  return (
    <>
      <p>{groupWords.modes[mode]}{mode === "venue" && ` ${venue ?? ""}`}</p>
      {mode === "online" && link !== undefined && (
        <div class="person-line">
          <p class="link-text">{link}</p>
          <button type="button" onClick={() => copy(link)}>{groupWords.copyLink}</button>
        </div>
      )}
    </>
  );
}

export function MeetingFacts({ meeting }: { meeting: Meeting }) {
  return (
    <>
      <Where meeting={meeting} />
      {meeting.access && <p>{groupWords.access(meeting.access)}</p>}
      {meeting.childcare && <p>{groupWords.childcare(meeting.childcare)}</p>}
      <p class="hint">{groupWords.booked(meeting.booked)}</p>
    </>
  );
}
