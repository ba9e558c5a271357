// The forms of somebody who waits: screening, consent, closing with a reason.
import type { Params, WaitingRow } from "../lib/wire-desk";
import { changeWaiting, waitingTable } from "../models/desk-waiting";
import { tell } from "../models/state";
import { deskWords } from "../strings-desk";
import { RowForm, Tick } from "./desk-form";
import { Field, Select, valueOf } from "./field";

const REASON_MAX = 400;

export function ScreenForm({ row }: { row: WaitingRow }) {
  const screen = async (form: HTMLFormElement) => {
    const urgent = new FormData(form).has("urgent");
    if (await changeWaiting("request.screen", { request: row.request, urgent })) {
      tell(deskWords.screened(row.name));
    }
  };
  return (
    <RowForm
      table={waitingTable} title={deskWords.screenText(row.name)} submit={deskWords.screenYes}
      onSubmit={(form) => void screen(form)}
    >
      <Tick name="urgent" label={deskWords.screenUrgent} checked={row.urgent} />
    </RowForm>
  );
}

type Consent = Params["consent.record"];
const WHATS = ["matching", "special_category", "sharing"] as const;
const HOWS = ["phone", "in_person", "letter"] as const;

function choices<C extends string>(codes: readonly C[], labels: Readonly<Record<string, string>>) {
  return codes.map((value) => ({ value, label: labels[value] ?? value }));
}

/** The boxes in which a consent, or its end, is written down. */
export function ConsentBoxes() {
  const given = [
    { value: "yes", label: deskWords.consentGiven }, { value: "no", label: deskWords.consentTakenBack },
  ];
  return (
    <>
      <Select
        name="what" label={deskWords.consentWhat} options={choices(WHATS, deskWords.consents)}
      />
      <Select name="how" label={deskWords.consentHow} options={choices(HOWS, deskWords.hows)} />
      <Select name="given" label={deskWords.recordConsent} options={given} />
    </>
  );
}

export function consentOf(form: HTMLFormElement, person: string): Consent {
  return {
    person,
    what: valueOf(form, "what") as Consent["what"],
    how: valueOf(form, "how") as Consent["how"],
    given: valueOf(form, "given") === "yes",
  };
}

export function ConsentForm({ row }: { row: WaitingRow }) {
  const record = async (form: HTMLFormElement) => {
    if (await changeWaiting("consent.record", consentOf(form, row.person))) {
      tell(deskWords.consentRecorded);
    }
  };
  return (
    <RowForm
      table={waitingTable} title={deskWords.recordConsent} submit={deskWords.save}
      onSubmit={(form) => void record(form)}
    >
      <ConsentBoxes />
    </RowForm>
  );
}

export function CloseForm({ row }: { row: WaitingRow }) {
  const close = async (form: HTMLFormElement) => {
    const reason = valueOf(form, "reason").trim();
    if (reason === "") {
      waitingTable.task.error.value = deskWords.closeReason;
    } else if (await changeWaiting("request.close", { request: row.request, reason })) {
      tell(deskWords.closed(row.name));
    }
  };
  return (
    <RowForm
      table={waitingTable} title={deskWords.closeRequest} submit={deskWords.closeYes}
      onSubmit={(form) => void close(form)}
    >
      <Field
        name="reason" label={deskWords.closeReason} hint={deskWords.closeReasonHint}
        max={REASON_MAX} capitals="sentences"
      />
    </RowForm>
  );
}
