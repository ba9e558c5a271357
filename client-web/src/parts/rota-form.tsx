// Putting somebody down on the rota: for what, who, from when until when, once or each week.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { timeOfBox } from "../lib/box-time";
import { nameOf } from "../lib/names";
import {
  addDuties, addTask, candidates, groupPosts, loadCandidates, mayPlan, organisationPosts,
} from "../models/desk-rota";
import { type Post, postKey } from "../models/rota";
import { tell } from "../models/state";
import { rotaWords as text } from "../strings-rota";
import { words } from "../strings";
import { Field, focusField, FormError, Select, valueOf } from "./field";

const WEEKS = [1, 2, 4, 8, 12];

const chosen = signal(""); // the post, by its key

function posts(): Post[] {
  return [...groupPosts.value ?? [], ...organisationPosts()].filter(mayPlan);
}

function refuse(form: HTMLFormElement, name: string, why: string): void {
  addTask.error.value = why;
  focusField(form, name);
}

async function add(form: HTMLFormElement): Promise<void> {
  const post = posts().find((one) => postKey(one) === valueOf(form, "post"));
  const person = candidates.value.find(({ id }) => id === valueOf(form, "duty-person"));
  const from = timeOfBox(valueOf(form, "from"));
  const until = timeOfBox(valueOf(form, "until"));
  if (!post) {
    refuse(form, "post", text.choosePost);
  } else if (!person) {
    refuse(form, "duty-person", text.choosePerson);
  } else if (from === null) {
    refuse(form, "from", text.wrong["from"] ?? "");
  } else if (until === null || until <= from) {
    refuse(form, "until", text.wrong["until"] ?? "");
  } else if (await addDuties({ post, person, from, until, weeks: Number(valueOf(form, "weeks")) })) {
    tell(text.added(nameOf(person)));
  }
}

function Person() {
  const options = candidates.value.map((one) => ({ value: one.id, label: nameOf(one) }));
  return (
    <Select
      name="duty-person" label={text.person}
      options={[{ value: "", label: words.choose }].concat(options)}
    />
  );
}

export function RotaForm() {
  const open = posts();
  const post = open.find((one) => postKey(one) === chosen.value);
  useEffect(() => {
    loadCandidates(post).catch((cause: unknown) => addTask.explain(cause));
  }, [chosen.value]);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    void add(event.currentTarget as HTMLFormElement);
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <h2>{text.addTitle}</h2>
      <FormError text={addTask.error.value} />
      <div class="filters">
        <Select
          name="post" label={text.post} value={post ? chosen.value : ""}
          options={[{ value: "", label: words.choose }].concat(
            open.map((one) => ({ value: postKey(one), label: one.title })))}
          onChange={(value) => { chosen.value = value; }}
        />
        <Person />
        <Field name="from" type="datetime-local" label={text.from} />
        <Field name="until" type="datetime-local" label={text.until} hint={text.untilHint} />
        <Select
          name="weeks" label={text.weeks}
          options={WEEKS.map((count) => ({ value: String(count), label: text.weekCounts(count) }))}
        />
      </div>
      <button type="submit" class="strong" disabled={addTask.busy.value}>{text.add}</button>
    </form>
  );
}
