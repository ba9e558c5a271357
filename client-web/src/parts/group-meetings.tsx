// The meetings of a group on its page: those to come, and what came of the last one.
import { useEffect } from "preact/hooks";
import { serverNow_utc_ms } from "../lib/clock";
import type { Meeting } from "../lib/wire";
import { loadMeetings, loadPast, meetings } from "../models/meetings";
import { hasPassed, isLive } from "../models/round";
import { go } from "../models/routes";
import { away, link } from "../models/state";
import { newTask } from "../models/task";
import { groupWords as text } from "../strings-group";
import { words } from "../strings";
import { FormError } from "./field";
import { Keeping } from "./keeping";
import { Booking } from "./meeting-booking";
import { keeps } from "./meeting-bar";
import { MeetingFacts, whenWords } from "./meeting-facts";

const EARLIER_SHOWN = 12; // three months of weekly meetings

const task = newTask();

/** Reads the meetings of a group when one comes, and when the connection comes back. */
export function useMeetings(conversation: string): void {
  useEffect(() => {
    task.clear();
    if (link.value === "live") {
      Promise.all([loadMeetings(conversation), loadPast(conversation)])
        .catch((cause: unknown) => task.explain(cause));
    }
  }, [conversation, link.value]);
}

export function meetingsError(): string | null {
  return task.error.value;
}

function Coming({ meeting }: { meeting: Meeting }) {
  const { conversation } = meeting;
  return (
    <li class="meeting">
      <h3>{whenWords(meeting)}</h3>
      {isLive(meeting) && <p><strong>{text.meetingNow}</strong></p>}
      <MeetingFacts meeting={meeting} />
      {!hasPassed(meeting, serverNow_utc_ms()) && <Booking meeting={meeting} />}
      <div class="row">
        {isLive(meeting) && (
          <button
            type="button" class="strong"
            onClick={() => go({ view: "meeting", conversation, meeting: meeting.meeting })}
          >
            {text.open}
          </button>
        )}
      </div>
      {keeps(conversation) && (
        <Keeping quiet show={({ KeepMeeting }) => <KeepMeeting meeting={meeting} />} />
      )}
    </li>
  );
}

/** Earlier ones, for whoever writes down who came. */
function Earlier({ past }: { past: readonly Meeting[] }) {
  return past.length === 0 ? null : (
    <details>
      <summary>{text.earlierTitle}</summary>
      <ul class="meetings">
        {past.map((meeting) => (
          <li key={meeting.meeting} class="person-line">
            <p>{whenWords(meeting)}</p>
            <Keeping quiet show={({ ToRegister }) => <ToRegister meeting={meeting} />} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Last({ meeting }: { meeting: Meeting }) {
  const { conversation } = meeting;
  return (
    <div class="meeting">
      <h3>{text.lastTitle}</h3>
      <p>{whenWords(meeting)}</p>
      {meeting.next && <p class="prose" dir="auto">{text.nextTitle}: {meeting.next}</p>}
      {keeps(conversation) && (
        <Keeping quiet show={({ ToRegister }) => <ToRegister meeting={meeting} />} />
      )}
    </div>
  );
}

export function GroupMeetings({ conversation }: { conversation: string }) {
  useMeetings(conversation);
  const known = meetings.value.get(conversation);
  const [last, ...earlier] = (known?.past ?? []).filter(({ state }) => state !== "cancelled");
  return (
    <section class="card">
      <h2>{text.meetingsTitle}</h2>
      <FormError text={task.error.value} />
      {!known && <p class="quiet">{away.value ? text.meetingsLater : words.wait}</p>}
      {known?.coming.length === 0 && <p>{text.meetingsNone}</p>}
      {known && known.coming.length > 0 && (
        <ul class="meetings">
          {known.coming.map((meeting) => <Coming key={meeting.meeting} meeting={meeting} />)}
        </ul>
      )}
      {keeps(conversation) && (
        <Keeping quiet show={({ PlanMeeting }) => <PlanMeeting conversation={conversation} />} />
      )}
      {last && <Last meeting={last} />}
      {keeps(conversation) && <Earlier past={earlier.slice(0, EARLIER_SHOWN)} />}
    </section>
  );
}
