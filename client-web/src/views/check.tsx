// The private check: whom one should not be brought together with. Only counts are ever shown.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { BlindKind } from "../lib/wire";
import { addToCheck, checkCount, type CheckEntry, clearCheck, explainCheck } from "../models/check";
import { loadProfile, profile, profileError } from "../models/saving";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { CheckForm } from "../parts/check-form";
import { Confirm } from "../parts/confirm";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { storyWords } from "../strings-story";

const KINDS: readonly BlindKind[] = ["relative", "household", "employer", "self"];
const task = newTask();
const clearing = newTask();
const open = signal<BlindKind | null>(null);
const asking = signal<BlindKind | null>(null);

async function add(kind: BlindKind, entry: CheckEntry): Promise<void> {
  if (await task.run(() => addToCheck(kind, entry), (cause) => explainCheck(cause))) {
    open.value = null;
    tell(storyWords.checkAdded);
  }
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
      {open.value === kind && (
        <CheckForm
          kind={kind} task={task} onAdd={(entry) => void add(kind, entry)}
          onCancel={() => { open.value = null; }}
        />
      )}
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
  useEffect(() => () => {
    open.value = null;
    asking.value = null;
  }, []);
  useEffect(() => {
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
