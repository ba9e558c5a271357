// Signing in: two boxes, no puzzles; password managers and pasting work.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { errorWords } from "../lib/error-words";
import { isNoPasskey, knowsPasskeys } from "../lib/passkey";
import { asRpcError } from "../lib/rpc-error";
import { signIn, signInByUnlocking } from "../models/session";
import { signedOut } from "../models/state";
import { newTask } from "../models/task";
import { Account } from "../parts/account";
import { digitsOf, Field, focusField, FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { PasswordField } from "../parts/password-field";
import { words } from "../strings";

const task = newTask();
/** What was typed already while the number is asked for; gone with the page. */
const typed = signal<{ handle: string; password: string } | null>(null);

function explain(cause: unknown): string {
  const { kind } = asRpcError(cause);
  return kind === "unauthenticated" || kind === "bad_request" // too short to be one, too long
    ? words.signInWrong : errorWords(cause);
}

async function tryCode(event: SubmitEvent, { handle, password }: {
  handle: string; password: string;
}): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const code = digitsOf(form, "code");
  await task.run(() => signIn(handle, password, code || "0"), (cause) =>
    ["step_up", "bad_request"].includes(asRpcError(cause).kind) ? words.codeWrong : explain(cause));
  if (task.error.value) {
    focusField(form, "code");
  }
}

function goBack(): void {
  task.clear();
  typed.value = null;
}

/** The second page: only for those whose account asks for it. */
function CodeView({ held }: { held: { handle: string; password: string } }) {
  return (
    <section class="page narrow">
      <PageHeading>{words.codeTitle}</PageHeading>
      <p>{words.codeText}</p>
      <form class="card" noValidate onSubmit={(event) => void tryCode(event, held)}>
        <FormError text={task.error.value} />
        <Field name="code" label={words.code} autocomplete="one-time-code" digits />
        <div class="row">
          <button type="submit" class="strong" disabled={task.busy.value}>
            {task.busy.value ? words.wait : words.signIn}
          </button>
          <button type="button" onClick={goBack}>{words.back}</button>
        </div>
      </form>
      <p class="quiet">{words.codeLost}</p>
    </section>
  );
}

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const handle = valueOf(form, "handle").trim();
  const password = valueOf(form, "password");
  if (handle === "" || password === "") {
    task.error.value = words.signInEmpty;
    focusField(form, handle === "" ? "handle" : "password");
    return;
  }
  await task.run(() => signIn(handle, password, "").catch((cause: unknown) => {
    if (asRpcError(cause).kind !== "step_up") {
      throw cause;
    }
    typed.value = { handle, password };
  }), explain);
  if (task.error.value) {
    focusField(form, "password");
  }
}

function explainUnlocking(cause: unknown): string {
  if (isNoPasskey(cause)) {
    return words.unlockNot;
  }
  return asRpcError(cause).kind === "unauthenticated" ? words.unlockUnknown : errorWords(cause);
}

/** Only where the browser can. */
function Unlocking() {
  return !knowsPasskeys() ? null : (
    <>
      <p class="quiet">{words.or}</p>
      <button
        type="button" disabled={task.busy.value}
        onClick={() => void task.run(signInByUnlocking, explainUnlocking)}
      >
        {words.unlockIn}
      </button>
    </>
  );
}

function whyHere(): string | undefined {
  switch (signedOut.value) {
    case "unasked":
      return words.errors["unauthenticated"];
    case "everywhere":
      return words.signedOutAll;
    case null:
      return words.welcomeText;
  }
}

/** On the way back in, without a password. */
const forgot = signal(false);
/** On the way in for the first time, with a code that was read out. */
const invited = signal(false);
/** The name that was typed: it need not be typed again on the other page. */
const handle = signal("");

function forget(form: HTMLFormElement | null): void {
  handle.value = form ? valueOf(form, "handle").trim() : "";
  forgot.value = true;
}

function comeBack(typedThere: string): void {
  handle.value = typedThere;
  forgot.value = false;
}

export function SignInView() {
  useEffect(() => () => {
    goBack();
    comeBack("");
    invited.value = false;
  }, []);
  const box = useRef<HTMLFormElement>(null);
  if (forgot.value) {
    return (
      <Account show={({ ForgotView }) => <ForgotView typed={handle.value} onBack={comeBack} />} />
    );
  }
  if (invited.value) {
    return (
      <Account show={({ InviteCodeView }) => (
        <InviteCodeView onBack={() => { invited.value = false; }} />
      )}
      />
    );
  }
  if (typed.value) {
    return <CodeView held={typed.value} />;
  }
  return (
    <section class="page narrow">
      <PageHeading>{words.welcome}</PageHeading>
      <p>{whyHere()}</p>
      <form class="card" noValidate ref={box} onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Field name="handle" label={words.handle} autocomplete="username" plain max={254} value={handle.value} />
        <PasswordField name="password" label={words.password} autocomplete="current-password" />
        <button type="submit" class="strong" disabled={task.busy.value}>
          {task.busy.value ? words.wait : words.signIn}
        </button>
        <Unlocking />
      </form>
      <p>
        <button type="button" onClick={() => forget(box.current)}>{words.forgot}</button>
      </p>
      <p class="quiet">{words.noInvite}</p>
      <p>
        <button type="button" onClick={() => { invited.value = true; }}>{words.haveCode}</button>
      </p>
    </section>
  );
}
