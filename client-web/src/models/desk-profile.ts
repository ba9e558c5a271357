// One person's story as her coordinator sees it. The server writes down that it was read.
import { signal } from "@preact/signals";
import { type Field, FIELDS } from "../lib/fields";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import type { Params, Profile } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";
import { questionsFor } from "./story";
import { request } from "./request";
import { newTask } from "./task";

export const profile = signal<Profile | null>(null);
export const profileTask = newTask();

/** She has to say why she looks before the server shows her anything. */
export const reasonAsked = signal(false);
let reason: string | null = null; // said once, for as long as the page stands

export function closeProfile(): void {
  profile.value = null;
  reasonAsked.value = false;
  reason = null;
  profileTask.clear();
}

export async function loadProfile(person: string): Promise<void> {
  try {
    profile.value = await request("profile.view", reason === null ? { person } : { person, reason });
    reasonAsked.value = false;
  } catch (cause) {
    const { kind, field } = asRpcError(cause);
    if (kind !== "bad_request" || field !== "reason") {
      throw cause;
    }
    reasonAsked.value = true;
  }
}

export async function openProfile(person: string, why: string): Promise<void> {
  reason = why;
  await profileTask.run(() => loadProfile(person));
}

export interface StoryLine {
  field: Field;
  values: readonly string[];
  shown: boolean;
}

/** The questions for somebody of that role, with the answers so far. */
export function storyLines(
  fields: readonly Field[], { role, answers }: Pick<Profile, "role" | "answers">,
): StoryLine[] {
  const given = new Map(answers.map((answer) => [answer.field, answer]));
  return questionsFor(fields, [role === "carer" ? "carer" : "supporter"], given).map((field) => {
    const answer = given.get(field.name);
    return { field, values: answer?.values ?? [], shown: answer?.shown ?? field.shown };
  });
}

export function storyOf(now: Profile): StoryLine[] {
  return storyLines(FIELDS, now);
}

/** Why a person cannot be put into the queue yet, or an answer not be written down. */
function explain(cause: unknown): string {
  const error = asRpcError(cause);
  if (error.kind === "conflict") {
    return deskWords.inQueueAlready;
  }
  if (error.kind === "wrong_state" && error.field === "field") {
    return deskWords.needsConsent;
  }
  return deskWords.queueNeeds[error.field ?? ""] ?? errorWords(cause);
}

type ProfileChange = "profile.answer_for" | "consent.record" | "request.submit_for" | "case.add" |
  "case.remove" | "no_contact.lift" | "hold.lift" |
  "supporter.allow_crisis";

/** Does one thing for this person, then reads her page again. */
export async function changeProfile<C extends ProfileChange>(
  person: string, method: C, params: Params[C],
): Promise<boolean> {
  const done = await profileTask.run(async () => {
    await request(method, params);
    return true;
  }, explain);
  if (done) {
    await loadProfile(person).catch((cause: unknown) => profileTask.explain(cause));
  }
  return done === true;
}
