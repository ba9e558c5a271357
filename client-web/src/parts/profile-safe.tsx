// When and how it is safe to reach somebody: shown to whoever says why, who is written down.
import { useState } from "preact/hooks";
import { timeOf } from "../lib/day-minutes";
import { dateWords } from "../lib/dates";
import type { SafeToReach as Told } from "../lib/wire-desk";
import { request } from "../models/request";
import { newTask } from "../models/task";
import { words } from "../strings";
import { safeWords as text } from "../strings-safe";
import { Field, focusField, FormError, valueOf } from "./field";

const REASON_MAX = 400;
const task = newTask();

function waysOf({ contact }: Told): string {
  const ways = (["phone", "voicemail", "texts", "letters"] as const)
    .filter((way) => contact[way]).map((way) => text.deskWay[way]);
  return ways.length === 0 ? text.deskNoWay : words.list(ways);
}

function hoursOf({ contact: { safe_from: from, safe_until: until } }: Told): string {
  return from === undefined || until === undefined
    ? text.deskAnyHour : text.deskBetween(timeOf(from), timeOf(until));
}

function Facts({ told }: { told: Told }) {
  const { contact, said_at, ask_again } = told;
  return said_at === undefined ? <p>{text.deskNothing}</p> : (
    <>
      <p class="hint">{text.deskSaid(dateWords(said_at))}</p>
      {ask_again && <p class="notice-line">{text.deskOld}</p>}
      <dl class="facts">
        <div><dt>{text.deskWays}</dt><dd>{waysOf(told)}</dd></div>
        <div><dt>{text.deskHours}</dt><dd>{hoursOf(told)}</dd></div>
        <div><dt>{text.deskCode}</dt><dd>{contact.code_word ?? text.deskNoCode}</dd></div>
        <div><dt>{text.deskNotTold}</dt><dd>{contact.not_told ?? text.deskNotSaid}</dd></div>
      </dl>
    </>
  );
}

export function SafeToReach({ person }: { person: string }) {
  const [told, setTold] = useState<Told | null>(null);
  const [error, setError] = useState<string | null>(null);
  const open = async (form: HTMLFormElement) => {
    const reason = valueOf(form, "safe-reason").trim();
    setError(reason === "" ? text.deskWhyNeeded : null);
    if (reason === "") {
      focusField(form, "safe-reason");
      return;
    }
    setTold(await task.run(() => request("safe_contact.view", { person, reason })) ?? null);
  };
  return (
    <section class="card">
      <h2>{text.deskTitle}</h2>
      {told ? <Facts told={told} /> : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void open(event.currentTarget);
          }}
        >
          <p class="hint">{text.deskText}</p>
          <FormError text={task.error.value} />
          <Field
            name="safe-reason" label={text.deskWhy} hint={text.deskHint} error={error}
            max={REASON_MAX} capitals="sentences"
          />
          <button type="submit" class="strong" disabled={task.busy.value}>{text.deskOpen}</button>
        </form>
      )}
    </section>
  );
}
