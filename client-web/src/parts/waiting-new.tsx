// Two ways to a new request: somebody without a smartphone is entered, a carer is referred.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { deskPeople, loadDesk, ownAreas, peopleWith } from "../models/desk";
import { loadWaiting, waiting } from "../models/desk-waiting";
import { request } from "../models/request";
import { go } from "../models/routes";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { Field, FormError, focusField, Select, valueOf } from "./field";

const task = newTask();
const open = signal<"enter" | "refer" | null>(null);

async function enter(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const name = valueOf(form, "name").trim();
  if (name === "") {
    task.error.value = words.fieldEmpty.name;
    focusField(form, "name");
    return;
  }
  const supporter = valueOf(form, "as") === "supporter";
  const made = await task.run(
    () => request("carer.enter", { name, area: valueOf(form, "area"), supporter }));
  if (made) {
    open.value = null;
    tell(deskWords.entered(name));
    go({ view: "desk", page: "profile", person: made.person });
  }
}

function Enter() {
  const areas = ownAreas.value.map(({ id, name }) => ({ value: id, label: name }));
  const parts = [
    { value: "carer", label: deskWords.enterCarer },
    { value: "supporter", label: deskWords.enterSupporter },
  ];
  return (
    <form class="card" aria-label={deskWords.enter} noValidate onSubmit={(event) => void enter(event)}>
      <p class="hint">{deskWords.enterText}</p>
      <FormError text={task.error.value} />
      <Field name="name" label={deskWords.enterName} max={80} />
      <Select name="as" label={deskWords.enterAs} options={parts} />
      <Select name="area" label={deskWords.area} options={areas} />
      <button type="submit" class="strong" disabled={task.busy.value}>{deskWords.fillIn}</button>
    </form>
  );
}

async function refer(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const person = valueOf(event.currentTarget as HTMLFormElement, "person");
  if (person === "") {
    task.error.value = words.chooseOne;
  } else if (await task.run(() => request("request.refer", { person }))) {
    open.value = null;
    tell(deskWords.referred(deskPeople.value.find(({ id }) => id === person)?.name ?? ""));
    await loadWaiting().catch((cause: unknown) => task.explain(cause));
  }
}

function Refer() {
  const waits = new Set(waiting.value?.map((row) => row.person));
  const options = [{ value: "", label: words.choose }].concat(peopleWith(["carer"])
    .filter(({ id }) => !waits.has(id)).map(({ id, name }) => ({ value: id, label: name })));
  return (
    <form class="card" aria-label={deskWords.refer} noValidate onSubmit={(event) => void refer(event)}>
      <p class="hint">{deskWords.referText}</p>
      <FormError text={task.error.value} />
      <Select name="person" label={deskWords.referWho} options={options} />
      <button type="submit" class="strong" disabled={task.busy.value}>{deskWords.refer}</button>
    </form>
  );
}

function toggle(which: "enter" | "refer"): void {
  task.clear();
  open.value = open.value === which ? null : which;
}

export function NewRequests() {
  useEffect(() => () => { open.value = null; }, []);
  useEffect(() => {
    loadDesk().catch((cause: unknown) => task.explain(cause));
  }, []);
  return (
    <>
      <div class="row">
        {(["enter", "refer"] as const).map((which) => (
          <button
            type="button" key={which} aria-expanded={open.value === which}
            onClick={() => toggle(which)}
          >
            {deskWords[which]}
          </button>
        ))}
      </div>
      {open.value === "enter" && <Enter />}
      {open.value === "refer" && <Refer />}
    </>
  );
}
