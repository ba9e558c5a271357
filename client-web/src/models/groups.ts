// How one's groups live: what is agreed, who looks after them now; and what one does about it
// oneself.
import { oneAtATimeEach } from "../lib/one-at-a-time";
import { request } from "./request";
import { conversations, groups, patchConversation, putPeopleOf } from "./state";

/** Quietly: a group is readable also where this cannot be read. */
export const loadGroup = oneAtATimeEach(async (conversation) => {
  if (conversations.value.get(conversation)?.kind !== "group") {
    return;
  }
  try {
    const group = await request("group.get", { conversation });
    groups.value = new Map(groups.value).set(conversation, group);
    patchConversation(conversation, { title: group.title });
  } catch {
    // What is known stays; the next connection or change asks again.
  }
});

/** What people are called here: with nicknames, which other lists do not know. */
export async function loadNames(conversation: string): Promise<void> {
  const { members } = await request("conversation.members", { conversation });
  putPeopleOf(conversation, Object.fromEntries(
    members.map(({ person, name, role }) => [person, { name, role }])));
}

async function thenLoad(conversation: string, done: Promise<unknown>): Promise<true> {
  await done;
  await loadGroup(conversation);
  return true;
}

export function accept(conversation: string, version: number, nickname: string): Promise<true> {
  const called = nickname === "" ? {} : { nickname };
  return thenLoad(conversation, request("group.accept", { conversation, version, ...called }));
}

export function setNickname(conversation: string, nickname: string): Promise<true> {
  const called = nickname === "" ? null : nickname;
  return thenLoad(conversation, request("group.nickname", { conversation, nickname: called }));
}

export function setAway(conversation: string, away: boolean): Promise<true> {
  return thenLoad(conversation, request("group.away", { conversation, away }));
}

export function setPinned(conversation: string, seq: number, pinned: boolean): Promise<true> {
  const method = pinned ? "group.pin" : "group.unpin";
  return thenLoad(conversation, request(method, { conversation, seq }));
}

export function welcome(conversation: string, person: string): Promise<true> {
  return thenLoad(conversation, request("group.welcome", { conversation, person }));
}
