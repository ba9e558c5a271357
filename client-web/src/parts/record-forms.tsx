// What follows for a record whose time is over: it is kept longer, or destroyed.
import { useEffect } from "preact/hooks";
import type { OverRecord } from "../lib/wire-desk";
import {
  destroyRecord, keepLonger, recordsTable as table, wantsCode, wrong,
} from "../models/desk-records";
import { dayOf } from "../models/desk-supporters";
import { tell } from "../models/state";
import { words } from "../strings";
import { accountWords } from "../strings-account";
import { leadWords as text } from "../strings-lead";
import { RowForm } from "./desk-form";
import { digitsOf, Field, focusField, valueOf } from "./field";
import { PasswordField } from "./password-field";

const REASON_MAX = 400; // protocol: reason

/** Says what is missing and goes to its box. */
function isMissing(form: HTMLFormElement, box: string, what: string): void {
  table.task.error.value = what;
  focusField(form, box);
}

export function KeepForm({ record: { row } }: { record: OverRecord }) {
  const send = async (form: HTMLFormElement) => {
    const [until, review] = [dayOf(valueOf(form, "keep-until")), dayOf(valueOf(form, "keep-review"))];
    const reason = valueOf(form, "keep-why").trim();
    if (until === null || review === null) {
      isMissing(form, until === null ? "keep-until" : "keep-review", text.dayNeeded);
    } else if (reason === "") {
      isMissing(form, "keep-why", text.reasonNeeded);
    } else if (await keepLonger({
      concern: row.concern, keep_until: until, review_at: review, keep_reason: reason,
    })) {
      tell(text.recordKept(row.number));
    }
  };
  return (
    <RowForm
      table={table} title={text.keepLongerTitle} submit={text.keepLonger}
      onSubmit={(form) => void send(form)}
    >
      <Field name="keep-until" type="date" label={text.keepUntil} />
      <Field name="keep-review" type="date" label={text.keepReview} />
      <Field
        name="keep-why" type="lines" label={text.keepWhy} max={REASON_MAX} capitals="sentences"
      />
    </RowForm>
  );
}

async function destroy(form: HTMLFormElement, { row }: OverRecord): Promise<void> {
  const [reason, password] = [valueOf(form, "end-why").trim(), valueOf(form, "password")];
  if (reason === "" || password === "") {
    isMissing(form, reason === "" ? "end-why" : "password",
      reason === "" ? text.reasonNeeded : text.wrongPassword);
    return;
  }
  const done = await destroyRecord(
    row.concern, reason, { password, code: digitsOf(form, "code") });
  if (done !== null) {
    tell(done ? text.destroyed(row.number) : text.destroyAsked);
  } else if (wrong.value.password || wrong.value.code) {
    // The box for the code may just have come.
    requestAnimationFrame(() => focusField(form, wrong.value.code ? "code" : "password"));
  }
}

export function DestroyForm({ record }: { record: OverRecord }) {
  useEffect(() => () => { wrong.value = {}; }, []);
  const isTwo = record.row.about.some(({ staff }) => staff) && record.asked_by === undefined;
  return (
    <RowForm
      table={table} title={text.destroyTitle} submit={text.destroyYes}
      onSubmit={(form) => void destroy(form, record)}
    >
      <p class="hint">{text.destroyHint}{isTwo && ` ${text.destroyTwo}`}</p>
      <Field
        name="end-why" type="lines" label={text.destroyWhy} max={REASON_MAX} capitals="sentences"
      />
      <PasswordField
        name="password" label={words.password} error={wrong.value.password}
        autocomplete="current-password"
      />
      {wantsCode.value && (
        <Field
          name="code" label={accountWords.oldCode} error={wrong.value.code}
          autocomplete="one-time-code" digits
        />
      )}
    </RowForm>
  );
}
