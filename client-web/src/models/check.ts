// The private check: what is written goes to the server once and is then a code that nobody reads.
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import type { BlindKind, Params } from "../lib/wire";
import { storyWords } from "../strings-story";
import { request } from "./request";
import { loadProfile, profile } from "./saving";

export type CheckField = "name" | "birth_year" | "postcode" | "house";

/** Which boxes each kind of entry has. */
export const CHECK_FIELDS: Readonly<Record<BlindKind, readonly CheckField[]>> = {
  relative: ["name", "birth_year", "postcode"],
  household: ["postcode", "house"],
  employer: ["name"],
  self: ["name", "birth_year", "postcode"],
};

export type CheckEntry = Partial<Record<CheckField, string>>;

const YEAR = /^(19|20)\d\d$/;

/** The first box that wants another look; null when all is well. */
export function checkProblem(kind: BlindKind, entry: CheckEntry): CheckField | null {
  const has = (field: CheckField) => (entry[field] ?? "").trim() !== "";
  const isPerson = kind === "relative" || kind === "self";
  if (has("birth_year") && !YEAR.test((entry.birth_year ?? "").trim())) {
    return "birth_year";
  }
  const missing = CHECK_FIELDS[kind].find((field) =>
    !has(field) && !(isPerson && field !== "name"));
  if (missing) {
    return missing;
  }
  return isPerson && !has("birth_year") && !has("postcode") ? "birth_year" : null;
}

function paramsOf(kind: BlindKind, entry: CheckEntry): Params["blind.add"] {
  const params: Params["blind.add"] = { kind };
  for (const field of CHECK_FIELDS[kind]) {
    const text = (entry[field] ?? "").trim();
    if (text !== "" && field === "birth_year") {
      params.birth_year = Number(text);
    } else if (text !== "" && field !== "birth_year") {
      params[field] = text;
    }
  }
  return params;
}

/** The same for somebody else, as she told it: for the one who looks after her. */
export async function addToCheckFor(
  person: string, kind: BlindKind, entry: CheckEntry,
): Promise<number> {
  return (await request("blind.add_for", { person, ...paramsOf(kind, entry) })).count;
}

export async function addToCheck(kind: BlindKind, entry: CheckEntry): Promise<true> {
  await request("blind.add", paramsOf(kind, entry));
  await loadProfile();
  return true;
}

export async function clearCheck(kind: BlindKind): Promise<true> {
  await request("blind.clear", { kind });
  await loadProfile();
  return true;
}

export function checkCount(kind: BlindKind): number {
  return profile.value?.private_checks.find((entry) => entry.kind === kind)?.count ?? 0;
}

export function explainCheck(cause: unknown, full: string = storyWords.checkFull): string {
  const { kind, field } = asRpcError(cause);
  if (kind === "too_large") {
    return full;
  }
  return (kind === "bad_request" && field && storyWords.checkMissing[field]) || errorWords(cause);
}
