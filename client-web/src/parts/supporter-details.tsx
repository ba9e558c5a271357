// What one sees and does about a supporter.
import { useEffect } from "preact/hooks";
import type { SupporterRow } from "../lib/wire-desk";
import { deskPeople, loadDesk } from "../models/desk";
import {
  changeSupporter, READINESS_DAYS, readinessOf, supportersTable as table,
} from "../models/desk-supporters";
import { isCoordinator } from "../models/members";
import { go } from "../models/routes";
import { me, tell } from "../models/state";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { type RowAction, RowActions, RowForm } from "./desk-form";
import { Field, FormError, Select, valueOf } from "./field";

interface RowProps { row: SupporterRow }

function ReadinessForm({ row }: RowProps) {
  const save = async (form: HTMLFormElement) => {
    const params = readinessOf(row.person, (name) => valueOf(form, name));
    if (await changeSupporter("supporter.readiness", params)) {
      tell(deskWords.saved);
    }
  };
  const dbs = [{ value: "", label: deskWords.asItWas }].concat(
    Object.entries(deskWords.dbs).map(([value, label]) => ({ value, label })));
  return (
    <RowForm
      table={table} title={deskWords.readinessTitle} submit={deskWords.save}
      onSubmit={(form) => void save(form)}
    >
      <p class="hint">{deskWords.readinessHint}</p>
      {READINESS_DAYS.map((name) => (
        <Field key={name} name={name} type="date" label={deskWords.readiness[name]} />
      ))}
      <Select name="dbs" label={deskWords.dbsTitle} options={dbs} />
    </RowForm>
  );
}

function HoldForm({ row }: RowProps) {
  const place = async () => {
    if (await changeSupporter("hold.place", { person: row.person })) {
      tell(deskWords.held(row.name));
    }
  };
  return (
    <RowForm
      table={table} title={deskWords.holdAsk(row.name)} submit={deskWords.holdYes}
      onSubmit={() => void place()}
    />
  );
}

function NoContactForm({ row }: RowProps) {
  useEffect(() => { loadDesk().catch((cause: unknown) => table.task.explain(cause)); }, []);
  const place = async (form: HTMLFormElement) => {
    const other = valueOf(form, "other");
    if (other === "") {
      table.task.error.value = words.chooseOne;
    } else if (await changeSupporter("no_contact.place", { a: row.person, b: other })) {
      tell(deskWords.noContactDone);
    }
  };
  const options = [{ value: "", label: words.choose }].concat(deskPeople.value
    .filter(({ id }) => id !== row.person).map(({ id, name }) => ({ value: id, label: name })));
  return (
    <RowForm
      table={table} title={deskWords.noContactAsk(row.name)} submit={deskWords.noContactYes}
      onSubmit={(form) => void place(form)}
    >
      <Select name="other" label={deskWords.noContactWith} options={options} />
    </RowForm>
  );
}

const FORMS: Readonly<Record<string, typeof HoldForm>> = {
  readiness: ReadinessForm, hold: HoldForm, no_contact: NoContactForm,
};

async function lift(row: SupporterRow): Promise<void> {
  if (await changeSupporter("hold.lift", { person: row.person })) {
    tell(deskWords.holdLifted(row.name));
  }
}

function isLead(): boolean {
  return me.value?.roles.some((grant) => grant.role === "safeguarding_lead") ?? false;
}

function actionsOf(row: SupporterRow): RowAction[] {
  return [
    ...(isCoordinator()
      ? [{ label: deskWords.readinessTitle, form: "readiness", strong: !row.ready }] : []),
    ...(row.on_hold ? [] : [{ label: deskWords.hold, form: "hold" }]),
    ...(row.on_hold && isLead() ? [{ label: deskWords.holdLift, act: () => void lift(row) }] : []),
    { label: deskWords.noContact, form: "no_contact" },
    {
      label: deskWords.profile,
      act: () => go({ view: "desk", page: "profile", person: row.person }),
    },
  ];
}

export function SupporterDetails({ row }: RowProps) {
  const asked = table.asked.value;
  const Form = FORMS[asked ?? ""];
  return (
    <div class="row-details">
      <p class="hint">{deskWords.profileNote}</p>
      {Form === undefined && <FormError text={table.task.error.value} />}
      <RowActions table={table} actions={actionsOf(row)} />
      {Form && <Form key={asked} row={row} />}
    </div>
  );
}
