// What a lock, a ban or a swap would cost, before one says yes to it.
import { signal } from "@preact/signals";
import type { Figures, Params, Price } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";
import { explainPair, loadAgain } from "./desk-deciding";
import { awaitedRun } from "./desk-matching";
import { request } from "./request";
import { tell } from "./state";
import { closeRow, type TableState } from "./table";

export type Ruling = Params["matching.price"];

export interface Priced { ruling: Ruling; price: Price }

/** The last price that was asked for; shown where its ruling is what one has chosen. */
export const priced = signal<Priced | null>(null);

export function forgetPrice(): void {
  priced.value = null;
}

export async function askPrice(table: TableState, ruling: Ruling): Promise<void> {
  priced.value = null;
  const price = await table.task.run(() => request("matching.price", ruling), explainPair);
  if (price) {
    priced.value = { ruling, price };
  }
}

/** Runs matching again with this ruling; the new run is shown when it is ready. */
export async function adjust(table: TableState, ruling: Ruling): Promise<void> {
  const made = await table.task.run(() => request("matching.adjust", ruling), explainPair);
  if (made) {
    awaitedRun.value = made.run;
    priced.value = null;
    closeRow(table);
    tell(deskWords.adjusted);
    await loadAgain();
  }
}

export interface PriceRow {
  name: string;
  before: number | null;
  after: number | null;
}

export function priceRows({ before, after }: Price): PriceRow[] {
  const { priceRows: names } = deskWords;
  return [
    { name: names.matched, before: before.matched, after: after.matched },
    { name: names.worst, before: before.worst ?? null, after: after.worst ?? null },
    { name: names.total, before: before.total, after: after.total },
  ];
}

function sentence(
  before: number, after: number, [down, up, same]:
  readonly [(by: number) => string, (by: number) => string, string],
): string {
  return after < before ? down(before - after) : after > before ? up(after - before) : same;
}

/** The price in sentences: who would have nobody first, then the worst served, then all. */
export function priceSentences({ before, after }: { before: Figures; after: Figures }): string[] {
  const say = deskWords.priceWords;
  const worst = before.worst === undefined || after.worst === undefined ? []
    : [sentence(before.worst, after.worst, [say.worstDown, say.worstUp, say.worstSame])];
  return [
    sentence(before.matched, after.matched, [say.lost, say.gained, say.matchedSame]),
    ...worst,
    sentence(before.total, after.total, [say.totalDown, say.totalUp, say.totalSame]),
  ];
}
