// One entry of the private check, as its person writes it or somebody does for her.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { BlindKind } from "../lib/wire";
import { CHECK_FIELDS, type CheckEntry, type CheckField, checkProblem } from "../models/check";
import type { Task } from "../models/task";
import { words } from "../strings";
import { storyWords } from "../strings-story";
import { Field, FormError, focusField, valueOf } from "./field";

export interface CheckFormProps {
  kind: BlindKind;
  task: Task;
  onAdd: (entry: CheckEntry) => void;
  onCancel: () => void;
}

function labelOf(kind: BlindKind, field: CheckField): string {
  switch (field) {
    case "name":
      return kind === "employer" ? storyWords.checkEmployer : storyWords.checkName;
    case "birth_year":
      return storyWords.checkYear;
    case "postcode":
      return storyWords.checkPostcode;
    case "house":
      return storyWords.checkHouse;
  }
}

export function CheckForm({ kind, task, onAdd, onCancel }: CheckFormProps) {
  const box = useRef<HTMLFormElement>(null);
  const problem = useSignal<CheckField | null>(null);
  useLayoutEffect(() => { box.current?.querySelector("input")?.focus(); }, []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const entry: CheckEntry = {};
    CHECK_FIELDS[kind].forEach((field) => { entry[field] = valueOf(form, field); });
    problem.value = checkProblem(kind, entry);
    if (problem.value) {
      focusField(form, problem.value);
    } else {
      onAdd(entry);
    }
  };
  return (
    <form ref={box} aria-label={storyWords.checkKinds[kind].add} noValidate onSubmit={send}>
      <FormError text={task.error.value} />
      {CHECK_FIELDS[kind].map((field) => (
        <Field
          key={field} name={field} label={labelOf(kind, field)} plain={field !== "name"} max={60}
          hint={field === "birth_year" ? storyWords.checkEither : undefined}
          error={problem.value === field ? storyWords.checkMissing[field] : null}
        />
      ))}
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{words.add}</button>
        <button type="button" onClick={onCancel}>{words.cancel}</button>
      </div>
    </form>
  );
}
