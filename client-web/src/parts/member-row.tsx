// One person in the list of who is here: name, role, block, and for staff "take out".
import { signal } from "@preact/signals";
import type { MemberRow } from "../lib/wire";
import { changeMembers, memberTask } from "../models/members";
import { request } from "../models/request";
import { forgetAllLogs, me, tell } from "../models/state";
import { words } from "../strings";
import { Confirm } from "./confirm";

type Asking = { person: string; what: "block" | "takeOut" } | null;
const asking = signal<Asking>(null);

async function block(row: MemberRow): Promise<void> {
  const done = await memberTask.run(() => request("person.block", { person: row.person }));
  if (done) {
    asking.value = null;
    forgetAllLogs();
    tell(words.blocked(row.name));
  }
}

async function takeOut(conversation: string, row: MemberRow): Promise<void> {
  if (await changeMembers(conversation, "conversation.remove", row.person)) {
    asking.value = null;
    tell(words.takenOut(row.name));
  }
}

export interface MemberRowProps { conversation: string; row: MemberRow; mayTakeOut: boolean }

function Ask({ conversation, row }: MemberRowProps) {
  const shared = {
    busy: memberTask.busy.value,
    error: memberTask.error.value,
    no: words.cancel,
    onNo: () => { asking.value = null; },
  };
  if (asking.value?.what === "block") {
    return (
      <Confirm
        {...shared} question={words.blockAsk(row.name)} yes={words.blockYes}
        onYes={() => void block(row)}
      />
    );
  }
  return (
    <Confirm
      {...shared} question={words.takeOutAsk(row.name)} yes={words.takeOutYes}
      onYes={() => void takeOut(conversation, row)}
    />
  );
}

export function MemberLine(props: MemberRowProps) {
  const { row, mayTakeOut } = props;
  const isMe = row.person === me.value?.person;
  const ask = (what: "block" | "takeOut") => {
    memberTask.clear();
    asking.value = { person: row.person, what };
  };
  return (
    <li class="person">
      <div class="person-line">
        <p>
          <span class="person-name">{row.name}</span>{isMe && ` (${words.you.toLowerCase()})`}
          <span class="person-role">{words.roles[row.role]}</span>
        </p>
        {!isMe && (
          <div class="row">
            <button type="button" onClick={() => ask("block")}>
              {words.block}<span class="hidden"> {row.name}</span>
            </button>
            {mayTakeOut && (
              <button type="button" onClick={() => ask("takeOut")}>
                {words.takeOut}<span class="hidden"> {row.name}</span>
              </button>
            )}
          </div>
        )}
      </div>
      {asking.value?.person === row.person && <Ask {...props} />}
    </li>
  );
}
