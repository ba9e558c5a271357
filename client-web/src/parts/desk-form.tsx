// A small form inside an open row: it takes the focus, and gives it back when it closes.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { restoreFocus } from "../lib/focus";
import { ask, type TableState } from "../models/table";
import { words } from "../strings";
import { FormError } from "./field";

export interface RowFormProps {
  table: TableState;
  title: string;
  submit: string;
  onSubmit: (form: HTMLFormElement) => void;
  children?: ComponentChildren;
}

const FIRST_BOX = "input:not([readonly]), select, textarea";

/** Focus goes to the first box, or to the form; afterwards back to where it was, or the row. */
export function useTakenFocus<E extends HTMLElement>() {
  const box = useRef<E>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const row = box.current?.closest("tr")?.previousElementSibling?.querySelector("[data-row]");
    (box.current?.querySelector<HTMLElement>(FIRST_BOX) ?? box.current)?.focus();
    box.current?.scrollIntoView({ block: "nearest" });
    return () => restoreFocus(before, row);
  }, []);
  return box;
}

export function RowForm({ table, title, submit, onSubmit, children }: RowFormProps) {
  const box = useTakenFocus<HTMLFormElement>();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    table.task.clear(); // what was wrong before may be mended
    onSubmit(event.currentTarget as HTMLFormElement);
  };
  return (
    <form class="row-form" aria-label={title} tabIndex={-1} noValidate ref={box} onSubmit={send}>
      <p class="row-form-title">{title}</p>
      <FormError text={table.task.error.value} />
      {children}
      <div class="row">
        <button type="submit" class="strong" disabled={table.task.busy.value}>{submit}</button>
        <button type="button" onClick={() => ask(table, null)}>{words.cancel}</button>
      </div>
    </form>
  );
}

export interface TickProps { name: string; label: string; checked?: boolean }

export function Tick({ name, label, checked }: TickProps) {
  return (
    <label class="tick">
      <input type="checkbox" name={name} defaultChecked={checked} /> {label}
    </label>
  );
}

/** The buttons of an open row; the one whose form stands open says so. */
export interface RowAction {
  label: string;
  form?: string;
  act?: () => void;
  strong?: boolean;
}

export function RowActions({ table, actions }: { table: TableState; actions: readonly RowAction[] }) {
  const asked = table.asked.value;
  return (
    <div class="row">
      {actions.map(({ label, form, act, strong }) => (
        <button
          type="button" key={label} class={strong ? "strong" : undefined}
          disabled={table.task.busy.value}
          aria-expanded={form === undefined ? undefined : asked === form}
          onClick={act ?? (() => ask(table, asked === form ? null : form ?? null))}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
