// Deleting one's account: everything that goes and stays, then the password, then one question.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import type { ErasurePlan } from "../lib/wire";
import { wrongBox } from "../models/account";
import { deleteAccount, loadPlan, plan } from "../models/erasing";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { Confirm } from "../parts/confirm";
import { Asked } from "../parts/erase-asked";
import { digitsOf, Field, focusField, FormError, valueOf } from "../parts/field";
import { PageOfMe } from "../parts/page-of-me";
import { PasswordField } from "../parts/password-field";
import { accountWords } from "../strings-account";
import { eraseWords as text } from "../strings-erase";
import { words } from "../strings";

type Item = ErasurePlan["items"][number];

const task = newTask();
// What was typed, while the last question is asked.
const asking = signal<{ password: string; code: string } | null>(null);
const wrong = signal<{ password?: string; code?: string }>({});
const wantsCode = signal(false); // the server asked for it: the second step is on

function forget(): void {
  asking.value = null;
  wrong.value = {};
  task.clear();
}

function explain(cause: unknown): string {
  const { kind, field } = asRpcError(cause);
  const box = wrongBox(cause);
  if (box === "password") {
    wrong.value = { password: text.wrongPassword };
    return words.checkThis;
  }
  if (box === "code") {
    wrong.value = { code: wantsCode.value ? accountWords.wrong.code : accountWords.codeNeeded };
    wantsCode.value = true;
    return words.checkThis;
  }
  return kind === "wrong_state" && field === "role" ? text.staff : errorWords(cause);
}

function Line({ item }: { item: Item }) {
  return (
    <li>
      {text.items[item.what]?.(item.count)}
      {item.until !== undefined && <> {text.until(dateWords(item.until))}</>}
      {item.when === "kept" && item.days !== undefined && <> {text.keptDays(item.days)}</>}
    </li>
  );
}

function Lines({ title, when, of }: { title: string; when: Item["when"]; of: ErasurePlan }) {
  const items = of.items.filter((item) => item.when === when);
  return items.length === 0 ? null : (
    <section class="card">
      <h2>{title}</h2>
      <ul class="dotted">{items.map((item) => <Line key={item.what} item={item} />)}</ul>
    </section>
  );
}

async function erase({ password, code }: { password: string; code: string }): Promise<void> {
  const done = await task.run(async () => {
    await deleteAccount(password, code);
    return true;
  }, explain);
  asking.value = null;
  if (done) {
    tell(text.asked);
  } else if (wrong.value.password || wrong.value.code) {
    const box = wrong.value.code ? "code" : "password";
    requestAnimationFrame(() => { // the box for the code may just have come
      const form = document.querySelector<HTMLFormElement>("form.erase");
      if (form) {
        focusField(form, box);
      }
    });
  }
}

function AskForm({ of }: { of: ErasurePlan }) {
  const typed = asking.value;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    forget();
    const form = event.currentTarget as HTMLFormElement;
    const password = valueOf(form, "password");
    if (password === "") {
      wrong.value = { password: text.wrongPassword };
      focusField(form, "password");
    } else {
      asking.value = { password, code: digitsOf(form, "code") };
    }
  };
  return (
    <section class="card">
      <h2>{text.askTitle}</h2>
      <form class="erase" noValidate onSubmit={onSubmit}>
        <FormError text={task.error.value} />
        <PasswordField
          name="password" label={words.password} hint={text.passwordHint} error={wrong.value.password}
          autocomplete="current-password"
        />
        {wantsCode.value && (
          <Field
            name="code" label={accountWords.oldCode} error={wrong.value.code}
            autocomplete="one-time-code" digits
          />
        )}
        <button type="submit" class="strong" disabled={link.value !== "live"}>{text.ask}</button>
      </form>
      {typed !== null && (
        <Confirm
          question={text.sure(dateWords(of.erased_at))} yes={text.yes} no={text.no}
          busy={task.busy.value} onYes={() => void erase(typed)}
          onNo={() => { asking.value = null; }}
        />
      )}
    </section>
  );
}

function Plan({ of }: { of: ErasurePlan }) {
  const hasAsked = of.asked_at !== undefined;
  return (
    <>
      {hasAsked ? <Asked of={of} /> : <p>{text.intro}</p>}
      {!hasAsked && <Lines title={text.nowTitle} when="now" of={of} />}
      <Lines title={text.laterTitle(of.days)} when="within_days" of={of} />
      <Lines title={text.keptTitle} when="kept" of={of} />
      {!hasAsked && (
        <section class="card">
          <h2>{text.backTitle}</h2>
          <p>{text.back(of.days, dateWords(of.erased_at))}</p>
        </section>
      )}
      {!hasAsked && <AskForm of={of} />}
    </>
  );
}

export function EraseView() {
  const now = plan.value;
  useEffect(() => {
    if (link.value === "live") {
      loadPlan().catch(() => undefined); // it comes with the connection
    }
  }, [link.value]);
  useEffect(() => () => { forget(); wantsCode.value = false; plan.value = null; }, []);
  return (
    <PageOfMe title={text.title}>
      {now === null ? <p class="quiet">{words.wait}</p> : <Plan of={now} />}
    </PageOfMe>
  );
}
