// Signing in: two boxes, no puzzles; password managers and pasting work.
import { useEffect } from "preact/hooks";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import { signIn } from "../models/session";
import { signedOut } from "../models/state";
import { newTask } from "../models/task";
import { Field, FormError, focusField, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { PasswordField } from "../parts/password-field";
import { words } from "../strings";

const task = newTask();

function explain(cause: unknown): string {
  return asRpcError(cause).kind === "unauthenticated" ? words.signInWrong : errorWords(cause);
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
  await task.run(() => signIn(handle, password), explain);
  if (task.error.value) {
    focusField(form, "password");
  }
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

export function SignInView() {
  useEffect(() => task.clear, []);
  return (
    <section class="page narrow">
      <PageHeading>{words.welcome}</PageHeading>
      <p>{whyHere()}</p>
      <form class="card" noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Field name="handle" label={words.handle} autocomplete="username" plain max={254} />
        <PasswordField name="password" label={words.password} autocomplete="current-password" />
        <button type="submit" class="strong" disabled={task.busy.value}>
          {task.busy.value ? words.wait : words.signIn}
        </button>
      </form>
      <p class="quiet">{words.noInvite}</p>
    </section>
  );
}
