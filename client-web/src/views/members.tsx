// Who is in this conversation; leaving a group; for coordinators: adding and taking out.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { loadBlocked } from "../models/blocking";
import {
  addable, changeMembers, isCoordinator, loadAddable, loadMembers, members, memberTask,
} from "../models/members";
import { request } from "../models/request";
import { go, goInstead, HOME, type Route } from "../models/routes";
import { away, conversations, link, tell } from "../models/state";
import { refreshList } from "../models/sync";
import { titleOf } from "../models/titles";
import { Confirm } from "../parts/confirm";
import { FormError, Select, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { MemberLine } from "../parts/member-row";
import { words } from "../strings";

const asksLeave = signal(false);

async function leave(conversation: string): Promise<void> {
  const done = await memberTask.run(() => request("conversation.leave", { conversation }));
  if (done) {
    asksLeave.value = false;
    tell(words.left);
    goInstead(HOME);
    refreshList().catch(() => undefined);
  }
}

function Leave({ conversation }: { conversation: string }) {
  const ask = () => {
    memberTask.clear();
    asksLeave.value = true;
  };
  return (
    <div>
      <button type="button" aria-expanded={asksLeave.value} onClick={ask}>{words.leave}</button>
      {asksLeave.value && (
        <Confirm
          question={words.leaveAsk} yes={words.leaveYes} no={words.cancel}
          busy={memberTask.busy.value} error={memberTask.error.value}
          onYes={() => void leave(conversation)} onNo={() => { asksLeave.value = false; }}
        />
      )}
    </div>
  );
}

async function add(event: SubmitEvent, conversation: string): Promise<void> {
  event.preventDefault();
  const person = valueOf(event.currentTarget as HTMLFormElement, "person");
  const name = addable.value.find((entry) => entry.id === person)?.name ?? "";
  if (person === "") {
    memberTask.error.value = words.chooseOne;
  } else if (await changeMembers(conversation, "conversation.add", person)) {
    tell(words.added(name));
  }
}

function AddMember({ conversation }: { conversation: string }) {
  const options = [{ value: "", label: words.choose }].concat(
    addable.value.map(({ id, name }) => ({ value: id, label: name })));
  return (
    <form class="card" onSubmit={(event) => void add(event, conversation)}>
      <h2>{words.addMember}</h2>
      <p class="hint">{words.addMemberText}</p>
      <FormError text={memberTask.error.value} />
      <Select name="person" label={words.addMemberChoose} options={options} />
      <button type="submit" class="strong" disabled={memberTask.busy.value}>{words.add}</button>
    </form>
  );
}

function useMembers(conversation: string, isStaff: boolean): void {
  useEffect(() => () => { asksLeave.value = false; }, [conversation]);
  useEffect(() => {
    memberTask.clear();
    if (link.value === "live") {
      Promise.all([loadMembers(conversation), loadBlocked()])
        .then(() => isStaff ? loadAddable() : undefined)
        .catch(() => { memberTask.error.value = words.errors["no_connection"] ?? ""; });
    }
  }, [conversation, isStaff, link.value]);
}

function waitWords(): string {
  return away.value ? words.membersLater : words.wait;
}

export interface MembersProps { conversation: string; from: "desk" | undefined }

export function MembersView({ conversation, from }: MembersProps) {
  const isGroup = conversations.value.get(conversation)?.kind === "group";
  const isStaff = isGroup && isCoordinator();
  useMembers(conversation, isStaff);
  const found = members.value?.conversation === conversation ? members.value.rows : [];
  const back: Route = from === "desk"
    ? { view: "desk", page: "people" } : { view: "talk", conversation };
  return (
    <section class="page">
      <button type="button" class="back" onClick={() => go(back)}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>
        {isGroup ? words.membersTitle(titleOf(conversation)) : words.membersPair}
      </PageHeading>
      {found.length === 0 && <p class="quiet">{memberTask.error.value ?? waitWords()}</p>}
      {found.length > 0 && (
        <ul class="plain card">
          {found.map((row) => (
            <MemberLine
              key={row.person} conversation={conversation} row={row} mayTakeOut={isStaff}
            />
          ))}
        </ul>
      )}
      <div class="row">
        <button type="button" onClick={() => go({ view: "find-in", conversation })}>
          {words.findHere}
        </button>
      </div>
      {isStaff && <AddMember conversation={conversation} />}
      {isGroup && <Leave conversation={conversation} />}
    </section>
  );
}
