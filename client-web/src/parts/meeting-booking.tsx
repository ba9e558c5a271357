// Whether one comes to a meeting, and what one needs for it. Saying nothing is fine too.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { limits } from "#protocol";
import type { Meeting } from "../lib/wire";
import { changeMeeting } from "../models/meetings";
import { tell } from "../models/state";
import { newTask, type Task } from "../models/task";
import { groupWords as text } from "../strings-group";
import { FormError } from "./field";

interface BookingProps { meeting: Meeting }

function Needs({ meeting, task }: BookingProps & { task: Task }) {
  const isOpen = useSignal(false);
  const needs = useSignal(meeting.needs ?? "");
  const id = `needs-${meeting.meeting}`;
  const save = (event: Event) => {
    event.preventDefault();
    const booking = { meeting: meeting.meeting, coming: true, needs: needs.value.trim() };
    void task.run(() => changeMeeting(meeting.conversation, "meeting.book", booking))
      .then((done) => {
        if (done) {
          isOpen.value = false;
          tell(text.needsSaved);
        }
      });
  };
  return (
    <>
      {meeting.needs && <p>{text.needsYours(meeting.needs)}</p>}
      <button
        type="button" aria-expanded={isOpen.value}
        onClick={() => { isOpen.value = !isOpen.value; }}
      >
        {meeting.needs ? text.needsChange : text.needs}
      </button>
      {isOpen.value && (
        <form onSubmit={save}>
          <div class="field">
            <label for={id}>{text.needs}</label>
            <p class="hint" id={`${id}-hint`}>{text.needsHint}</p>
            <input
              id={id} type="text" maxLength={limits.meeting_chars} autocomplete="off"
              aria-describedby={`${id}-hint`} value={needs.value}
              onInput={(event) => { needs.value = event.currentTarget.value; }}
            />
          </div>
          <button type="submit" disabled={task.busy.value}>{text.needsSave}</button>
        </form>
      )}
    </>
  );
}

export function Booking({ meeting }: BookingProps) {
  const task = useMemo(newTask, []); // a refusal stands where it was asked
  const answer = (coming: boolean) => {
    const booking = { meeting: meeting.meeting, coming };
    void task.run(() => changeMeeting(meeting.conversation, "meeting.book", booking))
      .then((done) => done && tell(coming ? text.saidComing : text.saidNotComing));
  };
  const said = meeting.coming === undefined
    ? text.notSure : meeting.coming ? text.saidComing : text.saidNotComing;
  return (
    <div class="booking" role="group" aria-label={text.yourAnswer}>
      <p class="small-title">{text.yourAnswer}</p>
      <FormError text={task.error.value} />
      <div class="row">
        {[true, false].map((coming) => (
          <button
            type="button" key={String(coming)} aria-pressed={meeting.coming === coming}
            class="choice" disabled={task.busy.value} onClick={() => answer(coming)}
          >
            {coming ? text.coming : text.notComing}
          </button>
        ))}
      </div>
      <p class="hint">{said}</p>
      {meeting.coming === true && <Needs meeting={meeting} task={task} />}
    </div>
  );
}
