// What happened to one's account that one should know of, until one says that it is all right.
import { momentWords } from "../lib/dates";
import { type AccountNotice, cancelRecovery, closeNotices, recovery } from "../models/account";
import { signOutEverywhere } from "../models/session";
import { accountNotices, tell } from "../models/state";
import { newTask } from "../models/task";
import { accountWords as text } from "../strings-account";
import { FormError } from "./field";

const task = newTask();

function Notice({ notice }: { notice: AccountNotice }) {
  return <p>{text.news(notice, momentWords(notice.at))}</p>;
}

async function stop(): Promise<void> {
  if (await task.run(async () => {
    await cancelRecovery();
    return true;
  })) {
    tell(text.recoveryStopped);
  }
}

function Stop() {
  return (
    <button type="button" class="strong" disabled={task.busy.value} onClick={() => void stop()}>
      {text.stopRecovery}
    </button>
  );
}

async function close(): Promise<void> {
  const before = accountNotices.value.length;
  if (await task.run(async () => {
    await closeNotices();
    return true;
  }) && accountNotices.value.length === before) {
    tell(text.notHere); // it came before this device signed in
  }
}

export function AccountNotices() {
  const all = accountNotices.value;
  const isNew = all.some((notice) => notice.news === "new_device");
  if (all.length === 0 && recovery.value === null) {
    return null;
  }
  return (
    <section class="card" aria-labelledby="account-notices">
      <h2 id="account-notices">{text.noticesTitle}</h2>
      {all.map((notice) => <Notice key={`${notice.news}${notice.at}`} notice={notice} />)}
      <FormError text={task.error.value} />
      <div class="row">
        {recovery.value !== null && <Stop />}
        <button type="button" disabled={task.busy.value} onClick={() => void close()}>
          {isNew ? text.wasMe : text.understood}
        </button>
        {isNew && (
          <button
            type="button" disabled={task.busy.value}
            onClick={() => void task.run(signOutEverywhere)}
          >
            {text.notMe}
          </button>
        )}
      </div>
      {isNew && <p class="hint">{text.notMeHint}</p>}
    </section>
  );
}
