// Areas that lie side by side: people of one may be matched with people of the other.
import { useEffect } from "preact/hooks";
import { coordinated, loadNeighbours, neighbours, setNeighbours } from "../models/desk";
import { link, tell } from "../models/state";
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

function Now() {
  const pairs = neighbours.value;
  if (pairs === null || pairs.length === 0) {
    return pairs && <p>{neighbourWords.none}</p>;
  }
  return (
    <>
      <h3>{neighbourWords.now}</h3>
      <ul class="shared">
        {pairs.map(([one, other]) => (
          <li key={`${one} ${other}`}>{neighbourWords.pair(one, other)}</li>
        ))}
      </ul>
    </>
  );
}

export function DeskNeighbours() {
  useEffect(() => {
    if (link.value === "live") {
      loadNeighbours().catch((cause: unknown) => task.explain(cause));
    }
  }, [link.value]);
  const areas = coordinated.value.map(({ id, name }) => ({ value: id, label: name }));
  const choices = [
    { value: "yes", label: neighbourWords.yes }, { value: "no", label: neighbourWords.no },
  ];
  return areas.length < 2 ? null : (
    <section class="card">
      <h2>{neighbourWords.title}</h2>
      <p class="hint">{neighbourWords.text}</p>
      <Now />
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
