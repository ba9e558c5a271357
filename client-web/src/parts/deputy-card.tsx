// Who acts when a concern is about a safeguarding lead.
import type { PersonEntry } from "../lib/wire";
import { deputy, deputyTask, nameDeputy } from "../models/desk-service";
import { tell } from "../models/state";
import { leadWords as text } from "../strings-lead";
import { FormError, valueOf } from "./field";
import { heldRoles, PeopleSelect } from "./people-select";

const STAFF = ["facilitator", "coordinator", "administrator"];

function mayBe(person: PersonEntry): boolean {
  const roles = heldRoles(person);
  return !roles.includes("safeguarding_lead") && roles.some((role) => STAFF.includes(role));
}

async function name(form: HTMLFormElement): Promise<void> {
  const person = valueOf(form, "deputy");
  if (await nameDeputy(person === "" ? null : person)) {
    tell(person === "" ? text.deputyCleared : text.deputySaved);
  }
}

export function DeputyCard() {
  const now = deputy.value;
  if (now === null) {
    return null;
  }
  const { waiting = 0, appeals = 0 } = now;
  return (
    <section class="card">
      <h2>{text.deputyTitle}</h2>
      <p class="hint">{text.deputyText}</p>
      <p>{now.deputy ? text.deputyNow(now.deputy.name) : text.deputyNone}</p>
      {waiting > 0 && <p class="notice-line">{text.deputyWaiting(waiting)}</p>}
      {appeals > 0 && <p class="notice-line">{text.appealsWaiting(appeals)}</p>}
      <form
        key={now.deputy?.person ?? ""} noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void name(event.currentTarget);
        }}
      >
        <FormError text={deputyTask.error.value} />
        <PeopleSelect
          name="deputy" label={text.deputyWho} among={mayBe} none={text.deputyNobody}
          value={now.deputy?.person ?? ""}
        />
        <button type="submit" class="strong" disabled={deputyTask.busy.value}>{text.save}</button>
      </form>
    </section>
  );
}
