// The coordinator's page: people, invitations, connections, groups.
import { computed, signal } from "@preact/signals";
import type { PersonEntry, Role } from "../lib/wire";
import { allPeople } from "./members";
import { request } from "./request";
import type { DeskTab } from "./routes";
import { safetyPages } from "./safety-pages";
import { me } from "./state";
import { refreshList } from "./sync";
import { words } from "../strings";

export interface Invited {
  name: string; link: string; expires_at: number; code: string; code_expires_at: number;
}

export const deskPeople = signal<readonly PersonEntry[]>([]);
export const invited = signal<Invited | null>(null);

export async function loadDesk(): Promise<void> {
  deskPeople.value = await allPeople();
}

function has(role: Role): boolean {
  return me.value?.roles.some((grant) => grant.role === role) ?? false;
}

export const mayInvite = computed(() => has("coordinator") || has("administrator"));
export const mayConnect = computed(() => has("coordinator"));

const MATCHING_PAGES: readonly DeskTab[] =
  ["waiting", "matching", "supporters", "matches", "report"];

/** The pages of the desk that one has; the first of them is where one comes in. */
export const deskPages = computed<readonly DeskTab[]>(() => Array.from(new Set<DeskTab>([
  ...(has("coordinator") || has("safeguarding_lead") ? MATCHING_PAGES : []),
  ...(has("facilitator") || has("coordinator") || has("safeguarding_lead")
    ? ["cases", "rota"] as const : []),
  ...(has("coordinator") || has("safeguarding_lead") ? ["safety"] as const : []),
  ...(has("coordinator") || has("safeguarding_lead") || has("administrator")
    ? ["people"] as const : []),
  ...(has("administrator") && !has("coordinator") && !has("safeguarding_lead")
    ? ["report"] as const : []),
  ...(safetyPages.value.length > 0 ? ["safety"] as const : []),
])));

const COORDINATOR_INVITES: readonly Role[] = ["carer", "supporter", "facilitator"];
const ADMINISTRATOR_INVITES: readonly Role[] =
  [...COORDINATOR_INVITES, "coordinator", "safeguarding_lead", "administrator"];

export const invitableRoles = computed(
  () => has("administrator") ? ADMINISTRATOR_INVITES : COORDINATOR_INVITES);

function areasWhere(isMine: (area: string) => boolean): { id: string; name: string }[] {
  const areas = me.value?.areas ?? {};
  return Object.keys(areas)
    .filter(isMine)
    .map((id) => ({ id, name: areas[id]?.name ?? "" }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** The areas one coordinates. */
export const coordinated = computed(() => {
  const own = new Set(me.value?.roles
    .filter((grant) => grant.role === "coordinator").map((grant) => grant.area));
  return areasWhere((id) => own.has(id) || own.has(null));
});

/** The areas one works in: all of them for an administrator. */
export const ownAreas = computed(
  () => has("administrator") ? areasWhere(() => true) : coordinated.value);

export function peopleWith(roles: readonly Role[]): PersonEntry[] {
  return deskPeople.value.filter(
    (person) => person.roles.some((grant) => roles.includes(grant.role)));
}

/** People by area, the whole organisation last; one person may stand in two areas. */
export function peopleByArea(): { area: string | null; people: PersonEntry[] }[] {
  const names = me.value?.areas ?? {};
  const areas: (string | null)[] = Object.keys(names)
    .sort((a, b) => (names[a]?.name ?? "").localeCompare(names[b]?.name ?? "", words.language));
  return areas.concat(null)
    .map((area) => ({
      area,
      people: deskPeople.value.filter(
        (person) => person.roles.some((grant) => grant.area === area)),
    }))
    .filter((group) => group.people.length > 0);
}

export async function invite(name: string, role: Role, area: string | null): Promise<void> {
  const made = await request("invite.create", { name, role, area });
  invited.value = { name, ...made };
}

export async function connectPair(carer: string, supporter: string): Promise<true> {
  await request("pair.connect", { carer, supporter });
  await loadDesk();
  return true;
}

export async function makeGroup(title: string, area: string | null): Promise<string> {
  const made = await request("conversation.create", area === null ? { title } : { title, area });
  await refreshList();
  return made.conversation;
}

export async function setNeighbours(area: string, other: string, on: boolean): Promise<true> {
  await request("area.neighbour", { area, other, on });
  await loadNeighbours();
  return true;
}

/** Areas that lie side by side, by their names; null: not known yet. */
export const neighbours = signal<readonly (readonly [string, string])[] | null>(null);

export async function loadNeighbours(): Promise<void> {
  const { pairs } = await request("area.neighbours", {});
  const names = me.value?.areas ?? {};
  const nameOf = (id: string) => names[id]?.name ?? "";
  neighbours.value = pairs
    .map(({ area, other }) => [nameOf(area), nameOf(other)] as const)
    .map(([one, other]) => one < other ? [one, other] as const : [other, one] as const)
    .sort(([a], [b]) => a.localeCompare(b, words.language));
}
