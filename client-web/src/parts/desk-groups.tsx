// Making a group, and the way to the members of one's groups.
import { makeGroup, ownAreas } from "../models/desk";
import { go } from "../models/routes";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { talks } from "../models/titles";
import { words } from "../strings";
import { Field, FormError, focusField, Select, valueOf } from "./field";

const task = newTask();

function manage(conversation: string): void {
  go({ view: "members", conversation, from: "desk" });
}

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const title = valueOf(form, "title").trim();
  const area = valueOf(form, "area");
  if (title === "") {
    task.error.value = words.fieldEmpty.title;
    focusField(form, "title");
    return;
  }
  const conversation = await task.run(() => makeGroup(title, area === "" ? null : area));
  if (conversation !== null) {
    tell(words.groupMade(title));
    manage(conversation);
  }
}

function OwnGroups() {
  const groups = talks().filter((row) => row.kind === "group");
  if (groups.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{words.deskGroups}</h3>
      <ul class="plain">
        {groups.map((row) => (
          <li class="person-line" key={row.id}>
            <p class="person-name">{row.title}</p>
            <button
              type="button" aria-label={words.manageName(row.title)}
              onClick={() => manage(row.id)}
            >
              {words.manage}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function DeskGroups() {
  const areas = ownAreas.value.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <section class="card">
      <h2>{words.deskGroup}</h2>
      <p class="hint">{words.deskGroupText}</p>
      <form noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Field name="title" label={words.groupTitle} max={80} />
        <Select name="area" label={words.inviteArea} options={areas} />
        <button type="submit" class="strong" disabled={task.busy.value}>{words.makeGroup}</button>
      </form>
      <OwnGroups />
    </section>
  );
}
