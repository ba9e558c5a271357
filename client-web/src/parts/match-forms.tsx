// The forms of a match: a call written down, an answer given by phone, an ending.
import { boxTime, timeOfBox } from "../lib/box-time";
import { serverNow_utc_ms } from "../lib/clock";
import type { MatchLine, Params } from "../lib/wire-desk";
import { changeMatch, matchesTable as table } from "../models/desk-matches";
import { tell } from "../models/state";
import { deskWords } from "../strings-desk";
import { RowForm, Tick } from "./desk-form";
import { Field, focusField, Select, valueOf } from "./field";

interface RowProps { row: MatchLine }

const REASON_MAX = 400;
const MINUTES_MAX = 1440;
const USUAL_MINUTES = "20";

function options(labels: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}

function reasonOf(form: HTMLFormElement): { reason?: string } {
  const reason = valueOf(form, "reason").trim();
  return reason === "" ? {} : { reason };
}

type Call = Params["call.log"];

/** The box knows minutes only: left as it was it means this very moment. */
function callTime(form: HTMLFormElement): number | null {
  const box = form.elements.namedItem("at") as HTMLInputElement;
  return box.value === box.defaultValue ? serverNow_utc_ms() : timeOfBox(box.value);
}

async function logCall(form: HTMLFormElement, row: MatchLine): Promise<void> {
  const at = callTime(form);
  const minutes = Number(valueOf(form, "minutes"));
  if (at === null || at > serverNow_utc_ms() + 60_000) {
    table.task.error.value = deskWords.callWhenWrong;
    focusField(form, "at");
  } else if (!Number.isInteger(minutes) || minutes < 0 || minutes > MINUTES_MAX) {
    table.task.error.value = deskWords.callMinutesWrong;
    focusField(form, "minutes");
  } else {
    const call = {
      match: row.match, at, minutes, mode: valueOf(form, "mode") as Call["mode"],
      feel: valueOf(form, "feel") as Call["feel"],
    };
    if (await changeMatch("call.log", call)) {
      tell(deskWords.callLogged);
    }
  }
}

/** One minute by keyboard: every box has the usual answer, Enter in any of them saves. */
export function CallForm({ row }: RowProps) {
  return (
    <RowForm
      table={table} title={deskWords.callTitle} submit={deskWords.save}
      onSubmit={(form) => void logCall(form, row)}
    >
      <p class="hint">{deskWords.callText}</p>
      <div class="boxes">
        <Field name="minutes" type="number" label={deskWords.callMinutes} value={USUAL_MINUTES} />
        <Select name="mode" label={deskWords.callMode} options={options(deskWords.callModes)} />
        <Select name="feel" label={deskWords.callFeel} options={options(deskWords.callFeels)} />
        <Field
          name="at" type="datetime-local" label={deskWords.callWhen}
          value={boxTime(new Date(serverNow_utc_ms()))}
        />
      </div>
    </RowForm>
  );
}

type Answer = Params["match.answer_for"];

async function answer(form: HTMLFormElement, row: MatchLine): Promise<void> {
  const said = {
    match: row.match, side: valueOf(form, "side") as Answer["side"],
    answer: valueOf(form, "answer") as Answer["answer"], ...reasonOf(form),
  };
  if (await changeMatch("match.answer_for", said)) {
    tell(deskWords.answered);
  }
}

function Reason() {
  return (
    <Field
      name="reason" label={deskWords.reason} hint={deskWords.reasonHint} max={REASON_MAX}
      capitals="sentences"
    />
  );
}

export function AnswerForm({ row }: RowProps) {
  const sides = [
    { side: "carer", named: row.carer, said: row.carer_answer },
    { side: "supporter", named: row.supporter, said: row.supporter_answer },
  ].filter(({ said }) => said !== "yes").map(({ side, named }) => ({ value: side, label: named.name }));
  return (
    <RowForm
      table={table} title={deskWords.answerFor} submit={deskWords.save}
      onSubmit={(form) => void answer(form, row)}
    >
      <Select name="side" label={deskWords.answerWho} options={sides} />
      <Select name="answer" label={deskWords.answerWhat} options={options(deskWords.answers)} />
      <Reason />
    </RowForm>
  );
}

export function EndForm({ row }: RowProps) {
  const end = async (form: HTMLFormElement) => {
    const planned = !new FormData(form).has("now");
    if (await changeMatch("match.end", { match: row.match, planned, ...reasonOf(form) })) {
      tell(planned ? deskWords.endingPlanned : deskWords.ended);
    }
  };
  return (
    <RowForm
      table={table} title={deskWords.endText} submit={deskWords.endYes}
      onSubmit={(form) => void end(form)}
    >
      <Tick name="now" label={deskWords.endNow} />
      <Reason />
    </RowForm>
  );
}

export function CauseForm({ row }: RowProps) {
  const end = async (form: HTMLFormElement) => {
    const { reason } = reasonOf(form);
    if (reason === undefined) {
      table.task.error.value = deskWords.reasonNeeded;
      focusField(form, "reason");
    } else if (await changeMatch("match.end_for_cause", { match: row.match, reason })) {
      tell(deskWords.ended);
    }
  };
  return (
    <RowForm
      table={table} title={deskWords.causeText} submit={deskWords.causeYes}
      onSubmit={(form) => void end(form)}
    >
      <Reason />
    </RowForm>
  );
}
