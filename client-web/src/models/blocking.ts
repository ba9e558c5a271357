// Whom one has blocked: neither sees what the other writes, so logs are read again after a change.
import { request } from "./request";
import { blocked, type Blocked, forgetAllLogs } from "./state";

let changes = 0; // a list that was asked for before one of them is not the newest

export async function loadBlocked(): Promise<void> {
  const before = changes;
  const { people } = await request("people.blocked", {});
  blocked.value = before === changes ? people : blocked.value;
}

function without(id: string): Blocked[] {
  return blocked.value.filter((person) => person.id !== id);
}

export function isBlocked(id: string): boolean {
  return blocked.value.some((person) => person.id === id);
}

export async function block(person: Blocked): Promise<true> {
  await request("person.block", { person: person.id });
  changes += 1;
  blocked.value = [...without(person.id), person];
  forgetAllLogs();
  return true;
}

export async function unblock(person: Blocked): Promise<true> {
  await request("person.unblock", { person: person.id });
  changes += 1;
  blocked.value = without(person.id);
  forgetAllLogs();
  return true;
}
