// An open request to read private talk: the reasons, who agreed, and what one can do.
import { useEffect, useState } from "preact/hooks";
import { momentWords } from "../lib/dates";
import { nameOf } from "../lib/names";
import type { OpeningRow } from "../lib/wire-desk";
import {
  changeOpening, closeReading, openingsTable as table, readOpening, reading,
} from "../models/desk-openings";
import { me, tell } from "../models/state";
import { ask } from "../models/table";
import { leadWords as text } from "../strings-lead";
import { Confirm } from "./confirm";
import { type RowAction, RowActions, RowForm } from "./desk-form";
import { Field, focusField, FormError, Select, valueOf } from "./field";
import { OpenedTalk } from "./opened-talk";

const REASON_MAX = 400; // protocol: reason

function Decided({ row }: { row: OpeningRow }) {
  const { decided_by: by, decided_at: at } = row;
  if (by === undefined || at === undefined) {
    return null;
  }
  const words = row.state === "refused" ? text.refusedBy : text.agreedBy;
  return (
    <>
      <p>{words(nameOf(by), momentWords(at))}</p>
      {row.refusal && <blockquote dir="auto">{row.refusal}</blockquote>}
    </>
  );
}

/** Whether the people of the talk know, or when they will. */
function Told({ row }: { row: OpeningRow }) {
  if (row.told_at !== undefined) {
    return <p>{text.toldAt(momentWords(row.told_at))}</p>;
  }
  return row.silent ? (
    <>
      <p>{text.silentYes}</p>
      <blockquote dir="auto">{row.silent_reason}</blockquote>
    </>
  ) : <p>{text.silentNo}</p>;
}

function Waiting({ row }: { row: OpeningRow }) {
  if (row.state !== "asked" || row.can.includes("decide")) {
    return null;
  }
  const isOwn = row.asked_by.person === me.value?.person;
  return <p class="notice-line">{isOwn ? text.ownWaits : text.otherWaits}</p>;
}

function DecideForm({ row }: { row: OpeningRow }) {
  const [yes, setYes] = useState(true);
  const decide = async (form: HTMLFormElement) => {
    const reason = yes ? "" : valueOf(form, "refusal").trim();
    if (!yes && reason === "") {
      table.task.error.value = text.reasonNeeded;
      focusField(form, "refusal");
      return;
    }
    const { opening } = row;
    const done = await (yes ? changeOpening("opening.approve", { opening })
      : changeOpening("opening.refuse", { opening, reason }));
    if (done) {
      tell(yes ? text.agreed : text.refused);
    }
  };
  const answers = Object.entries(text.answers).map(([value, label]) => ({ value, label }));
  return (
    <RowForm
      table={table} title={text.decideTitle} submit={text.decideYes}
      onSubmit={(form) => void decide(form)}
    >
      <p class="hint">{text.decideHint}</p>
      <Select
        name="answer" label={text.answer} options={answers}
        onChange={(value) => setYes(value === "yes")}
      />
      {!yes && (
        <Field
          name="refusal" type="lines" label={text.refusal} max={REASON_MAX} capitals="sentences"
        />
      )}
    </RowForm>
  );
}

function ReadAsk({ row }: { row: OpeningRow }) {
  return (
    <Confirm
      question={row.silent ? text.readAskSilent : text.readAsk} yes={text.readYes} no={text.no}
      busy={table.task.busy.value} error={table.task.error.value}
      onYes={() => void readOpening(row.opening)} onNo={() => ask(table, null)}
    />
  );
}

function EndSilenceAsk({ row }: { row: OpeningRow }) {
  const end = async () => {
    if (await changeOpening("opening.end_silence", { opening: row.opening })) {
      tell(row.read_at === undefined ? text.silenceEndedUnread : text.silenceEnded);
    }
  };
  return (
    <Confirm
      question={row.read_at === undefined ? text.endSilenceUnread : text.endSilenceAsk}
      yes={text.endSilenceYes} no={text.no} busy={table.task.busy.value}
      error={table.task.error.value} onYes={() => void end()} onNo={() => ask(table, null)}
    />
  );
}

const FORMS = { decide: DecideForm, read: ReadAsk, end_silence: EndSilenceAsk } as const;

function actionsOf(row: OpeningRow): RowAction[] {
  const isRead = reading.value?.opening === row.opening;
  return [
    ...(row.can.includes("decide") ? [{ label: text.decide, form: "decide", strong: true }] : []),
    ...(row.can.includes("read") && !isRead
      ? [{ label: text.read, form: "read", strong: true }] : []),
    ...(row.can.includes("end_silence")
      ? [{ label: text.endSilence, form: "end_silence" }] : []),
  ];
}

export function OpeningDetails({ row }: { row: OpeningRow }) {
  useEffect(() => closeReading, []); // what was read does not lie about
  const asked = row.can.find((one) => one === table.asked.value);
  const Form = asked === undefined ? undefined : FORMS[asked];
  return (
    <div class="row-details">
      <p>{text.reasonOf(nameOf(row.asked_by))}</p>
      <blockquote dir="auto">{row.reason}</blockquote>
      <p>{text.rangeOf(row.from_seq, row.until_seq)}. {text.notLater}</p>
      <Waiting row={row} />
      <Decided row={row} />
      {row.read_at !== undefined && <p>{text.readAt(momentWords(row.read_at))}</p>}
      <Told row={row} />
      {Form === undefined && <FormError text={table.task.error.value} />}
      <RowActions table={table} actions={actionsOf(row)} />
      {Form && <Form key={asked} row={row} />}
      <OpenedTalk row={row} />
    </div>
  );
}
