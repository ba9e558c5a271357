// At the top of a group: who looks after it now and until when, what was agreed, what is pinned.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { firstWords } from "../lib/first-words";
import { soonWords, untilWords } from "../lib/soon";
import type { Group } from "../lib/wire";
import { loadGroup, loadNames, setAway } from "../models/groups";
import { followMeetings } from "../models/meetings";
import { foldEntries, type MessageEntry } from "../models/log";
import { go } from "../models/routes";
import { groups, link, logOf, me, tell } from "../models/state";
import { newTask } from "../models/task";
import { nameIn } from "../models/titles";
import { careWords } from "../strings-care";
import { Agreement } from "./agreement";
import { FormError } from "./field";
import { MeetingBar, NextMeeting } from "./meeting-bar";
import { Newcomers } from "./newcomers";
import { quoteOf } from "./message";

const task = newTask();

export function dutyWords({ on_duty, next_duty }: Group): string {
  if (on_duty) {
    const who = on_duty.person === me.value?.person ? careWords.youYourself : on_duty.name;
    return careWords.onDuty(who, untilWords(on_duty.until));
  }
  return next_duty
    ? careWords.nextDuty(next_duty.name, soonWords(next_duty.from)) : careWords.noDuty;
}

function Pinned({ conversation, seqs }: { conversation: string; seqs: readonly number[] }) {
  const entries = foldEntries(logOf(conversation).value.events);
  const found = seqs.map((seq) => entries.find((entry) => entry.seq === seq))
    .filter((entry): entry is MessageEntry => entry?.kind === "message" && entry.text !== null);
  if (seqs.length === 0) {
    return null;
  }
  return (
    <div>
      <p class="small-title">{careWords.pinned}</p>
      <ul class="pins">
        {found.map((entry) => (
          <li key={entry.seq} dir="auto">
            {nameIn(conversation, entry.by)}: {firstWords(quoteOf(entry))}
          </li>
        ))}
        {found.length < seqs.length && <li class="hint">{careWords.pinnedEarlier}</li>}
      </ul>
    </div>
  );
}

/** One has left for a while: nobody was told, and coming back is one tap. */
function Away({ conversation }: { conversation: string }) {
  const back = () => void task.run(() => setAway(conversation, false))
    .then((done) => done && tell(careWords.welcomeBack));
  return (
    <div class="said">
      <p>{careWords.awayNow}</p>
      <FormError text={task.error.value} />
      <button type="button" disabled={task.busy.value} onClick={back}>{careWords.comeBack}</button>
    </div>
  );
}

/** Under the title, always in sight: who is here for the group now, and the way to the rest. */
export function GroupNote({ conversation }: { conversation: string }) {
  const group = groups.value.get(conversation);
  return group ? (
    <div class="talk-note">
      <p>
        {dutyWords(group)}{" "}
        <a
          href="/" onClick={(event) => {
            event.preventDefault();
            go({ view: "group", conversation });
          }}
        >
          {careWords.aboutGroup}
        </a>{" "}
        <NextMeeting conversation={conversation} />
      </p>
      <MeetingBar conversation={conversation} />
    </div>
  ) : null;
}

export function GroupHead({ conversation }: { conversation: string }) {
  const isOpen = useSignal(false);
  useEffect(() => {
    task.clear();
    if (link.value === "live") {
      void loadGroup(conversation);
      followMeetings(conversation);
      loadNames(conversation).catch(() => undefined); // names of the log stand in
    }
  }, [conversation, link.value]);
  const group = groups.value.get(conversation);
  if (!group) {
    return null;
  }
  return (
    <section class="talk-match group-head" aria-label={careWords.aboutGroup}>
      {group.away && <Away conversation={conversation} />}
      <Newcomers conversation={conversation} group={group} most={1} />
      <Pinned conversation={conversation} seqs={group.pinned} />
      <div class="row">
        <button
          type="button" aria-expanded={isOpen.value}
          onClick={() => { isOpen.value = !isOpen.value; }}
        >
          {careWords.whatWeAgreed}
        </button>
      </div>
      {isOpen.value && <Agreement lines={group.agreement} />}
    </section>
  );
}
