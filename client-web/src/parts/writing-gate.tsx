// In place of the box where one writes, while one cannot write in a group: what to do, or when.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { limits } from "#protocol";
import { momentWords } from "../lib/dates";
import type { Group } from "../lib/wire";
import type { Gate } from "../models/gate";
import { accept } from "../models/groups";
import { ownReports } from "../models/reports";
import { go } from "../models/routes";
import { groups, tell } from "../models/state";
import { newTask } from "../models/task";
import { ownName } from "../models/titles";
import { careWords } from "../strings-care";
import { words } from "../strings";
import { Agreement } from "./agreement";
import { focusComposer } from "./composer";
import { FormError } from "./field";

const task = newTask();

function Accept({ conversation, group }: { conversation: string; group: Group }) {
  const nickname = useSignal(group.nickname ?? "");
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // After the conversation has gone to its newest words: one reads from the first line.
    requestAnimationFrame(() => box.current?.scrollIntoView({ block: "start" }));
  }, []);
  const send = (event: Event) => {
    event.preventDefault();
    void task.run(() => accept(conversation, group.agreement_version, nickname.value.trim()))
      .then((done) => {
        if (done) {
          tell(careWords.accepted);
          requestAnimationFrame(focusComposer);
        }
      });
  };
  return (
    <form class="gate" ref={box} onSubmit={send}>
      <h2>{careWords.agreementTitle}</h2>
      <p class="hint">{careWords.agreementWhy}</p>
      <Agreement lines={group.agreement} />
      <FormError text={task.error.value} />
      <div class="field">
        <label for="nickname">{careWords.nicknameLabel}</label>
        <p class="hint" id="nickname-hint">{careWords.nicknameHint(ownName())}</p>
        <input
          id="nickname" type="text" maxLength={limits.name_chars} autocomplete="off"
          aria-describedby="nickname-hint" value={nickname.value}
          onInput={(event) => { nickname.value = event.currentTarget.value; }}
        />
      </div>
      <button type="submit" class="strong" disabled={task.busy.value}>{careWords.accept}</button>
    </form>
  );
}

function closedWords({ opens_at, next_duty }: Group): string {
  const opens = opens_at ?? next_duty?.from;
  return opens === undefined ? careWords.closed : careWords.closedUntil(momentWords(opens));
}

/** Where it was decided about something she wrote, the reason stands with her reports. */
function Muted({ conversation, until }: { conversation: string; until: number }) {
  const isDecided = ownReports.value?.decisions.some(
    (one) => one.decision === "restricted" && one.conversation === conversation) ?? false;
  return (
    <div class="gate">
      <p>{careWords.writeAgain(momentWords(until))} {isDecided ? careWords.mutedWhy : careWords.muted}</p>
      {isDecided && (
        <button type="button" onClick={() => go({ view: "reports" })}>{words.myReports}</button>
      )}
    </div>
  );
}

export function WritingGate({ conversation, gate }: { conversation: string; gate: Gate }) {
  const group = groups.value.get(conversation);
  if (!group) {
    return <p class="gate quiet">{words.wait}</p>;
  }
  switch (gate) {
    case "agreement":
      return <Accept conversation={conversation} group={group} />;
    case "muted":
      return <Muted conversation={conversation} until={group.muted_until ?? 0} />;
    case "closed":
      return <p class="gate">{closedWords(group)} {careWords.closedDraft}</p>;
  }
}
