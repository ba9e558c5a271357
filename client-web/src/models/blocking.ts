// Whom one has blocked: neither sees what the other writes, so logs are read again after a change.
import { request } from "./request";
import { blocked, type Blocked, forgetAllLogs } from "./state";

export async function loadBlocked(): Promise<void> {
  blocked.value = (await request("people.blocked", {})).people;
}

function without(id: string): Blocked[] {
  return blocked.value.filter((person) => person.id !== id);
}

export function isBlocked(id: string): boolean {
  return blocked.value.some((person) => person.id === id);
}

export async function block(person: Blocked): Promise<true> {
  await request("person.block", { person: person.id });
  blocked.value = [...without(person.id), person];
  forgetAllLogs();
  return true;
}

export async function unblock(person: Blocked): Promise<true> {
  await request("person.unblock", { person: person.id });
  blocked.value = without(person.id);
  forgetAllLogs();
  return true;
}
