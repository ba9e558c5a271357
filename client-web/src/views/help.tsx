// Help now: numbers, honest words about hours, somebody of the team, and the way out. For
// everybody, signed in or not.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { untilWords } from "../lib/soon";
import { newUuid } from "../lib/uuid";
import { askForHelp } from "../models/reports";
import { go } from "../models/routes";
import { me, people, signedIn } from "../models/state";
import { newTask } from "../models/task";
import { talks } from "../models/titles";
import { PageHeading } from "../parts/heading";
import { HelpNumbers, Hours } from "../parts/help-numbers";
import { SayMore } from "../parts/say-more";
import { careWords } from "../strings-care";
import { words } from "../strings";

const STAFF = ["coordinator", "facilitator", "safeguarding_lead"];
const task = newTask();

/** Conversations of two with somebody of the team: one can write there at once. */
function staffTalks() {
  const staff = new Set(Array.from(people.value.values())
    .filter((person) => STAFF.includes(person.role)).map((person) => person.name));
  return talks().filter((row) => row.kind === "pair" && staff.has(row.title));
}

function GetInTouch() {
  const made = useSignal<{ number: string; look_by?: number } | null>(null);
  const cid = useMemo(newUuid, [made.value]);
  if (made.value) {
    const { number, look_by } = made.value;
    const lead = careWords.lookers["safeguarding_lead"] ?? "";
    return (
      <div role="status">
        <p><strong>{careWords.receipt(number)}</strong></p>
        <p>{look_by === undefined ? careWords.noPromise(lead) : careWords.looksBy(lead, untilWords(look_by))}</p>
      </div>
    );
  }
  const send = async (text: string) => {
    const answer = await task.run(() => askForHelp(cid, text));
    made.value = answer;
    return answer;
  };
  return (
    <>
      <p>{careWords.getInTouch}</p>
      <SayMore
        id="help-what" open={careWords.getInTouchOpen} label={careWords.getInTouchWhat}
        task={task} onSend={send}
      />
    </>
  );
}

function Team() {
  const rows = staffTalks();
  return (
    <section class="card">
      <h2>{careWords.teamTitle}</h2>
      <Hours />
      {rows.map((row) => (
        <p key={row.id}>
          <button type="button" onClick={() => go({ view: "talk", conversation: row.id })}>
            {words.writeTo(row.title)}
          </button>
        </p>
      ))}
      {me.value && <GetInTouch />}
    </section>
  );
}

export function HelpView() {
  return (
    <section class="page">
      <button type="button" class="back" onClick={() => history.back()}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>{careWords.helpTitle}</PageHeading>
      <section class="card">
        <h2>{careWords.nowTitle}</h2>
        <p><strong>{careWords.dangerNow}</strong></p>
        <HelpNumbers />
      </section>
      {signedIn.value === "yes" && <Team />}
      <section class="card">
        <h2>{careWords.leaveTitle}</h2>
        <p>{careWords.leaveText}</p>
      </section>
    </section>
  );
}
