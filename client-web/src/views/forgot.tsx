// The way back in for whoever forgot her password: a code that the team gives by voice.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { limits } from "#protocol";
import { momentWords } from "../lib/dates";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import { recover } from "../models/account";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { digitsOf, Field, focusField, FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { PasswordField } from "../parts/password-field";
import { accountWords as text } from "../strings-account";
import { words } from "../strings";

type Box = "handle" | "code" | "new_password";

const task = newTask();
const wrong = signal<Partial<Record<Box, string>>>({});

function explain(cause: unknown): string {
  const { kind, field, after_ms } = asRpcError(cause);
  if (kind === "bad_request" && field === "new_password") {
    wrong.value = { new_password: words.passwordGuessed };
    return words.checkThis;
  }
  if (kind === "unauthenticated" || kind === "bad_request") { // too short to be one, too long
    return text.forgotWrong;
  }
  if (kind === "wrong_state" && after_ms !== null) {
    return text.forgotEarly(momentWords(Date.now() + after_ms));
  }
  return kind === "expired" ? text.forgotLate : errorWords(cause);
}

function missing(handle: string, code: string, next: string): Partial<Record<Box, string>> {
  if (handle === "") {
    return { handle: text.forgotNoHandle };
  }
  if (code === "") {
    return { code: text.forgotNoCode };
  }
  return next.length < limits.password_bytes_min ? { new_password: words.fieldEmpty.password } : {};
}

type OnBack = (handle: string) => void;

async function send(event: SubmitEvent, onBack: OnBack): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const handle = valueOf(form, "handle").trim();
  const code = digitsOf(form, "code");
  const next = valueOf(form, "new_password");
  wrong.value = missing(handle, code, next);
  const isWhole = Object.keys(wrong.value).length === 0;
  if (isWhole && await task.run(async () => {
    await recover(handle, code, next);
    return true;
  }, explain)) {
    onBack(handle);
    tell(text.forgotDone);
    return;
  }
  focusField(form, Object.keys(wrong.value)[0] ?? "code");
}

/** `typed`: the name that she typed at sign-in already; `onBack` is given what stands here. */
export function ForgotView({ typed, onBack }: { typed: string; onBack: OnBack }) {
  useEffect(() => () => { task.clear(); wrong.value = {}; }, []);
  const { handle, code, new_password } = wrong.value;
  const box = useRef<HTMLFormElement>(null);
  return (
    <section class="page narrow">
      <PageHeading>{text.forgotTitle}</PageHeading>
      <ol class="steps">{text.forgotSteps.map((line) => <li key={line}>{line}</li>)}</ol>
      <form class="card" noValidate ref={box} onSubmit={(event) => void send(event, onBack)}>
        <FormError text={task.error.value} />
        <Field
          name="handle" label={words.handle} error={handle} autocomplete="username" plain max={254}
          value={typed}
        />
        <Field name="code" label={text.forgotCode} hint={text.forgotCodeHint} error={code} digits />
        <PasswordField
          name="new_password" label={text.forgotNext} hint={words.newPasswordHint}
          error={new_password} autocomplete="new-password"
        />
        <div class="row">
          <button type="submit" class="strong" disabled={task.busy.value}>{text.forgotYes}</button>
          <button type="button" onClick={() => onBack(box.current ? valueOf(box.current, "handle").trim() : "")}>{words.back}</button>
        </div>
      </form>
    </section>
  );
}
