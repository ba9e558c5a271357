// The private check of somebody who tells it to her coordinator: added, never shown.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { BlindKind } from "../lib/wire";
import type { Profile } from "../lib/wire-desk";
import { addToCheckFor, type CheckEntry, explainCheck } from "../models/check";
import { isCoordinator } from "../models/members";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { deskWords } from "../strings-desk";
import { CheckForm } from "./check-form";

const KINDS: readonly BlindKind[] = ["relative", "household", "employer", "self"];

export function PrivateCheck({ person, now }: { person: string; now: Profile }) {
  const open = useSignal<BlindKind | null>(null);
  const task = useMemo(newTask, [person]);
  const add = async (kind: BlindKind, entry: CheckEntry) => {
    const count = await task.run(
      () => addToCheckFor(person, kind, entry),
      (cause) => explainCheck(cause, deskWords.checkFull(now.name)));
    if (count !== null) {
      open.value = null;
      tell(deskWords.checkAdded(count));
    }
  };
  const show = (kind: BlindKind) => {
    task.clear();
    open.value = open.value === kind ? null : kind;
  };
  return !isCoordinator() ? null : (
    <section class="card">
      <h2>{deskWords.checkTitle}</h2>
      <p class="hint">{deskWords.checkText(now.name)}</p>
      <div class="row">
        {KINDS.map((kind) => (
          <button
            type="button" key={kind} aria-expanded={open.value === kind}
            onClick={() => show(kind)}
          >
            {deskWords.checkKinds[kind]}
          </button>
        ))}
      </div>
      {open.value && (
        <CheckForm
          key={open.value} kind={open.value} task={task}
          onAdd={(entry) => void add(open.value ?? "self", entry)}
          onCancel={() => { open.value = null; }}
        />
      )}
    </section>
  );
}
