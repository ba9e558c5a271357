// Any two people of a run: how they would fit. And whom one could choose.
import { signal } from "@preact/signals";
import type { SupporterRow } from "../lib/wire-desk";
import type { Results } from "../lib/wire";
import { allPages } from "./all-pages";
import { request } from "./request";
import { words } from "../strings";

export const pairSeen = signal<Results["matching.pair"] | null>(null);
export const supporterChoices = signal<readonly SupporterRow[]>([]);

export async function allSupporters(area: string): Promise<SupporterRow[]> {
  return allPages(async (after) => {
    const page = await request("supporters.list", {
      ...(area === "" ? {} : { area }), ...(after === undefined ? {} : { after }),
    });
    const last = page.supporters[page.supporters.length - 1]?.person;
    return { rows: page.supporters, more: page.more === true, last };
  });
}

export async function loadChoices(): Promise<void> {
  const all = await allSupporters("");
  supporterChoices.value = all.sort((a, b) => a.name.localeCompare(b.name, words.language));
}

let wanted = 0; // what an earlier choice brings is not wanted any more

export function forgetPair(): void {
  wanted += 1;
  pairSeen.value = null;
}

export async function loadPair(run: string, carer: string, supporter: string): Promise<void> {
  forgetPair();
  const mine = wanted;
  if (supporter !== "") {
    const pair = await request("matching.pair", { run, carer, supporter });
    pairSeen.value = mine === wanted ? pair : pairSeen.value;
  }
}
