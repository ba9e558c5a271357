// Keeps a message at the top of its group, or takes it from there: for those who look after it.
import { limits } from "#protocol";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import { closeOptions } from "../models/choosing";
import { setPinned } from "../models/groups";
import { groups, tell } from "../models/state";
import { newTask } from "../models/task";
import { groupWords as text } from "../strings-group";

const task = newTask();

export interface PinButtonProps { conversation: string; seq: number }

export function PinButton({ conversation, seq }: PinButtonProps) {
  const group = groups.value.get(conversation);
  if (!group?.can.includes("pin")) {
    return null;
  }
  const isPinned = group.pinned.includes(seq);
  const isFull = group.pinned.length >= limits.pins;
  const explain = (cause: unknown) =>
    isFull && asRpcError(cause).kind === "wrong_state" ? text.pinsFull : errorWords(cause);
  const press = () => void task.run(() => setPinned(conversation, seq, !isPinned), explain)
    .then((done) => {
      if (done) {
        closeOptions();
        tell(isPinned ? text.unpinned : text.pinned);
      }
    });
  return (
    <>
      <button type="button" disabled={task.busy.value} onClick={press}>
        {isPinned ? text.unpin : text.pin}
      </button>
      {task.error.value && <p class="error" role="alert">{task.error.value}</p>}
    </>
  );
}
