// What a conversation is called, and who somebody is, in words.
import type { ConversationRow } from "../lib/wire";
import { words } from "../strings";
import { conversations, me, namesHere, people } from "./state";

export function nameOf(person: string | null | undefined): string {
  if (person && person === me.value?.person) {
    return words.you;
  }
  return (person && people.value.get(person)?.name) || words.somebody;
}

/** What somebody is called in this conversation: in a group it can be a nickname. */
export function nameIn(conversation: string, person: string | null | undefined): string {
  const here = person && person !== me.value?.person
    ? namesHere.value.get(conversation)?.get(person) : undefined;
  return here || nameOf(person);
}

export function ownName(): string {
  return people.value.get(me.value?.person ?? "")?.name ?? "";
}

export function titleOf(conversation: string): string {
  return conversations.value.get(conversation)?.title || words.untitled;
}

const PAIR_JOINS = 2; // a pair begins with both of them joining; read marks start at the first

/** Nobody has written in this pair yet, not even unseen words, and one has never opened it. */
export function isUntouched(row: ConversationRow): boolean {
  return row.kind === "pair" && row.head <= PAIR_JOINS && row.read < PAIR_JOINS;
}

/** Conversations that people talk in, the one with the newest words first. */
export function talks(): ConversationRow[] {
  return Array.from(conversations.value.values())
    .filter((row) => row.kind === "pair" || row.kind === "group")
    .sort((a, b) => (b.last_at ?? 0) - (a.last_at ?? 0) || (a.id < b.id ? -1 : 1));
}
