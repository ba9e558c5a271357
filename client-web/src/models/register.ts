// The register of a meeting: everybody who answered, and the members who did not. Pure.
import type { MemberRow, Meeting } from "../lib/wire";

export type RegisterRow = NonNullable<Meeting["register"]>[number];

function keepsIt({ role }: MemberRow): boolean {
  return role === "facilitator" || role === "coordinator" || role === "safeguarding_lead";
}

/** Whoever leads it is in the list only where she was written down. */
export function registerOf(
  meeting: Meeting, members: readonly MemberRow[], language: string,
): RegisterRow[] {
  const known = meeting.register ?? [];
  const seen = new Set(known.map(({ person }) => person));
  const others = members
    .filter((row) => !seen.has(row.person) && row.former !== true && !keepsIt(row))
    .map(({ person, name }) => ({ person, name }));
  return [...known, ...others].sort((a, b) => a.name.localeCompare(b.name, language));
}
