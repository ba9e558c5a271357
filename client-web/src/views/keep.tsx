// Looking after a group: who may want a kind word, how the group lives, what stands at its top,
// who rests from writing.
import { useEffect } from "preact/hooks";
import { serverNow_utc_ms } from "../lib/clock";
import { loadGroup } from "../models/groups";
import { loadQuiet, quiet, type QuietRow, wholeDays } from "../models/keeping";
import { loadMembers } from "../models/members";
import { away, groups, link } from "../models/state";
import { newTask } from "../models/task";
import { titleOf } from "../models/titles";
import { BackToTalk } from "../parts/back-to-talk";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { Muting } from "../parts/keep-mute";
import { Agreed, Lives } from "../parts/keep-settings";
import { Pins } from "../parts/keep-pins";
import { Newcomers } from "../parts/newcomers";
import { keepingWords as text } from "../strings-keeping";
import { words } from "../strings";

const task = newTask();

function quietWords({ name, nickname, since_at, wrote_at }: QuietRow): string {
  const now = serverNow_utc_ms();
  const called = nickname && nickname !== name ? `${name} (${nickname})` : name;
  return wrote_at === undefined
    ? text.quietNever(called, wholeDays(since_at, now))
    : text.quietWrote(called, wholeDays(wrote_at, now));
}

function Quiet({ conversation }: { conversation: string }) {
  const found = quiet.value;
  if (found?.conversation !== conversation) {
    return null;
  }
  return (
    <section class="card">
      <h2>{text.quietTitle}</h2>
      {found.rows.length === 0 && <p>{text.quietNone}</p>}
      {found.rows.length > 0 && (
        <>
          <p class="hint">{text.quietText}</p>
          <ul class="dotted">
            {found.rows.map((row) => <li key={row.person}>{quietWords(row)}</li>)}
          </ul>
          {found.more && <p class="hint">{text.quietMore}</p>}
        </>
      )}
    </section>
  );
}

export function KeepView({ conversation }: { conversation: string }) {
  useEffect(() => {
    task.clear();
    if (link.value === "live") {
      void loadGroup(conversation);
      Promise.all([loadQuiet(conversation), loadMembers(conversation)])
        .catch((cause: unknown) => task.explain(cause));
    }
  }, [conversation, link.value]);
  const group = groups.value.get(conversation);
  const shared = group && { conversation, group };
  return (
    <section class="page">
      <BackToTalk conversation={conversation} />
      <PageHeading>{text.pageTitle(titleOf(conversation))}</PageHeading>
      <FormError text={task.error.value} />
      {!group && <p class="quiet">{away.value ? words.linkWaiting : words.wait}</p>}
      {shared && (
        <>
          <Newcomers {...shared} />
          <Quiet conversation={conversation} />
          <Pins {...shared} />
          <Lives {...shared} />
          <Agreed {...shared} />
          <Muting {...shared} />
        </>
      )}
    </section>
  );
}
