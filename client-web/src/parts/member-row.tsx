// One person in the list of who is here: name, role, block or unblock, and for staff "take out".
import { signal } from "@preact/signals";
import type { MemberRow } from "../lib/wire";
import { block, isBlocked, unblock } from "../models/blocking";
import { changeMembers, memberTask } from "../models/members";
import { go } from "../models/routes";
import { me, tell } from "../models/state";
import { words } from "../strings";
import { Confirm } from "./confirm";

type Asking = { person: string; what: "block" | "unblock" | "takeOut" } | null;
const asking = signal<Asking>(null);

async function blockMember({ person, name }: MemberRow): Promise<void> {
  if (await memberTask.run(() => block({ id: person, name }))) {
    asking.value = null;
    tell(words.blocked(name));
  }
}

/** Without a question: it takes nothing from anybody, and a refusal stands in the row. */
async function unblockMember({ person, name }: MemberRow): Promise<void> {
  asking.value = { person, what: "unblock" };
  if (await memberTask.run(() => unblock({ id: person, name }))) {
    asking.value = null;
    tell(words.unblocked(name));
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
  if (asking.value?.what === "unblock") {
    return shared.error === null ? null : <p class="error" role="alert">{shared.error}</p>;
  }
  if (asking.value?.what === "block") {
    return (
      <Confirm
        {...shared} question={words.blockAsk(row.name)} yes={words.blockYes}
        onYes={() => void blockMember(row)}
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

/** One button for both, so that the focus stays on it when it says the other thing. */
function BlockButton({ row, onBlock }: { row: MemberRow; onBlock: () => void }) {
  const isOff = isBlocked(row.person);
  return (
    <button type="button" onClick={isOff ? () => void unblockMember(row) : onBlock}>
      {isOff ? words.unblock : words.block}<span class="hidden"> {row.name}</span>
    </button>
  );
}

export function MemberLine(props: MemberRowProps) {
  const { conversation, row, mayTakeOut } = props;
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
          {isBlocked(row.person) && <span class="person-role">{words.blockedByYou}</span>}
        </p>
        {!isMe && (
          <div class="row">
            <BlockButton row={row} onBlock={() => ask("block")} />
            <button
              type="button"
              onClick={() => go({ view: "report", conversation, person: row.person })}
            >
              {words.notRight}<span class="hidden"> {row.name}</span>
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
