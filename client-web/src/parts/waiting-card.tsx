// The honest card while one waits: where one stands, what happens next and when, who to ask.
import { signal } from "@preact/signals";
import { serverNow_utc_ms } from "../lib/clock";
import { dateWords } from "../lib/dates";
import type { RequestCard } from "../lib/wire";
import { request } from "../models/request";
import { go } from "../models/routes";
import { ownAnswers } from "../models/saving";
import { tell } from "../models/state";
import { valuesOf } from "../models/story";
import { newTask } from "../models/task";
import { loadToday } from "../models/today";
import { words } from "../strings";
import { matchingWords } from "../strings-matching";
import { storyWords } from "../strings-story";
import { Confirm } from "./confirm";
import { FormError } from "./field";

const task = newTask();
const asking = signal<"pause" | "withdraw" | null>(null);
const DAY_MS = 86_400_000;

function daysSince(since_utc_ms: number): number {
  return Math.max(0, Math.floor((serverNow_utc_ms() - since_utc_ms) / DAY_MS));
}

function Delays({ delays }: { delays: readonly string[] }) {
  if (delays.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{matchingWords.delayTitle}</h3>
      <ul class="shared">
        {delays.map((code) => (
          <li key={code}>{matchingWords.delays[code] ?? matchingWords.delayOther}</li>
        ))}
      </ul>
    </>
  );
}

function Meanwhile() {
  const hasTimes = valuesOf(ownAnswers(), "time_grid").length > 0;
  return (
    <>
      <h3>{matchingWords.meanwhileTitle}</h3>
      <div class="row">
        <button type="button" onClick={() => go({ view: "story" })}>
          {matchingWords.meanwhileStory}
        </button>
        {!hasTimes && (
          <button type="button" onClick={() => go({ view: "story", step: "time_grid" })}>
            {matchingWords.meanwhileTimes}
          </button>
        )}
        <button type="button" onClick={() => go({ view: "talks" })}>
          {matchingWords.meanwhileGroups}
        </button>
      </div>
    </>
  );
}

type Change = "pause" | "resume" | "withdraw";

const DONE: Readonly<Record<Change, string>> = {
  pause: matchingWords.paused, resume: matchingWords.resumed,
  withdraw: matchingWords.withdrawnRequest,
};

async function change(id: string, what: Change): Promise<void> {
  const done = await task.run(async () => {
    await request(`request.${what}`, { request: id });
    await loadToday();
    return true;
  });
  if (done) {
    asking.value = null;
    tell(DONE[what]);
  }
}

function AskChange({ id, what }: { id: string; what: "pause" | "withdraw" }) {
  const isPause = what === "pause";
  return (
    <Confirm
      key={what} question={isPause ? matchingWords.pauseAsk : matchingWords.withdrawAsk}
      yes={isPause ? matchingWords.pauseYes : matchingWords.withdrawYesRequest} no={words.cancel}
      busy={task.busy.value} error={task.error.value}
      onYes={() => void change(id, what)} onNo={() => { asking.value = null; }}
    />
  );
}

function Ways({ id, can }: { id: string; can: readonly string[] }) {
  const ask = (what: "pause" | "withdraw") => {
    task.clear();
    asking.value = what;
  };
  return (
    <>
      {asking.value === null && <FormError text={task.error.value} />}
      <div class="row">
        {can.includes("resume") && (
          <button
            type="button" class="strong" disabled={task.busy.value}
            onClick={() => void change(id, "resume")}
          >
            {matchingWords.resume}
          </button>
        )}
        {can.includes("pause") && (
          <button type="button" onClick={() => ask("pause")}>{matchingWords.pause}</button>
        )}
        {can.includes("withdraw") && (
          <button type="button" onClick={() => ask("withdraw")}>
            {matchingWords.withdrawRequest}
          </button>
        )}
      </div>
      {asking.value !== null && <AskChange id={id} what={asking.value} />}
    </>
  );
}

export function WaitingBody({ card }: { card: RequestCard }) {
  const since = card.waiting_since;
  return (
    <>
      <p>{matchingWords.requestStates[card.state] ?? ""}</p>
      {since !== undefined && (
        <p>{matchingWords.waited(daysSince(since))}</p>
      )}
      {card.band !== undefined && <p>{matchingWords.band(card.band)}</p>}
      {card.next_run_at !== undefined && (
        <p>{matchingWords.nextRun(dateWords(card.next_run_at))}</p>
      )}
      <p>
        {card.coordinator ? matchingWords.namedPerson(card.coordinator) : matchingWords.noNamedPerson}
      </p>
      {card.state === "submitted" && (
        <div class="row">
          <button type="button" class="strong" onClick={() => go({ view: "consents" })}>
            {storyWords.consentsTitle}
          </button>
        </div>
      )}
      <Delays delays={card.delays} />
      <Meanwhile />
      <Ways id={card.id} can={card.can} />
    </>
  );
}
