// Changing one's password: the present one, and a new one that one can see while typing.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { limits } from "#protocol";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import { changePassword } from "../models/session";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { accountWords } from "../strings-account";
import { careWords } from "../strings-care";
import { words } from "../strings";
import { digitsOf, Field, focusField, FormError, valueOf } from "./field";
import { useFirstBox, useFocusBack } from "./focus-back";
import { PasswordField } from "./password-field";

type Box = "password" | "new_password" | "code";

const task = newTask();
const isOpen = signal(false);
const wrong = signal<Partial<Record<Box, string>>>({});
const wantsCode = signal(false); // the server asked for it: the second step is on

function explain(cause: unknown): string {
  const { kind, field } = asRpcError(cause);
  if (kind === "step_up" && field === "code") {
    const isFirst = !wantsCode.value;
    wantsCode.value = true;
    wrong.value = { code: isFirst ? accountWords.codeNeeded : accountWords.wrong.code };
    return words.checkThis;
  }
  if ((kind === "bad_request" || kind === "wrong_state") && (field === "password" || field === "new_password")) {
    wrong.value = { [field]: careWords.passwordWrong[field] };
    return careWords.passwordNot;
  }
  return errorWords(cause);
}

async function change(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const password = valueOf(form, "password");
  const next = valueOf(form, "new_password");
  wrong.value = next.length < limits.password_bytes_min
    ? { new_password: words.fieldEmpty.password } : {};
  if (!wrong.value.new_password && await task.run(async () => {
    await changePassword(password, next, digitsOf(form, "code"));
    return true;
  }, explain)) {
    isOpen.value = false;
    tell(careWords.passwordChanged);
    return;
  }
  const box = wrong.value.code ? "code" : wrong.value.password ? "password" : "new_password";
  requestAnimationFrame(() => focusField(form, box)); // the box for the code may just have come
}

/** What was wrong the last time may have come back after she had left the page. */
function open(): void {
  wantsCode.value = false;
  wrong.value = {};
  task.clear();
  isOpen.value = true;
}

function PasswordForm() {
  const { password, new_password, code } = wrong.value;
  const form = useFirstBox();
  return (
    <form noValidate ref={form} onSubmit={(event) => void change(event)}>
      <FormError text={task.error.value} />
      <PasswordField
        name="password" label={careWords.passwordNow} error={password}
        autocomplete="current-password"
      />
      <PasswordField
        name="new_password" label={careWords.passwordNext} hint={words.newPasswordHint}
        error={new_password} autocomplete="new-password"
      />
      {wantsCode.value && (
        <Field
          name="code" label={accountWords.oldCode} error={code} autocomplete="one-time-code" digits
        />
      )}
      <p class="hint">{careWords.passwordElsewhere}</p>
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>
          {careWords.passwordSave}
        </button>
        <button type="button" onClick={() => { isOpen.value = false; }}>{words.cancel}</button>
      </div>
    </form>
  );
}

export function PasswordCard() {
  useEffect(() => () => { isOpen.value = false; }, []);
  const heading = useFocusBack(isOpen.value);
  return (
    <section class="card">
      <h2 tabIndex={-1} ref={heading}>{careWords.passwordTitle}</h2>
      {isOpen.value
        ? <PasswordForm />
        : (
          <button type="button" onClick={open}>
            {careWords.passwordChange}
          </button>
        )}
    </section>
  );
}
