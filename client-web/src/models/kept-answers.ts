// Where answers that are not sent yet lie on this device. With the first page, because
// signing out takes them away.
import { forget, forgetAll, keep, kept } from "../lib/idb";
import type { PendingAnswer } from "./answers";

function key(person: string, field = ""): string {
  return `answer/${person}/${field}`;
}

export function keepAnswer(item: PendingAnswer): Promise<boolean> {
  return keep(key(item.person, item.field), item);
}

export function forgetAnswer(person: string, field: string): Promise<void> {
  return forget(key(person, field));
}

export async function keptAnswers(person: string): Promise<PendingAnswer[]> {
  return Array.from((await kept<PendingAnswer>(key(person))).values());
}

export function forgetAnswers(person: string): Promise<void> {
  return forgetAll(key(person));
}
