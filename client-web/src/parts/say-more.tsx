// A few words for the team, opened by a button: an answer, something more, an appeal.
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Task } from "../models/task";
import { careWords } from "../strings-care";
import { words } from "../strings";
import { FormError } from "./field";

const TEXT_MAX = 1_000;

export interface SayMoreProps {
  id: string; // of the box: one of each on a page
  open: string; // the words of the button
  label: string;
  task: Task;
  strong?: boolean;
  onSend: (text: string) => Promise<unknown>; // answers null where it was refused
}

function SayForm({ id, label, task, onSend, onEnd }: SayMoreProps & { onEnd: () => void }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const text = useSignal("");
  useLayoutEffect(() => { box.current?.focus(); }, []);
  const send = (event: Event) => {
    event.preventDefault();
    const clean = text.value.trim();
    if (clean === "") {
      task.error.value = careWords.writeFirst;
      return;
    }
    void onSend(clean).then((done) => done !== null && onEnd());
  };
  return (
    <form onSubmit={send} noValidate>
      <FormError text={task.error.value} />
      <div class="field">
        <label for={id}>{label}</label>
        <textarea
          id={id} rows={3} maxLength={TEXT_MAX} ref={box} value={text.value}
          onInput={(event) => { text.value = event.currentTarget.value; }}
        />
      </div>
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{words.send}</button>
        <button type="button" onClick={onEnd}>{words.cancel}</button>
      </div>
    </form>
  );
}

export function SayMore(props: SayMoreProps) {
  const isOpen = useSignal(false);
  const end = () => { isOpen.value = false; };
  if (isOpen.value) {
    return <SayForm {...props} onEnd={end} />;
  }
  return (
    <button
      type="button" class={props.strong ? "strong" : ""}
      onClick={() => { props.task.clear(); isOpen.value = true; }}
    >
      {props.open}
    </button>
  );
}
