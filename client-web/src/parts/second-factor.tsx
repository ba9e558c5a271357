// Setting up a second step of signing in: password, key, number, spare codes. One thing at a
// time; the key is scanned, typed or opened, so that no camera is needed.
import type { ComponentChildren } from "preact";
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { copyText } from "../lib/clipboard";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import {
  beginSecondFactor, confirmSecondFactor, type Key, removeSecondFactor, rest, secondFactor, step,
  wrongBox,
} from "../models/account";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { accountWords as text } from "../strings-account";
import { words } from "../strings";
import { digitsOf, Field, focusField, FormError, valueOf } from "./field";
import { KeyPicture } from "./key-picture";
import { PasswordField } from "./password-field";

type Box = "password" | "code";

const task = newTask();
const wrong = signal<Partial<Record<Box, string>>>({});

function explain(cause: unknown): string {
  const box = wrongBox(cause);
  if (box) {
    wrong.value = { [box]: text.wrong[box] };
    return words.checkThis;
  }
  return asRpcError(cause).kind === "wrong_state" ? text.wrong.late : errorWords(cause);
}

async function send(event: SubmitEvent, work: (form: HTMLFormElement) => Promise<void>): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  wrong.value = {};
  await task.run(() => work(form), explain);
  const box = wrong.value.password ? "password" : wrong.value.code ? "code" : null;
  if (box) {
    focusField(form, box);
  }
}

async function copy(what: string): Promise<void> {
  if (await copyText(what)) {
    tell(words.copied);
  }
}

/** The heading of what comes now takes the focus: what one pressed is gone. */
function StepHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return <h3 tabIndex={-1} ref={heading}>{children}</h3>;
}

function Cancel() {
  return (
    <button type="button" onClick={() => { task.clear(); rest(); }}>{words.cancel}</button>
  );
}

function ProofForm({ title, yes, work }: {
  title: string; yes: string; work: (password: string, code: string) => Promise<void>;
}) {
  const { password, code } = wrong.value;
  return (
    <form
      noValidate
      onSubmit={(event) => void send(event, (form) =>
        work(valueOf(form, "password"), digitsOf(form, "code")))}
    >
      <StepHeading>{title}</StepHeading>
      <FormError text={task.error.value} />
      <PasswordField
        name="password" label={words.password} error={password} autocomplete="current-password"
      />
      {secondFactor.value?.on && (
        <Field
          name="code" label={text.oldCode} error={code} autocomplete="one-time-code" digits
        />
      )}
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{yes}</button>
        <Cancel />
      </div>
    </form>
  );
}

/** In groups of four, as one reads it from a page. */
function grouped(key: string): string {
  return key.match(/.{1,4}/g)?.join(" ") ?? key;
}

function KeyForm({ made }: { made: Key }) {
  return (
    <form
      noValidate
      onSubmit={(event) => void send(event, (form) =>
        confirmSecondFactor(digitsOf(form, "code") || "0"))}
    >
      <StepHeading>{text.keyTitle}</StepHeading>
      <ol class="steps">{text.keySteps.map((line) => <li key={line}>{line}</li>)}</ol>
      <div class="made">
        {made.picture && <KeyPicture rows={made.picture} label={text.keyPicture} />}
        <label for="second-factor-key">{text.key}</label>
        <textarea id="second-factor-key" class="key" rows={2} readOnly value={grouped(made.key)} />
        <p class="hint">{text.keySecret}</p>
        <div class="row">
          <button type="button" onClick={() => void copy(made.key)}>{text.copyKey}</button>
          <a class="button" href={made.uri}>{text.openApp}</a>
        </div>
      </div>
      <FormError text={task.error.value} />
      <Field
        name="code" label={text.code} hint={text.codeHint} error={wrong.value.code}
        autocomplete="one-time-code" digits
      />
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{text.confirm}</button>
        <Cancel />
      </div>
    </form>
  );
}

function Codes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div>
      <StepHeading>{text.codesTitle}</StepHeading>
      <p>{text.stepIsOn}</p>
      <p>{text.codesText}</p>
      <ul class="codes">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div class="row no-print">
        <button type="button" onClick={() => void copy(codes.join("\n"))}>{text.copyCodes}</button>
        <button type="button" onClick={() => print()}>{text.printCodes}</button>
        <button type="button" class="strong" onClick={onDone}>{text.codesKept}</button>
      </div>
    </div>
  );
}

/** What comes after rest; null while there is nothing to do. */
export function SecondFactorSteps({ onDone }: { onDone: () => void }) {
  const now = step.value;
  switch (now.at) {
    case "rest":
      return null;
    case "begin":
      return <ProofForm title={text.beginTitle} yes={text.next} work={beginSecondFactor} />;
    case "remove":
      return <ProofForm title={text.removeTitle} yes={text.removeYes} work={remove} />;
    case "key":
      return <KeyForm made={now.key} />;
    case "codes":
      return <Codes codes={now.codes} onDone={onDone} />;
  }
}

async function remove(password: string, code: string): Promise<void> {
  await removeSecondFactor(password, code);
  tell(text.stepIsOff);
}

export function startStep(at: "begin" | "remove"): void {
  task.clear();
  wrong.value = {};
  step.value = { at };
}
