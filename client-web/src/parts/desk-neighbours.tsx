// Areas that lie side by side: people of one may be matched with people of the other.
import { coordinated, setNeighbours } from "../models/desk";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { deskWords } from "../strings-desk";
import { neighbourWords } from "../strings-neighbours";
import { FormError, Select, valueOf } from "./field";

const task = newTask();

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const [area, other] = [valueOf(form, "neighbour-one"), valueOf(form, "neighbour-other")];
  if (area === other) {
    task.error.value = neighbourWords.same;
    return;
  }
  const on = valueOf(form, "neighbour-on") === "yes";
  if (await task.run(() => setNeighbours(area, other, on))) {
    const nameOf = (id: string) => coordinated.value.find((one) => one.id === id)?.name ?? "";
    tell((on ? neighbourWords.on : neighbourWords.off)(nameOf(area), nameOf(other)));
  }
}

export function DeskNeighbours() {
  const areas = coordinated.value.map(({ id, name }) => ({ value: id, label: name }));
  const choices = [
    { value: "yes", label: neighbourWords.yes }, { value: "no", label: neighbourWords.no },
  ];
  return areas.length < 2 ? null : (
    <section class="card">
      <h2>{neighbourWords.title}</h2>
      <p class="hint">{neighbourWords.text}</p>
      <form noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Select name="neighbour-one" label={neighbourWords.one} options={areas} />
        <Select
          name="neighbour-other" label={neighbourWords.other} options={areas}
          value={areas[1]?.value}
        />
        <Select name="neighbour-on" label={neighbourWords.are} options={choices} />
        <button type="submit" class="strong" disabled={task.busy.value}>{deskWords.save}</button>
      </form>
    </section>
  );
}
