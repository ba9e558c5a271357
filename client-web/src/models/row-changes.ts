// What an event does to the list of conversations and to the names of people.
import { limits } from "#protocol";
import { atOf, byOf, type ConversationRow, type WireEvent } from "../lib/wire";
import { request } from "./request";
import { conversations, me, patchConversation, people, putPeopleOf } from "./state";

const asking = new Set<string>();

/** A conversation's row after one more event: what is new, when, what it is called. */
export function applyToRow(conversation: string, event: WireEvent): void {
  const row = conversations.value.get(conversation);
  if (!row) {
    return;
  }
  const patch: Partial<ConversationRow> = {};
  if (event.seq > row.head) {
    // Up to `head` the row that came with attach has counted already.
    const counts = event.kind === "message.sent" && event.by !== me.value?.person;
    patch.head = event.seq;
    patch.last_at = atOf(event) ?? row.last_at;
    patch.unread = Math.min(limits.unread_max, row.unread + (counts && event.seq > row.read ? 1 : 0));
  }
  if (event.kind === "conversation.changed") {
    patch.title = event.data.title;
  } else if (event.kind === "member.joined") {
    const { person, name, role } = event.data;
    putPeopleOf(conversation, { [person]: { name, role } });
  }
  patchConversation(conversation, patch);
}

/** Asks for the names of people whose events came before their names did. */
export async function nameStrangers(conversation: string, events: readonly WireEvent[]) {
  const unknown = events.some((event) => {
    const by = byOf(event);
    return by !== null && !people.value.has(by);
  });
  if (!unknown || asking.has(conversation)) {
    return;
  }
  asking.add(conversation);
  try {
    const { members } = await request("conversation.members", { conversation });
    members.forEach(({ person, name, role }) =>
      putPeopleOf(conversation, { [person]: { name, role } }));
  } catch {
    // A name that is missing is shown as "Somebody" until the next history brings it.
  } finally {
    asking.delete(conversation);
  }
}
