// Pausing accounts and keeping people apart.
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import { leadWords as text } from "../strings-lead";
import { request } from "./request";
import { newTask, type Task } from "./task";

export const pauseTask = newTask();
export const restoreTask = newTask();
export const apartTask = newTask();

const explained = (inState: string) => (cause: unknown) =>
  asRpcError(cause).kind === "wrong_state" ? inState : errorWords(cause);

async function done(task: Task, work: () => Promise<unknown>, inState: string): Promise<boolean> {
  return await task.run(work, explained(inState)) !== null;
}

/** Without hours: until it is given back, or for a day where a coordinator does it. */
export function pauseAccount(person: string, reason: string, hours: number | null) {
  return done(pauseTask, () => request(
    "person.suspend", { person, reason, ...(hours === null ? {} : { hours }) }), text.pausedAlready);
}

export function restoreAccount(person: string, reason: string) {
  return done(restoreTask, () => request(
    "person.restore", { person, ...(reason === "" ? {} : { reason }) }), text.notPaused);
}

export const explainedApart = explained(text.apartNever);

export function keepApart(a: string, b: string) {
  return done(apartTask, () => request("no_contact.place", { a, b }), text.apartNever);
}

export function allowContact(a: string, b: string) {
  return done(apartTask, () => request("no_contact.lift", { a, b }), text.apartNone);
}
