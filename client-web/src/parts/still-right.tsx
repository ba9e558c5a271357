// Who lives with whom changes: after three months she is asked whether it is still safe.
import { dateWords } from "../lib/dates";
import { go } from "../models/routes";
import { safeContact, safeContactTask as task, saveSafeContact } from "../models/safe-contact";
import { tell } from "../models/state";
import { safeWords as text } from "../strings-safe";
import { FormError } from "./field";

export function StillRight() {
  const now = safeContact.value;
  if (!now?.ask_again || now.said_at === undefined) {
    return null;
  }
  const confirm = async () => {
    if (await saveSafeContact(now.contact)) {
      tell(text.stillThanks);
    }
  };
  return (
    <section class="card">
      <h2>{text.stillTitle}</h2>
      <FormError text={task.error.value} />
      <p>{text.stillText(dateWords(now.said_at))}</p>
      <div class="row">
        <button
          type="button" class="strong" disabled={task.busy.value} onClick={() => void confirm()}
        >
          {text.stillYes}
        </button>
        <button type="button" onClick={() => go({ view: "safe-contact" })}>
          {text.stillChange}
        </button>
      </div>
    </section>
  );
}
