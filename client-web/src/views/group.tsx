// About a group: who looks after it, what was agreed, what one is called here, leaving for a
// while.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { limits } from "#protocol";
import { momentWords } from "../lib/dates";
import type { Group } from "../lib/wire";
import { loadGroup, setAway, setNickname } from "../models/groups";
import { go } from "../models/routes";
import { away, groups, link, tell } from "../models/state";
import { newTask } from "../models/task";
import { ownName, titleOf } from "../models/titles";
import { Agreement } from "../parts/agreement";
import { BackToTalk } from "../parts/back-to-talk";
import { FormError } from "../parts/field";
import { dutyWords } from "../parts/group-head";
import { GroupMeetings } from "../parts/group-meetings";
import { PageHeading } from "../parts/heading";
import { careWords } from "../strings-care";
import { groupWords } from "../strings-group";
import { words } from "../strings";

const task = newTask();

interface GroupProps { conversation: string; group: Group }

function Hours({ group }: { group: Group }) {
  const opens = group.opens_at ?? group.next_duty?.from;
  return (
    <section class="card">
      <h2>{careWords.dutyTitle}</h2>
      <p>{dutyWords(group)}</p>
      <p>{group.open === "staffed" ? careWords.openStaffed : careWords.openAlways}</p>
      {!group.is_open && opens !== undefined && <p>{careWords.closedUntil(momentWords(opens))}</p>}
      {group.slow_s > 0 && <p>{careWords.slow(Math.ceil(group.slow_s / 60))}</p>}
      {group.welcomed_by && <p>{careWords.welcomedBy(group.welcomed_by.name)}</p>}
    </section>
  );
}

function Nickname({ conversation, group }: GroupProps) {
  const name = useSignal(group.nickname ?? "");
  const send = (event: Event) => {
    event.preventDefault();
    void task.run(() => setNickname(conversation, name.value.trim()))
      .then((done) => done && tell(careWords.nicknameSaved));
  };
  return (
    <form class="card" onSubmit={send}>
      <h2>{careWords.nicknameTitle}</h2>
      <div class="field">
        <label for="own-nickname">{careWords.nicknameLabel}</label>
        <p class="hint" id="own-nickname-hint">{careWords.nicknameHint(ownName())}</p>
        <input
          id="own-nickname" type="text" maxLength={limits.name_chars} autocomplete="off"
          aria-describedby="own-nickname-hint" value={name.value}
          onInput={(event) => { name.value = event.currentTarget.value; }}
        />
      </div>
      <button type="submit" disabled={task.busy.value}>{careWords.save}</button>
    </form>
  );
}

function ForAWhile({ conversation, group }: GroupProps) {
  const change = () => void task.run(() => setAway(conversation, !group.away))
    .then((done) => done && tell(group.away ? careWords.welcomeBack : careWords.awayNow));
  return (
    <section class="card">
      <h2>{careWords.awayTitle}</h2>
      <p>{group.away ? careWords.awayNow : careWords.awayText}</p>
      <button type="button" disabled={task.busy.value} onClick={change}>
        {group.away ? careWords.comeBack : careWords.leaveForAWhile}
      </button>
    </section>
  );
}

function ToKeep({ conversation }: { conversation: string }) {
  return (
    <div class="row">
      <button type="button" onClick={() => go({ view: "keep", conversation })}>
        {groupWords.lookAfter}
      </button>
    </div>
  );
}

export function GroupView({ conversation }: { conversation: string }) {
  useEffect(() => {
    task.clear();
    if (link.value === "live") {
      void loadGroup(conversation);
    }
  }, [conversation, link.value]);
  const group = groups.value.get(conversation);
  return (
    <section class="page">
      <BackToTalk conversation={conversation} />
      <PageHeading>{careWords.groupTitle(titleOf(conversation))}</PageHeading>
      <FormError text={task.error.value} />
      {!group && <p class="quiet">{away.value ? words.linkWaiting : words.wait}</p>}
      {group && (
        <>
          {group.theme && <p>{careWords.theme(group.theme)}</p>}
          <Hours group={group} />
          {group.can.includes("set") && <ToKeep conversation={conversation} />}
          {group.member && <GroupMeetings conversation={conversation} />}
          <section class="card">
            <h2>{careWords.agreementTitle}</h2>
            <Agreement lines={group.agreement} />
          </section>
          {group.member && <Nickname conversation={conversation} group={group} />}
          {group.member && <ForAWhile conversation={conversation} group={group} />}
        </>
      )}
    </section>
  );
}
