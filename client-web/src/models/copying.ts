// Making the copy of one's own data: the server's pages, then what one's own screens show,
// one after the other. A line that breaks costs one page; nothing of it is kept in the browser
// once one leaves the page.
import { signal } from "@preact/signals";
import { asRpcError } from "../lib/rpc-error";
import type { Results } from "../lib/wire";
import { copyWords } from "../strings-copy";
import type { CopyRow } from "./copy-page";
import { request } from "./request";
import { me } from "./state";

export type CopyState = "idle" | "copying" | "stopped" | "broken" | "ready";

export interface Copying {
  state: CopyState;
  messages: number; // so far
}

/** Writes the page to read: a module of its own, for it brings many words. */
export type PageWriter = typeof import("./copy-page");
type Page = Results["account.copy"];
type Step = () => Promise<void>;

const RETRY_MS = 1_000; // where the server says nothing else
const RETRIES_MOST = 20;
const PACE_MS = 60; // leaves room under the general rate for what one does meanwhile
const IDLE: Copying = { state: "idle", messages: 0 };

export const copying = signal<Copying>(IDLE);

// What was gathered, as pieces of the two files: browsers keep large ones on the disk.
let writer: PageWriter | null = null;
let page: BlobPart[] = [];
let data: BlobPart[] = [];
let places = new Map<string, string>(); // what groups are called
let steps: Step[] = []; // still to be done
let part: string | null = null; // of which a piece was last put in
let isEmpty = true; // nothing of it so far
let empty: readonly string[] = []; // parts of which there is nothing
let turn = 0; // what an earlier copy brings is not wanted any more

function has(role: string): boolean {
  return me.value?.roles.some((grant) => grant.role === role) === true;
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

function onPage(write: (by: PageWriter) => string): void {
  if (writer !== null) {
    page.push(write(writer));
  }
}

function endPart(): void {
  if (part !== null && isEmpty) {
    empty = [...empty, part];
  }
}

/** Puts rows of a part into both files; the parts come in their order. */
function put(name: string, rows: readonly object[]): void {
  if (name !== part) {
    endPart();
    part = name;
    isEmpty = true;
  }
  if (isEmpty && rows.length > 0) {
    onPage(({ partHead }) => partHead(name));
    isEmpty = false;
  }
  const reader = { places, isCarer: has("carer") };
  onPage(({ rowsHtml }) => rowsHtml(name, rows as readonly CopyRow[], reader));
  data.push(`${data.length > 1 ? ",\n" : ""}${JSON.stringify({ part: name, rows })}`);
}

function rowsOf(value: object): readonly object[] {
  return Array.isArray(value) ? value as object[] : [value];
}

function putPage({ next, ...parts }: Page): void {
  for (const one of parts.conversations ?? []) {
    if (one.title !== undefined) {
      places.set(one.conversation, one.title);
    }
  }
  for (const [name, value] of Object.entries(parts)) {
    put(name, rowsOf(value));
  }
  copying.value = { ...copying.value,
    messages: copying.value.messages + (parts.messages?.length ?? 0) };
  if (next !== undefined) {
    steps.unshift(() => takePage(next));
  }
}

async function takePage(place: string): Promise<void> {
  putPage(await request("account.copy", { place }));
  await rest(PACE_MS);
}

/** What one's own screens show, as far as one has these screens. */
function ownScreens(): Step[] {
  const list: Step[] = [
    async () => put("devices", (await request("session.list", {})).sessions),
    async () => put("notices", [await request("notify.get", {})]),
    async () => put("blocked",
      (await request("people.blocked", {})).people.map(({ name }) => ({ name }))),
  ];
  if (has("carer") || has("supporter")) {
    list.push(async () => {
      const { answers, consents, private_checks } = await request("profile.get", {});
      put("answers", answers);
      put("consents", consents);
      put("private_checks", private_checks);
    });
  }
  if (has("supporter")) {
    list.push(async () => {
      const { current, pending, ...own } = await request("supporter.get", {});
      put("supporting", [{ ...own, people: current + pending }]);
    });
  }
  return list;
}

/** One step; told to wait, it waits and asks again. */
async function doStep(step: Step): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await step();
      return;
    } catch (cause) {
      const error = asRpcError(cause);
      if ((error.kind !== "rate_limited" && error.kind !== "busy") || tries === RETRIES_MOST) {
        throw error;
      }
      await rest(error.after_ms ?? RETRY_MS);
    }
  }
}

/** Goes on from where it was. */
export async function copyOn(): Promise<void> {
  turn += 1;
  const mine = turn;
  copying.value = { ...copying.value, state: "copying" };
  try {
    for (let step = steps[0]; step !== undefined && mine === turn; step = steps[0]) {
      const pending = steps;
      steps = steps.slice(1);
      try {
        await doStep(step);
      } catch (cause) {
        steps = pending; // this one again
        throw cause;
      }
    }
    if (mine === turn) {
      endPart();
      onPage(({ emptyHtml }) => emptyHtml(empty));
      copying.value = { ...copying.value, state: "ready" };
    }
  } catch {
    if (mine === turn) {
      copying.value = { ...copying.value, state: "broken" };
    }
  }
}

export function startCopy(by: PageWriter): Promise<void> {
  forgetCopy();
  writer = by;
  steps = [async () => {
    const { at, next } = await request("account.copy_begin", {});
    page = [by.pageHead(at)];
    data = [`{"made_at":${at},"about":${JSON.stringify(copyWords.outText)},"parts":[\n`];
    steps = [() => takePage(next), ...ownScreens()];
  }];
  return copyOn();
}

export function stopCopy(): void {
  turn += 1;
  if (copying.value.state === "copying") {
    copying.value = { ...copying.value, state: "stopped" };
  }
}

/** Nothing of it stays when one leaves the page. */
export function forgetCopy(): void {
  turn += 1;
  writer = null;
  page = [];
  data = [];
  steps = [];
  places = new Map();
  part = null;
  empty = [];
  isEmpty = true;
  copying.value = IDLE;
}

/** The two files, once the copy is ready. */
export function copyAsPage(): Blob {
  return new Blob([...page, writer?.PAGE_FOOT ?? ""], { type: "text/html" });
}

export function copyAsData(): Blob {
  return new Blob([...data, "\n]}\n"], { type: "application/json" });
}

