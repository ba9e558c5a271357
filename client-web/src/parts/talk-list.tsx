// The list of one's conversations, with what is new in words: no numbers in red.
import { whenWords } from "../lib/dates";
import type { ConversationRow } from "../lib/wire";
import { go, route } from "../models/routes";
import { me } from "../models/state";
import { isUntouched, talks } from "../models/titles";
import { words } from "../strings";

/** What is new, in words: messages, or a person nobody has said a word to yet. */
function newsOf(row: ConversationRow): string {
  if (row.unread > 0) {
    return words.unread(row.unread);
  }
  return isUntouched(row) ? words.sayHello : words.allRead;
}

function emptyWords(): string {
  const roles = me.value?.roles.map((grant) => grant.role) ?? [];
  if (roles.includes("carer")) {
    return words.talksEmptyToday;
  }
  return roles.includes("supporter") ? words.talksEmpty : words.talksEmptyStaff;
}

function TalkRow({ row, here }: { row: ConversationRow; here: boolean }) {
  const open = (event: Event) => {
    event.preventDefault();
    go({ view: "talk", conversation: row.id });
  };
  return (
    <li>
      <a href="/" class="talk-row" aria-current={here ? "page" : undefined} onClick={open}>
        <span class="talk-title">{row.title || words.untitled}</span>
        <span class="talk-kind">{row.kind === "group" ? words.group : words.pairWith}</span>
        <span class={row.unread > 0 || isUntouched(row) ? "talk-new" : "talk-kind"}>
          {newsOf(row)}
        </span>
        {row.last_at !== null && <span class="talk-when">{whenWords(row.last_at)}</span>}
      </a>
    </li>
  );
}

export function TalkList() {
  const rows = talks();
  const now = route.value;
  const here = "conversation" in now ? now.conversation : null;
  if (rows.length === 0) {
    return <p class="quiet">{emptyWords()}</p>;
  }
  return (
    <ul class="talks">
      {rows.map((row) => <TalkRow key={row.id} row={row} here={row.id === here} />)}
    </ul>
  );
}
