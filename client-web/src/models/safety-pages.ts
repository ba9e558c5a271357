// The pages of the desk about safety, and who has which of them.
import { computed } from "@preact/signals";
import { isDeputy } from "./deputy";
import { hasRole } from "./roles";
import type { SafetyPage } from "./routes";

const LEAD: readonly SafetyPage[] =
  ["safety", "records", "openings", "conduct", "rules", "accounts", "service"];
const ADMINISTRATOR: readonly SafetyPage[] = ["openings", "rules", "accounts", "service"];
const DEPUTY: readonly SafetyPage[] = ["safety", "records", "openings", "conduct"];
const COORDINATOR: readonly SafetyPage[] = ["safety", "conduct", "accounts"];

/** In the order of their links; the first of them is where one comes in. */
export const safetyPages = computed<readonly SafetyPage[]>(() => {
  const held: readonly SafetyPage[] = [
    ...(hasRole("safeguarding_lead") ? LEAD : []),
    ...(hasRole("administrator") ? ADMINISTRATOR : []),
    ...(hasRole("coordinator") ? COORDINATOR : []),
    ...(isDeputy.value ? DEPUTY : []),
  ];
  return LEAD.filter((page) => held.includes(page));
});

export function isSafetyPage(page: string): page is SafetyPage {
  return LEAD.some((one) => one === page);
}
