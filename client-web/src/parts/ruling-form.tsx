// Lock, forbid, swap or choose somebody else: first what it costs, then the question.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { adjust, askPrice, forgetPrice, priced, type Ruling } from "../models/desk-price";
import { ask, type TableState } from "../models/table";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { useTakenFocus } from "./desk-form";
import { FormError } from "./field";
import { PriceTable } from "./price";

export interface RulingFormProps {
  table: TableState;
  title: string;
  /** What would be decided, as far as it is chosen. */
  ruling: Ruling | null;
  children?: ComponentChildren;
}

function isPriced(ruling: Ruling | null): boolean {
  return ruling !== null && priced.value !== null &&
    JSON.stringify(priced.value.ruling) === JSON.stringify(ruling);
}

export function RulingForm({ table, title, ruling, children }: RulingFormProps) {
  const box = useTakenFocus<HTMLFormElement>();
  const wasAsked = useSignal(false);
  const isReady = isPriced(ruling);
  useEffect(() => forgetPrice, []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    wasAsked.value = true;
    if (ruling === null) {
      table.task.error.value = words.chooseOne;
    } else {
      void (isReady ? adjust(table, ruling) : askPrice(table, ruling));
    }
  };
  const yes = isReady && ruling !== null ? deskWords.adjust[ruling.change] : deskWords.seePrice;
  return (
    <form class="row-form" aria-label={title} tabIndex={-1} noValidate ref={box} onSubmit={send}>
      <p class="row-form-title">{title}</p>
      <FormError text={table.task.error.value} />
      {children}
      {isReady && priced.value && <PriceTable priced={priced.value} />}
      {wasAsked.value && table.task.busy.value && <p class="quiet">{deskWords.pricing}</p>}
      <div class="row">
        <button type="submit" class="strong" disabled={table.task.busy.value}>{yes}</button>
        <button type="button" onClick={() => ask(table, null)}>{words.cancel}</button>
      </div>
    </form>
  );
}
