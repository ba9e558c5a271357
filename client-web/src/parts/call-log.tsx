// A call written down in a minute: when, how, how long, how it felt; never what was said.
import { signal } from "@preact/signals";
import type { CallFeel, CallMode } from "../lib/wire";
import { logCall } from "../models/match";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { words } from "../strings";
import { matchingWords } from "../strings-matching";
import { FormError, Select, valueOf } from "./field";

const MODES: readonly CallMode[] = ["phone", "video", "in_person", "chat", "letter"];
const FEELS: readonly CallFeel[] = ["good", "all_right", "hard"];
const MINUTES = [5, 10, 15, 20, 30, 45, 60, 90];
const USUAL_MINUTES = "20";

const task = newTask();
const isOpen = signal(false);

async function save(form: HTMLFormElement, match: string): Promise<void> {
  const call = {
    days_ago: Number(valueOf(form, "day")),
    mode: MODES.find((one) => one === valueOf(form, "mode")) ?? "phone",
    minutes: Number(valueOf(form, "minutes")),
    feel: FEELS.find((one) => one === valueOf(form, "feel")) ?? "all_right",
  };
  if (await task.run(() => logCall(match, call))) {
    isOpen.value = false;
    tell(call.feel === "hard"
      ? `${matchingWords.callSaved} ${matchingWords.callHard}` : matchingWords.callSaved);
  }
}

function Feel() {
  return (
    <fieldset class="radios">
      <legend>{matchingWords.callFeel}</legend>
      {FEELS.map((feel) => (
        <label class="tick" key={feel}>
          <input type="radio" name="feel" value={feel} defaultChecked={feel === "good"} />
          {matchingWords.callFeels[feel]}
        </label>
      ))}
    </fieldset>
  );
}

function CallForm({ match }: { match: string }) {
  return (
    <form
      class="call-form" onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget, match);
      }}
    >
      <p class="hint">{matchingWords.callText}</p>
      <FormError text={task.error.value} />
      <Select
        name="day" label={matchingWords.callWhen}
        options={matchingWords.callDays.map((label, at) => ({ value: String(at), label }))}
      />
      <Select
        name="mode" label={matchingWords.callMode}
        options={MODES.map((mode) => ({ value: mode, label: matchingWords.callModes[mode] }))}
      />
      <Select
        name="minutes" label={matchingWords.callMinutes} value={USUAL_MINUTES}
        options={MINUTES.map(
          (count) => ({ value: String(count), label: matchingWords.minutes(count) }))}
      />
      <Feel />
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>
          {matchingWords.callSave}
        </button>
        <button type="button" onClick={() => { isOpen.value = false; }}>{words.cancel}</button>
      </div>
    </form>
  );
}

export function CallLog({ match }: { match: string }) {
  const toggle = () => {
    task.clear();
    isOpen.value = !isOpen.value;
  };
  return (
    <div class="call-log">
      <button type="button" aria-expanded={isOpen.value} onClick={toggle}>
        {matchingWords.callTitle}
      </button>
      {isOpen.value && <CallForm match={match} />}
    </div>
  );
}
