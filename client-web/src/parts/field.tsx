// One question of a form: label, hint, box, and what is wrong with it.
import { useLayoutEffect, useRef } from "preact/hooks";
import { isNotice } from "../models/state";

export interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  error?: string | null;
  type?: "text" | "password";
  autocomplete?: string;
  plain?: boolean; // user names and passwords: no spelling help, no capitals
  max?: number;
}

function describedBy(name: string, hint?: string, error?: string | null): string | undefined {
  const ids = [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

export function Field(props: FieldProps) {
  const { name, label, hint, error, plain } = props;
  // One element for both, so that what was typed stays when it is shown or hidden.
  const shared = {
    id: name,
    name,
    maxLength: props.max,
    autocomplete: props.autocomplete ?? "off",
    autocapitalize: plain ? "none" as const : "words" as const,
    spellcheck: false,
    "aria-describedby": describedBy(name, hint, error),
    "aria-invalid": error ? "true" as const : undefined,
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      {error && <p class="error" id={`${name}-error`}>{error}</p>}
      {props.type === "password"
        ? <input {...shared} type="password" />
        : <input {...shared} type="text" />}
    </div>
  );
}

export interface SelectProps {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  value?: string; // chosen at first
  onChange?: (value: string) => void;
}

export function Select({ name, label, options, value, onChange }: SelectProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} onChange={(event) => onChange?.(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={value === undefined ? undefined : option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What went wrong with a whole form, said at once. */
export function FormError({ text }: { text: string | null }) {
  const box = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    // On a phone the button is a screen below.
    box.current?.scrollIntoView({ block: "nearest" });
    isNotice.value = isNotice.value && text === null; // what was done before is not what counts
  }, [text]);
  return text ? <p class="error form-error" role="alert" ref={box}>{text}</p> : null;
}

/** The words in a named box of the form that was sent. */
export function valueOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}

/** Moves the focus to a named box, so that one can correct it at once. */
export function focusField(form: HTMLFormElement, name: string): void {
  form.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
}
