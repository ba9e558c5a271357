// The private check: whom one should not be brought together with. Only counts are ever shown.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { BlindKind } from "../lib/wire";
import {
  addToCheck, CHECK_FIELDS, checkCount, type CheckEntry, type CheckField, checkProblem,
  clearCheck, explainCheck,
} from "../models/check";
import { loadProfile, profile, profileError } from "../models/saving";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { Confirm } from "../parts/confirm";
import { Field, FormError, focusField, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { storyWords } from "../strings-story";

const KINDS: readonly BlindKind[] = ["relative", "household", "employer", "self"];
const task = newTask();
const clearing = newTask();
const open = signal<BlindKind | null>(null);
const asking = signal<BlindKind | null>(null);
const problem = signal<CheckField | null>(null);

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

async function add(form: HTMLFormElement, kind: BlindKind): Promise<void> {
  const entry: CheckEntry = {};
  CHECK_FIELDS[kind].forEach((field) => { entry[field] = valueOf(form, field); });
  problem.value = checkProblem(kind, entry);
  if (problem.value) {
    focusField(form, problem.value);
    return;
  }
  if (await task.run(() => addToCheck(kind, entry), explainCheck)) {
    form.reset();
    open.value = null;
    tell(storyWords.checkAdded);
  }
}

function AddForm({ kind }: { kind: BlindKind }) {
  const form = useRef<HTMLFormElement>(null);
  const fields = CHECK_FIELDS[kind];
  useEffect(() => { form.current?.querySelector("input")?.focus(); }, []);
  return (
    <form
      ref={form} noValidate onSubmit={(event) => {
        event.preventDefault();
        void add(event.currentTarget, kind);
      }}
    >
      <FormError text={task.error.value} />
      {fields.map((field) => (
        <Field
          key={field} name={field} label={labelOf(kind, field)} plain={field !== "name"} max={60}
          hint={field === "birth_year" ? storyWords.checkEither : undefined}
          error={problem.value === field ? storyWords.checkMissing[field] : null}
        />
      ))}
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{words.add}</button>
        <button type="button" onClick={() => { open.value = null; }}>{words.cancel}</button>
      </div>
    </form>
  );
}

async function clear(kind: BlindKind): Promise<void> {
  if (await clearing.run(() => clearCheck(kind))) {
    asking.value = null;
    tell(storyWords.checkCleared);
  }
}

function KindButtons({ kind, count }: { kind: BlindKind; count: number }) {
  const { title, add: addWords } = storyWords.checkKinds[kind];
  const show = () => {
    task.clear();
    problem.value = null;
    open.value = kind;
  };
  return (
    <div class="row">
      <button type="button" aria-expanded={open.value === kind} onClick={show}>{addWords}</button>
      {count > 0 && (
        <button
          type="button" onClick={() => { clearing.clear(); asking.value = kind; }}
        >
          {storyWords.checkClear}<span class="hidden">: {title}</span>
        </button>
      )}
    </div>
  );
}

function KindCard({ kind }: { kind: BlindKind }) {
  const { title, text } = storyWords.checkKinds[kind];
  const count = checkCount(kind);
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>{text}</p>
      <p class="quiet">{storyWords.checkCount(count)}</p>
      <KindButtons kind={kind} count={count} />
      {open.value === kind && <AddForm kind={kind} />}
      {asking.value === kind && (
        <Confirm
          question={storyWords.checkClearAsk} yes={storyWords.checkClearYes}
          no={words.cancel} busy={clearing.busy.value} error={clearing.error.value}
          onYes={() => void clear(kind)} onNo={() => { asking.value = null; }}
        />
      )}
    </section>
  );
}

export function CheckView() {
  useEffect(() => {
    open.value = null;
    asking.value = null;
    if (link.value === "live") {
      void loadProfile();
    }
  }, [link.value]);
  return (
    <section class="page">
      <PageHeading>{storyWords.checkTitle}</PageHeading>
      <p>{storyWords.checkText}</p>
      <p>{storyWords.checkHow}</p>
      <p class="hint">{storyWords.checkLimit}</p>
      {profile.value === null && <p class="quiet">{profileError.value ?? words.wait}</p>}
      {profile.value !== null && KINDS.map((kind) => <KindCard key={kind} kind={kind} />)}
    </section>
  );
}
