// At the top of a group's conversation while a meeting is held there: whose turn it is, and
// what one does when it is one's own. It stays in sight while one reads and writes.
import { serverNow_utc_ms } from "../lib/clock";
import { soonWords } from "../lib/soon";
import type { Meeting } from "../lib/wire";
import { justOver, meetings } from "../models/meetings";
import { isLive, liveOf } from "../models/round";
import { go } from "../models/routes";
import { groups } from "../models/state";
import { groupWords as text } from "../strings-group";
import { Keeping } from "./keeping";
import { phaseWords, TurnButtons } from "./round";

export function keeps(conversation: string): boolean {
  return groups.value.get(conversation)?.can.includes("meet") ?? false;
}

const SOON_MS = 7 * 86_400_000;

/** When the group meets next, beside who looks after it, and the way there. */
export function NextMeeting({ conversation }: { conversation: string }) {
  const now = serverNow_utc_ms();
  const next = meetings.value.get(conversation)?.coming.find(
    (meeting) => !isLive(meeting) && meeting.at > now && meeting.at < now + SOON_MS);
  return next ? (
    <ToRound
      conversation={conversation} meeting={next.meeting} label={text.soon(soonWords(next.at))}
    />
  ) : null;
}

function ToRound({ conversation, meeting, label }: {
  conversation: string; meeting: string; label: string;
}) {
  return (
    <a
      href="/" onClick={(event) => {
        event.preventDefault();
        go({ view: "meeting", conversation, meeting });
      }}
    >
      {label}
    </a>
  );
}

function Live({ meeting }: { meeting: Meeting }) {
  const { conversation } = meeting;
  return (
    <section class="meeting-bar" aria-label={text.toRound}>
      <p>
        <strong>{phaseWords(meeting)}</strong>{" "}
        <ToRound conversation={conversation} meeting={meeting.meeting} label={text.toRound} />
      </p>
      <TurnButtons meeting={meeting} />
      {keeps(conversation) && (
        <Keeping quiet show={({ StepOn }) => <StepOn meeting={meeting} />} />
      )}
    </section>
  );
}

export function MeetingBar({ conversation }: { conversation: string }) {
  const live = liveOf(meetings.value.get(conversation)?.coming);
  const over = justOver.value;
  if (live) {
    return <Live meeting={live} />;
  }
  return over?.conversation === conversation ? (
    <section class="meeting-bar" aria-label={text.toRound}>
      <p>
        {text.overShort}{" "}
        <ToRound conversation={conversation} meeting={over.meeting} label={text.nextTitle} />
      </p>
      <button type="button" onClick={() => { justOver.value = null; }}>{text.close}</button>
    </section>
  ) : null;
}
