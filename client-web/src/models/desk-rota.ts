// The rota as the desk keeps it: who is down for what, and putting people down and taking them
// off.
import { effect, signal } from "@preact/signals";
import { serverNow_utc_ms } from "../lib/clock";
import { dateWords } from "../lib/dates";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import type { Duty, Params } from "../lib/wire-desk";
import type { Role } from "../lib/wire";
import { rotaWords } from "../strings-rota";
import { allPages } from "./all-pages";
import { oneAtATime } from "./desk-live";
import { allPeople } from "./members";
import { request } from "./request";
import { type Post, weeksLater } from "./rota";
import { me, openGroups } from "./state";
import { newTask } from "./task";
import { talks } from "./titles";

const AHEAD_MS = 28 * 86_400_000;

export interface GroupPost extends Post { staffed: boolean } // written in only while staffed
export interface Candidate { id: string; name: string }

export const duties = signal<readonly Duty[] | null>(null);
/** The groups one may plan for; null: not asked for yet. */
export const groupPosts = signal<readonly GroupPost[] | null>(null);
export const candidates = signal<readonly Candidate[]>([]);
export const rotaTask = newTask();
export const addTask = newTask();

effect(() => {
  if (me.value === null) {
    duties.value = null;
    groupPosts.value = null;
    candidates.value = [];
  }
});

function has(role: Role): boolean {
  return me.value?.roles.some((grant) => grant.role === role) ?? false;
}

const ORGANISATION_PARTS = ["safeguarding_lead", "coordinator"] as const;

/** What the whole organisation has: every planner sees it. */
export function organisationPosts(): Post[] {
  return ORGANISATION_PARTS.map(
    (part) => ({ part, conversation: null, title: rotaWords.parts[part] }));
}

export function mayPlan({ part }: Pick<Post, "part">): boolean {
  switch (part) {
    case "facilitator":
      return true;
    case "coordinator":
      return has("coordinator") || has("safeguarding_lead");
    case "safeguarding_lead":
      return has("safeguarding_lead");
  }
}

async function postOf(id: string): Promise<GroupPost | null> {
  const group = await request("group.get", { conversation: id }).catch(() => null);
  return group?.can.includes("rota")
    ? { part: "facilitator", conversation: id, title: group.title, staffed: group.open === "staffed" }
    : null;
}

/** The groups that one looks after: those one is in, and for staff those of their areas. */
export async function loadPosts(): Promise<void> {
  const own = talks().filter(({ kind }) => kind === "group").map(({ id }) => id);
  const others = openGroups.value.map(({ id }) => id).filter((id) => !own.includes(id));
  const staff = has("coordinator") || has("safeguarding_lead");
  const found: GroupPost[] = [];
  for (const id of [...own, ...(staff ? others : [])]) { // in turn: many at once are refused
    const post = await postOf(id);
    found.push(...(post ? [post] : []));
  }
  groupPosts.value = found;
}

export const loadRota = oneAtATime(async () => {
  const until = serverNow_utc_ms() + AHEAD_MS;
  duties.value = await allPages(async (after) => {
    const page = await request("rota.list", { until, ...(after === undefined ? {} : { after }) });
    return {
      rows: page.duties, more: page.more === true, last: page.duties[page.duties.length - 1]?.duty,
    };
  });
});

async function membersWho(conversation: string): Promise<Candidate[]> {
  const { members } = await request("conversation.members", { conversation });
  return members
    .filter(({ role, former }) => former !== true && (role === "facilitator" || role === "coordinator"))
    .map(({ person, name }) => ({ id: person, name }));
}

async function peopleWho(role: Role): Promise<Candidate[]> {
  const people = await allPeople();
  return people.filter((person) => person.roles.some((grant) => grant.role === role))
    .map(({ id, name }) => ({ id, name }));
}

/** Whom one can put down for it. */
export async function loadCandidates(post: Post | undefined): Promise<void> {
  candidates.value = [];
  if (post) {
    const found = await (post.conversation === null
      ? peopleWho(post.part) : membersWho(post.conversation));
    candidates.value = found;
  }
}

function explain(cause: unknown, name: string): string {
  const { kind, field } = asRpcError(cause);
  switch (kind) {
    case "bad_request":
      return rotaWords.wrong[field ?? ""] ?? errorWords(cause);
    case "conflict":
      return rotaWords.conflict(name);
    case "too_large":
      return rotaWords.tooMany(name);
    default:
      return errorWords(cause);
  }
}

export interface Wanted { post: Post; person: Candidate; from: number; until: number; weeks: number }

function paramsOf({ post, person, from, until }: Wanted, week: number): Params["rota.add"] {
  return {
    person: person.id, part: post.part,
    ...(post.conversation === null ? {} : { conversation: post.conversation }),
    from: weeksLater(from, week), until: weeksLater(until, week),
  };
}

/** One week after the other, up to the first that is refused: then it says which. */
export async function addDuties(wanted: Wanted): Promise<boolean> {
  let week = 0;
  const done = await addTask.run(async () => {
    for (; week < wanted.weeks; week += 1) {
      await request("rota.add", paramsOf(wanted, week));
    }
    return true;
  }, (cause) => {
    const why = explain(cause, wanted.person.name);
    return week === 0
      ? why : rotaWords.addedSome(week, dateWords(weeksLater(wanted.from, week)), why);
  });
  await loadRota().catch((cause: unknown) => rotaTask.explain(cause));
  return done === true;
}

export async function removeDuty(duty: string): Promise<boolean> {
  const done = await rotaTask.run(async () => {
    await request("rota.remove", { duty });
    return true;
  });
  await loadRota().catch((cause: unknown) => rotaTask.explain(cause));
  return done === true;
}
