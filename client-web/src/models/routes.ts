// Where one is. Routes live in the history's state, never in the address: the browser's list
// of visited pages holds one neutral entry, and Back still works inside the client.
import { signal } from "@preact/signals";

export type DeskTab = "waiting" | "matching" | "supporters" | "matches" | "report" | "people" | "cases" | "rota" | "safety";
export type SafetyPage = "safety" | "records" | "openings" | "conduct" | "rules" | "accounts" | "service";
export type DeskPage = DeskTab | SafetyPage | "profile";

export type Route =
  | { view: "talks" }
  | { view: "talk"; conversation: string }
  | { view: "members"; conversation: string; from?: "desk" }
  | { view: "find" } // in all conversations
  | { view: "find-in"; conversation: string }
  | { view: "today" }
  | { view: "story"; step?: string } // without a step: the list of all answers
  | { view: "consents" }
  | { view: "check" }
  | { view: "match"; match: string }
  | { view: "me" }
  | { view: "notices" }
  | { view: "copy" }
  | { view: "erase" }
  | { view: "safe-contact" }
  | { view: "help" }
  | { view: "report"; conversation: string; seq?: number; person?: string }
  | { view: "reports" }
  | { view: "group"; conversation: string }
  | { view: "meeting"; conversation: string; meeting: string }
  | { view: "keep"; conversation: string }
  | { view: "desk"; page?: DeskPage; person?: string };

export const HOME: Route = { view: "talks" };
export const route = signal<Route>(HOME);
/** The secret of an invitation: in memory only, and gone from the address at once. */
export const invitation = signal<string | null>(null);

function read(state: unknown): Route {
  const found = state as { kith?: Route } | null;
  return found?.kith ?? HOME;
}

function show(next: Route): void {
  scrollTo(0, 0); // a conversation then goes on to its newest words by itself
  route.value = next;
}

export function go(next: Route): void {
  history.pushState({ kith: next }, "", "/");
  show(next);
}

/** Goes on without a way back to where one was (it is no longer there). */
export function goInstead(next: Route): void {
  history.replaceState({ kith: next }, "", "/");
  show(next);
}

function takeInvitation(): void {
  const found = /^#invite=([^&]+)/.exec(location.hash);
  if (found) {
    invitation.value = decodeURIComponent(found[1] ?? "");
  }
  if (location.hash || location.search || location.pathname !== "/") {
    history.replaceState(history.state, "", "/");
  }
}

export function startRoutes(): void {
  history.scrollRestoration = "manual";
  takeInvitation();
  route.value = read(history.state);
  addEventListener("popstate", (event) => show(read(event.state)));
  addEventListener("hashchange", takeInvitation);
}
