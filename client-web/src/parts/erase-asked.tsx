// That one's account is being deleted, and the way to keep it.
import { useEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import type { ErasurePlan } from "../lib/wire";
import { keepAccount, loadPlan, plan } from "../models/erasing";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { eraseWords as text } from "../strings-erase";
import { FormError } from "./field";

const task = newTask();

async function keep(): Promise<void> {
  if (await task.run(async () => { await keepAccount(); return true; })) {
    tell(text.kept);
  }
}

export function Asked({ of }: { of: ErasurePlan }) {
  return (
    <section class="card">
      <h2>{text.asked}</h2>
      <p>{text.askedOn(dateWords(of.erased_at))}</p>
      <FormError text={task.error.value} />
      <button
        type="button" class="strong" disabled={task.busy.value || link.value !== "live"}
        onClick={() => void keep()}
      >
        {text.keep}
      </button>
    </section>
  );
}

/** On one's own page: only while it is so. */
export function EraseAsked() {
  const now = plan.value;
  useEffect(() => {
    if (link.value === "live") {
      loadPlan().catch(() => undefined); // it comes with the connection
    }
  }, [link.value]);
  useEffect(() => () => { task.clear(); }, []);
  return now?.asked_at === undefined ? null : <Asked of={now} />;
}
