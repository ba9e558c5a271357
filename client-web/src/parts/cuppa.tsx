// A cuppa: half an hour with whoever is free. No match, no case; more only if both wish.
import { signal } from "@preact/signals";
import { timeWords, whenWords } from "../lib/dates";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import type { Cuppa } from "../lib/wire";
import { request } from "../models/request";
import { go } from "../models/routes";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { loadToday } from "../models/today";
import { words } from "../strings";
import { matchingWords } from "../strings-matching";
import { Confirm } from "./confirm";
import { FormError } from "./field";

const task = newTask();
const ending = signal<string | null>(null);

function moment(at_utc_ms: number): string {
  const when = whenWords(at_utc_ms);
  const time = timeWords(at_utc_ms);
  return when === time ? time : `${when}, ${time}`;
}

/** Does one thing, then looks again; true when it was done. */
async function act(work: () => Promise<unknown>, explain = errorWords): Promise<boolean> {
  const done = await task.run(async () => {
    await work();
    await loadToday();
    return true;
  }, explain);
  return done === true;
}

function explainAsk(cause: unknown): string {
  return asRpcError(cause).field === "consent" ? matchingWords.cuppaNeedsYes : errorWords(cause);
}

async function askFor(): Promise<void> {
  await act(() => request("cuppa.ask", {}), explainAsk);
}

async function withdraw(cuppa: string): Promise<void> {
  if (await act(() => request("cuppa.withdraw", { cuppa }))) {
    tell(matchingWords.cuppaWithdrawn);
  }
}

function explainTake(cause: unknown): string {
  const gone = ["not_found", "wrong_state", "conflict"].includes(asRpcError(cause).kind);
  return gone ? matchingWords.cuppaGone : errorWords(cause);
}

async function take(cuppa: string): Promise<void> {
  if (await act(() => request("cuppa.take", { cuppa }), explainTake)) {
    tell(matchingWords.cuppaTaken);
  } else {
    void loadToday();
  }
}

async function again(cuppa: string, wish: boolean): Promise<void> {
  await act(() => request("cuppa.again", { cuppa, again: wish }));
}

async function end(cuppa: string): Promise<void> {
  if (await act(() => request("cuppa.end", { cuppa }))) {
    ending.value = null;
  }
}

export function CuppaAsk({ expired }: { expired: boolean }) {
  return (
    <>
      {expired && <p>{matchingWords.cuppaExpired}</p>}
      <p>{matchingWords.cuppaText}</p>
      <FormError text={task.error.value} />
      <button type="button" disabled={task.busy.value} onClick={() => void askFor()}>
        {matchingWords.cuppaAsk}
      </button>
    </>
  );
}

function Again({ cuppa, name }: { cuppa: Cuppa; name: string }) {
  if (cuppa.both_again) {
    return <p class="said">{matchingWords.cuppaAgainBoth(name)}</p>;
  }
  if (cuppa.mine_again) {
    return <p class="said">{matchingWords.cuppaAgainSaid}</p>;
  }
  return (
    <>
      <h3>{matchingWords.cuppaAgain(name)}</h3>
      <p class="hint">{matchingWords.cuppaAgainText}</p>
      <div class="pair">
        <button
          type="button" disabled={task.busy.value} onClick={() => void again(cuppa.cuppa, true)}
        >
          {matchingWords.cuppaAgainYes}
        </button>
        <button
          type="button" disabled={task.busy.value} onClick={() => void again(cuppa.cuppa, false)}
        >
          {matchingWords.cuppaAgainNo}
        </button>
      </div>
    </>
  );
}

function Taken({ cuppa, name }: { cuppa: Cuppa; name: string }) {
  const { conversation } = cuppa;
  return (
    <>
      <p>{matchingWords.cuppaUntil(moment(cuppa.ends_at))}</p>
      <div class="row">
        {conversation && (
          <button
            type="button" class="strong" onClick={() => go({ view: "talk", conversation })}
          >
            {matchingWords.openTalk}
          </button>
        )}
        <button type="button" onClick={() => { task.clear(); ending.value = cuppa.cuppa; }}>
          {matchingWords.cuppaEnd}
        </button>
      </div>
      {ending.value === cuppa.cuppa && (
        <Confirm
          question={matchingWords.cuppaEndAsk} yes={matchingWords.cuppaEndYes} no={words.cancel}
          busy={task.busy.value} error={task.error.value}
          onYes={() => void end(cuppa.cuppa)} onNo={() => { ending.value = null; }}
        />
      )}
      <Again cuppa={cuppa} name={name} />
    </>
  );
}

function Asked({ cuppa }: { cuppa: Cuppa }) {
  const isMine = cuppa.i_am === "carer";
  return (
    <>
      <p>
        {isMine ? matchingWords.cuppaAsked(moment(cuppa.ends_at)) : matchingWords.cuppaWaitsText}
      </p>
      <button
        type="button" disabled={task.busy.value}
        onClick={() => void (isMine ? withdraw(cuppa.cuppa) : take(cuppa.cuppa))}
      >
        {isMine ? matchingWords.cuppaWithdraw : matchingWords.cuppaTake}
      </button>
    </>
  );
}

export function CuppaBody({ cuppa }: { cuppa: Cuppa }) {
  const name = cuppa.name ?? words.somebody;
  return (
    <>
      {cuppa.state === "asked" && <Asked cuppa={cuppa} />}
      {cuppa.state === "taken" && <Taken cuppa={cuppa} name={name} />}
      {cuppa.state === "ended" && <p>{matchingWords.cuppaEnded(name)}</p>}
      {cuppa.state === "ended" && <Again cuppa={cuppa} name={name} />}
      {ending.value === null && <FormError text={task.error.value} />}
    </>
  );
}
