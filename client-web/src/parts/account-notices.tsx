// What happened to one's account that one should know of, until one says that it is all right.
import { momentWords } from "../lib/dates";
import {
  type AccountNotice, cancelRecovery, closeNotices, readUntil_utc_ms, recovery,
} from "../models/account";
import { signOutEverywhere } from "../models/session";
import { accountNotices, tell } from "../models/state";
import { newTask } from "../models/task";
import { accountWords as text } from "../strings-account";
import { FormError } from "./field";

const task = newTask();

/** The newest code is the one that can still be stopped. */
function isOpen(notice: AccountNotice): boolean {
  return recovery.value !== null
    && notice === accountNotices.value.find(({ news }) => news === "recovery_begun");
}

function Notice({ notice }: { notice: AccountNotice }) {
  return <p>{text.news(notice, momentWords(notice.at), isOpen(notice))}</p>;
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
  if (await task.run(async () => {
    await closeNotices();
    return true;
  }) && accountNotices.value.length > 0) {
    tell(text.notHere); // it came before this device signed in
  }
}

function Answers({ isNew }: { isNew: boolean }) {
  return (
    <>
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
    </>
  );
}

/** `all`: on her own page, where they stay; elsewhere what she has read is out of the way. */
export function AccountNotices({ all = false }: { all?: boolean }) {
  const fresh = accountNotices.value.filter((notice) => notice.at > readUntil_utc_ms.value);
  const shown = all ? accountNotices.value : fresh;
  const isNew = fresh.some((notice) => notice.news === "new_device");
  const isOut = recovery.value !== null && !shown.some(isOpen); // she has closed the news of it
  if (shown.length === 0 && recovery.value === null) {
    return null;
  }
  return (
    <section class="card" aria-labelledby="account-notices">
      <h2 id="account-notices">{text.noticesTitle}</h2>
      {shown.map((notice) => <Notice key={`${notice.news}${notice.at}`} notice={notice} />)}
      {isOut && <p>{text.codeOut(momentWords(recovery.value?.usable_at ?? 0))}</p>}
      <FormError text={task.error.value} />
      <div class="row">
        {recovery.value !== null && <Stop />}
        {fresh.length > 0 && <Answers isNew={isNew} />}
      </div>
      {shown.length > 0 && fresh.length === 0 && <p class="hint">{text.staysHere}</p>}
      {isNew && <p class="hint">{text.notMeHint}</p>}
    </section>
  );
}
