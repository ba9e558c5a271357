// What holds for the whole service: the deputy, numbers for a crisis, whether mail gets out.
import { signal } from "@preact/signals";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import type { Deputy, HelpNumber, OutboxWay } from "../lib/wire-desk";
import { leadWords as text } from "../strings-lead";
import { loadDesk } from "./desk";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { newTask } from "./task";

export const deputy = signal<Deputy | null>(null);
export const helpNumbers = signal<readonly HelpNumber[] | null>(null);
export const outboxWays = signal<readonly OutboxWay[]>([]);
export const serviceTask = newTask();
export const deputyTask = newTask();
export const numbersTask = newTask();

export const loadService = oneAtATime(async () => {
  const [now, help, outbox] = await Promise.all([
    request("deputy.get", {}), request("help.get", {}), request("outbox.list", {}), loadDesk(),
  ]);
  deputy.value = now;
  helpNumbers.value = help.numbers;
  outboxWays.value = outbox.ways;
});

function explainDeputy(cause: unknown): string {
  return asRpcError(cause).kind === "wrong_state" ? text.deputyIsLead : errorWords(cause);
}

export async function nameDeputy(person: string | null): Promise<boolean> {
  const done = await deputyTask.run(async () => {
    await request("deputy.set", { person });
    deputy.value = await request("deputy.get", {});
    return true;
  }, explainDeputy);
  return done === true;
}

/** By their places in the list, as the server takes them; lines that are empty are left out. */
export function numbersByPlace(
  numbers: readonly HelpNumber[],
): Record<string, [string, string, string]> | null {
  const written = numbers.filter((one) => one.name !== "" || one.number !== "" || one.when !== "");
  if (written.some((one) => one.name === "" || one.number === "")) {
    return null;
  }
  return Object.fromEntries(written.map(
    ({ name, number, when }, at) => [String(at + 1), [name, number, when]]));
}

export async function saveNumbers(numbers: readonly HelpNumber[]): Promise<boolean> {
  const byPlace = numbersByPlace(numbers);
  if (byPlace === null) {
    numbersTask.error.value = text.numbersHalf;
    return false;
  }
  const done = await numbersTask.run(async () => {
    await request("help.set", { numbers: byPlace });
    helpNumbers.value = (await request("help.get", {})).numbers;
    return true;
  });
  return done === true;
}
