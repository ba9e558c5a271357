// One meeting of a group: before it, when and where; while it is held here, the round; after
// it, what comes next.
import { serverNow_utc_ms } from "../lib/clock";
import type { Meeting } from "../lib/wire";
import { meetingOf, meetings } from "../models/meetings";
import { hasPassed, isLive } from "../models/round";
import { go } from "../models/routes";
import { away } from "../models/state";
import { titleOf } from "../models/titles";
import { BackToTalk } from "../parts/back-to-talk";
import { FormError } from "../parts/field";
import { meetingsError, useMeetings } from "../parts/group-meetings";
import { PageHeading } from "../parts/heading";
import { Keeping } from "../parts/keeping";
import { keeps } from "../parts/meeting-bar";
import { Booking } from "../parts/meeting-booking";
import { MeetingFacts, whenWords } from "../parts/meeting-facts";
import { ownWords, phaseWords, RoundOrder, TurnButtons } from "../parts/round";
import { groupWords as text } from "../strings-group";
import { words } from "../strings";

function ToTalk({ conversation }: { conversation: string }) {
  return (
    <div class="row">
      <button type="button" onClick={() => go({ view: "talk", conversation })}>
        {text.toTalk}
      </button>
    </div>
  );
}

function Live({ meeting }: { meeting: Meeting }) {
  return (
    <>
      <section class="card round-now" aria-label={text.toRound}>
        <p class="phase">{phaseWords(meeting)}</p>
        <p>{ownWords(meeting)}</p>
        <TurnButtons meeting={meeting} />
        <ToTalk conversation={meeting.conversation} />
      </section>
      {keeps(meeting.conversation) && (
        <Keeping show={({ KeepRound }) => <KeepRound meeting={meeting} />} />
      )}
      <section class="card">
        <h2>{text.roundTitle}</h2>
        <RoundOrder meeting={meeting} />
      </section>
    </>
  );
}

function Rest({ meeting }: { meeting: Meeting }) {
  const { conversation, state } = meeting;
  const isPlanned = state === "planned";
  const isToCome = isPlanned && !hasPassed(meeting, serverNow_utc_ms());
  return (
    <>
      <section class="card">
        <p class="phase">{isPlanned ? whenWords(meeting) : phaseWords(meeting)}</p>
        {!isPlanned && <p class="hint">{whenWords(meeting)}</p>}
        {isPlanned && <MeetingFacts meeting={meeting} />}
        {isToCome && <Booking meeting={meeting} />}
        {meeting.next && (
          <>
            <h2>{text.nextTitle}</h2>
            <p class="prose" dir="auto">{meeting.next}</p>
          </>
        )}
        <ToTalk conversation={conversation} />
      </section>
      {keeps(conversation) && (
        <Keeping show={({ AfterMeeting }) => <AfterMeeting meeting={meeting} />} />
      )}
    </>
  );
}

export interface MeetingViewProps { conversation: string; meeting: string }

export function MeetingView({ conversation, meeting }: MeetingViewProps) {
  useMeetings(conversation);
  const found = meetingOf(conversation, meeting);
  const isKnown = meetings.value.get(conversation)?.past != null;
  return (
    <section class="page">
      <BackToTalk conversation={conversation} />
      <PageHeading>{text.meetingTitle(titleOf(conversation))}</PageHeading>
      <FormError text={meetingsError()} />
      {!found && <p class="quiet">{isKnown ? text.meetingGone : away.value ? text.meetingsLater : words.wait}</p>}
      {found && (isLive(found) ? <Live meeting={found} /> : <Rest meeting={found} />)}
    </section>
  );
}
