// Who is in a conversation, and what one may do about it.
import { signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import type { MemberRow, PersonEntry } from "../lib/wire";
import { request } from "./request";
import { me } from "./state";
import { words } from "../strings";
import { newTask } from "./task";

export const members = signal<{ conversation: string; rows: readonly MemberRow[] } | null>(null);
/** People who could be added: of one's areas, not yet in the group. Staff only. */
export const addable = signal<readonly PersonEntry[]>([]);
export const memberTask = newTask();

export function isCoordinator(): boolean {
  return me.value?.roles.some((grant) => grant.role === "coordinator") ?? false;
}

export async function loadMembers(conversation: string): Promise<void> {
  const found = await request("conversation.members", { conversation });
  members.value = { conversation, rows: found.members };
}

export async function allPeople(): Promise<PersonEntry[]> {
  const all: PersonEntry[] = [];
  let after: string | undefined;
  for (let more = true; more;) {
    const page = await request("people.list", after ? { after } : {});
    all.push(...page.people);
    after = page.people[page.people.length - 1]?.id;
    more = page.more === true && after !== undefined;
  }
  return all.sort((a, b) => a.name.localeCompare(b.name, words.language));
}

export async function loadAddable(): Promise<void> {
  const here = new Set(members.value?.rows.map((row) => row.person));
  // Administrators read nobody's talk: the server refuses them.
  addable.value = (await allPeople()).filter((person) => !here.has(person.id) &&
    person.roles.some((held) => held.role !== "administrator"));
}

type Change = "conversation.add" | "conversation.remove";

/** Another coordinator, or the person herself, was quicker. */
function explain(cause: unknown, method: Change): string {
  const { kind } = asRpcError(cause);
  if (method === "conversation.add" && kind === "conflict") {
    return words.addedBefore;
  }
  return method === "conversation.remove" && kind === "not_found"
    ? words.goneBefore : errorWords(cause);
}

/** Does one thing to the group, then looks again at who is in it. */
export async function changeMembers(
  conversation: string, method: Change, person: string,
): Promise<boolean> {
  const done = await memberTask.run(async () => {
    await request(method, { conversation, person });
    return true;
  }, (cause) => explain(cause, method));
  await loadMembers(conversation).then(loadAddable).catch(() => undefined); // the next connection
  return done === true;
}
