// Helping somebody who cannot sign in: a code for a new password, a lost second step.
import { signal } from "@preact/signals";
import { momentWords } from "../lib/dates";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import type { PersonEntry, Results, Role } from "../lib/wire";
import { wayInWords as text } from "../strings-way-in";
import { request } from "./request";
import { hasRole } from "./roles";
import { me } from "./state";
import { newTask } from "./task";

export const codeTask = newTask();
export const resetTask = newTask();

export type Begun = Results["person.recovery_begin"] & { person: string };
/** The code that was made last: shown until one leaves the page. */
export const begun = signal<Begun | null>(null);

const isPerson = (role: Role) => role === "carer" || role === "supporter";

const SHORT_MS = 60_000; // any command may be refused for so long

/** A coordinator helps carers and supporters, an administrator staff; nobody herself. */
export function mayHelp(person: PersonEntry): boolean {
  const isStaff = person.roles.some((grant) => !isPerson(grant.role));
  return person.id !== me.value?.person && hasRole(isStaff ? "administrator" : "coordinator");
}

/** Nobody both turns a second step off and gives a code: that takes a colleague. */
function explained(inState: string) {
  return (cause: unknown) => {
    const { kind, field, after_ms } = asRpcError(cause);
    if (kind === "conflict") {
      return text.given;
    }
    if (kind === "rate_limited" && after_ms !== null && after_ms > SHORT_MS) {
      return text.threeADay(momentWords(Date.now() + after_ms));
    }
    if (kind !== "wrong_state") {
      return errorWords(cause);
    }
    return field === "second_factor" || field === "recovery" ? text.colleague : inState;
  };
}

export async function beginRecovery(person: string, reason: string): Promise<boolean> {
  const made = await codeTask.run(
    () => request("person.recovery_begin", { person, reason }), explained(text.noAccount));
  begun.value = made && { ...made, person };
  return made !== null;
}

export async function resetSecondFactor(person: string, reason: string): Promise<boolean> {
  return await resetTask.run(
    () => request("person.second_factor_reset", { person, reason }), explained(text.noStep)) !== null;
}
