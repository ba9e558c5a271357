// Connecting a carer with a supporter: they get a conversation of their own.
import type { PersonEntry } from "../lib/wire";
import { connectPair, deskPeople, peopleWith } from "../models/desk";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { words } from "../strings";
import { FormError, Select, valueOf } from "./field";

const task = newTask();

function options(people: readonly PersonEntry[]) {
  return [{ value: "", label: words.choose }].concat(
    people.map(({ id, name }) => ({ value: id, label: name })));
}

function entryOf(id: string): PersonEntry | undefined {
  return deskPeople.value.find((person) => person.id === id);
}

function nameIn(id: string): string {
  return entryOf(id)?.name ?? words.somebody;
}

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const carer = valueOf(form, "carer");
  const supporter = valueOf(form, "supporter");
  if (carer === "" || supporter === "") {
    task.error.value = words.chooseBoth;
    return;
  }
  const before = entryOf(carer)?.connected.includes(supporter) ?? false;
  if (await task.run(() => connectPair(carer, supporter))) {
    form.reset();
    const done = before ? words.connectedBefore : words.connected;
    tell(done(nameIn(carer), nameIn(supporter)));
  }
}

export function DeskConnect() {
  const supporters = peopleWith(["supporter", "facilitator", "coordinator"]);
  return (
    <section class="card">
      <h2>{words.deskConnect}</h2>
      <p class="hint">{words.deskConnectText}</p>
      <form noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Select name="carer" label={words.chooseCarer} options={options(peopleWith(["carer"]))} />
        <Select name="supporter" label={words.chooseSupporter} options={options(supporters)} />
        <button type="submit" class="strong" disabled={task.busy.value}>{words.connect}</button>
      </form>
    </section>
  );
}
