// Signing in without a password: the phones, computers and keys that may, on one's own page.
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dayWords } from "../lib/dates";
import { errorWords } from "../lib/error-words";
import { isNoPasskey, knowsPasskeys } from "../lib/passkey";
import { asRpcError } from "../lib/rpc-error";
import { secondFactor, wrongBox } from "../models/account";
import {
  addPasskey, loadPasskeys, type Passkey, passkeys, type Proof, removePasskey,
} from "../models/passkeys";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { accountWords } from "../strings-account";
import { passkeyWords as text } from "../strings-passkey";
import { words } from "../strings";
import { digitsOf, Field, focusField, FormError, valueOf } from "./field";
import { useFirstBox, useFocusBack } from "./focus-back";
import { PasswordField } from "./password-field";

const NAME_MAX = 80; // protocol: name

type Box = "password" | "code" | "device-name";

const task = newTask();
const wrong = signal<Partial<Record<Box, string>>>({});
/** What is being done: nothing, adding one, or taking away the one with this id. */
const open = signal<"none" | "add" | { remove: string }>("none");
export const isAddingPasskey = computed(() => open.value === "add");

function close(): void {
  open.value = "none";
  wrong.value = {};
  task.clear();
}

function explain(cause: unknown): string {
  const box = wrongBox(cause);
  if (box) {
    wrong.value = { [box]: accountWords.wrong[box] };
    return words.checkThis;
  }
  const { kind, field } = asRpcError(cause);
  if (isNoPasskey(cause)) {
    return (cause as DOMException).name === "InvalidStateError" ? text.hereAlready : text.notDone;
  }
  if (kind === "too_large" && field === "passkeys") {
    return text.tooMany;
  }
  if (kind === "wrong_state" && field === "passkeys") {
    return text.lastOne;
  }
  if (kind === "step_up" && field === "passkey") {
    return text.passkeyFirst;
  }
  return kind === "wrong_state" || kind === "expired" ? text.notDone : errorWords(cause);
}

/** Whether it is done. */
async function send(
  form: HTMLFormElement | null, work: () => Promise<void>, done: string,
): Promise<boolean> {
  wrong.value = {};
  const isDone = await task.run(async () => { await work(); return true; }, explain) === true;
  if (isDone) {
    close();
    tell(done);
  } else if (form) {
    focusField(form, wrong.value.code ? "code" : "password");
  }
  return isDone;
}

function proofIn(form: HTMLFormElement): Proof {
  return { password: valueOf(form, "password"), code: digitsOf(form, "code") };
}

function ProofFields() {
  const { password, code } = wrong.value;
  return (
    <>
      <PasswordField
        name="password" label={words.password} error={password} autocomplete="current-password"
      />
      {secondFactor.value?.on && (
        <Field
          name="code" label={accountWords.oldCode} error={code} autocomplete="one-time-code"
          digits
        />
      )}
    </>
  );
}

function AddForm({ onDone }: { onDone?: () => void }) {
  const box = useFirstBox();
  const add = async (form: HTMLFormElement) => {
    const name = valueOf(form, "device-name").trim();
    if (name === "") {
      wrong.value = { "device-name": text.nameNeeded };
      focusField(form, "device-name");
      return;
    }
    if (await send(form, () => addPasskey(name, proofIn(form)), text.added)) {
      onDone?.();
    }
  };
  return (
    <form
      noValidate aria-label={text.add} ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        void add(event.currentTarget);
      }}
    >
      <FormError text={task.error.value} />
      <Field
        name="device-name" label={text.name} hint={text.nameHint} value={text.nameFirst}
        max={NAME_MAX} capitals="sentences" error={wrong.value["device-name"]}
      />
      <ProofFields />
      <p class="hint">{text.addHint}</p>
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{text.goOn}</button>
        <button type="button" onClick={close}>{words.cancel}</button>
      </div>
    </form>
  );
}

function RemoveForm({ passkey }: { passkey: Passkey }) {
  const { passkey: id, name } = passkey;
  const box = useFirstBox();
  return (
    <form
      noValidate aria-label={text.removeName(name)} ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        void send(form, () => removePasskey(id, proofIn(form)), text.removed(name));
      }}
    >
      <FormError text={task.error.value} />
      <p>{text.removeAsk(name)}</p>
      <ProofFields />
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{text.removeYes}</button>
        {knowsPasskeys() && (
          <button
            type="button" disabled={task.busy.value}
            onClick={() => void send(null, () => removePasskey(id, null), text.removed(name))}
          >
            {text.removeWith}
          </button>
        )}
        <button type="button" onClick={close}>{words.cancel}</button>
      </div>
    </form>
  );
}

function PasskeyLine({ passkey }: { passkey: Passkey }) {
  const { name, used_at, created_at } = passkey;
  const now = open.value;
  const isOpen = typeof now === "object" && now.remove === passkey.passkey;
  return (
    <li>
      <div class="person-line">
        <p>
          <span class="person-name">{name}</span>
          <span class="person-role">
            {used_at === undefined ? text.made(dayWords(created_at)) : text.used(dayWords(used_at))}
          </span>
        </p>
        {!isOpen && (
          <button
            type="button" aria-label={text.removeName(name)}
            onClick={() => { close(); open.value = { remove: passkey.passkey }; }}
          >
            {text.remove}
          </button>
        )}
      </div>
      {isOpen && <RemoveForm passkey={passkey} />}
    </li>
  );
}

/** The first one of somebody who needs one to go on, where her browser can make any. */
export function FirstPasskeyCard({ onDone }: { onDone: () => void }) {
  useEffect(() => close, []);
  return (
    <section class="card">
      <h2>{text.title}</h2>
      <p class="hint">{text.why}</p>
      <p class="hint">{text.firstWhy}</p>
      {isAddingPasskey.value ? <AddForm onDone={onDone} /> : (
        <button type="button" onClick={() => { close(); open.value = "add"; }}>{text.add}</button>
      )}
    </section>
  );
}

export function PasskeyCard() {
  useEffect(() => {
    if (link.value === "live") {
      loadPasskeys().catch(() => undefined); // it comes with the connection
    }
  }, [link.value]);
  useEffect(() => close, []);
  const heading = useFocusBack(open.value !== "none");
  const mine = passkeys.value ?? [];
  if (!knowsPasskeys() && mine.length === 0) {
    return null;
  }
  return (
    <section class="card">
      <h2 tabIndex={-1} ref={heading}>{text.title}</h2>
      <p class="hint">{text.why}</p>
      <ul class="plain">
        {mine.map((passkey) => <PasskeyLine key={passkey.passkey} passkey={passkey} />)}
      </ul>
      {open.value === "add" ? <AddForm /> : knowsPasskeys() && (
        <button type="button" onClick={() => { close(); open.value = "add"; }}>{text.add}</button>
      )}
    </section>
  );
}
