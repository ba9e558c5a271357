// What is kept at the top of a group, and taken from there: for those who look after it.
import { firstWords } from "../lib/first-words";
import { setPinned } from "../models/groups";
import { foldEntries, type MessageEntry } from "../models/log";
import { logOf, tell } from "../models/state";
import { newTask } from "../models/task";
import { groupWords } from "../strings-group";
import { keepingWords as text } from "../strings-keeping";
import { FormError } from "./field";
import type { GroupProps } from "./keep-settings";
import { quoteOf } from "./message";

const task = newTask();

/** Its first words, as far as the conversation has been read here. */
function lineOf(conversation: string, seq: number): string {
  const found = foldEntries(logOf(conversation).value.events).find(
    (entry): entry is MessageEntry => entry.kind === "message" && entry.seq === seq);
  return found && found.text !== null ? firstWords(quoteOf(found)) : text.pinEarlier;
}

export function Pins({ conversation, group }: GroupProps) {
  const takeDown = (seq: number) =>
    void task.run(() => setPinned(conversation, seq, false))
      .then((done) => done && tell(groupWords.unpinned));
  return (
    <section class="card">
      <h2>{text.pinsTitle}</h2>
      <FormError text={task.error.value} />
      {group.pinned.length === 0 && <p>{text.pinsNone}</p>}
      <ul>
        {group.pinned.map((seq) => {
          const line = lineOf(conversation, seq);
          return (
            <li key={seq} class="person-line">
              <p dir="auto">{line}</p>
              <button
                type="button" disabled={task.busy.value} aria-label={text.pinDownOf(line)}
                onClick={() => takeDown(seq)}
              >
                {text.pinDown}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
