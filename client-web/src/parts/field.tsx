// One question of a form: label, hint, box, and what is wrong with it.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isNotice } from "../models/state";

export interface FieldProps {
  name: string;
  label: string;
  hint?: string;
  error?: string | null;
  type?: "text" | "password" | "date" | "number" | "datetime-local" | "lines";
  autocomplete?: string;
  plain?: boolean; // user names and passwords: no spelling help, no capitals
  digits?: boolean; // a code: the keys with numbers, and room for gaps
  max?: number;
  value?: string; // what stands there at first
  capitals?: "words" | "sentences";
}

function describedBy(name: string, hint?: string, error?: string | null): string | undefined {
  const ids = [hint ? `${name}-hint` : "", error ? `${name}-error` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

const DIGITS_MAX = 32; // the longest code, in pairs

function sharedProps({ name, max, value, hint, error, ...props }: FieldProps) {
  const isPlain = props.plain || props.digits;
  return {
    id: name,
    name,
    maxLength: props.digits ? DIGITS_MAX : max,
    inputMode: props.digits ? "numeric" as const : undefined,
    autocomplete: props.autocomplete ?? "off",
    autocapitalize: isPlain ? "none" as const : props.capitals ?? "words" as const,
    spellcheck: props.capitals === "sentences",
    defaultValue: value,
    "aria-describedby": describedBy(name, hint, error),
    "aria-invalid": error ? "true" as const : undefined,
  };
}

/** One element for all, so that what was typed stays when a password is shown or hidden. */
function Box(props: FieldProps) {
  const shared = sharedProps(props);
  switch (props.type) {
    case "password":
      return <input {...shared} type="password" />;
    case "number":
      return <input {...shared} type="number" inputMode="numeric" />;
    case "date":
      return <input {...shared} type="date" />;
    case "lines":
      return <textarea {...shared} rows={4} dir="auto" />;
    case "datetime-local":
      return <input {...shared} type="datetime-local" />;
    default:
      return <input {...shared} type="text" />;
  }
}

export function Field(props: FieldProps) {
  const { name, label, hint, error } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      {error && <p class="error" id={`${name}-error`}>{error}</p>}
      <Box {...props} />
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
export interface FormErrorProps {
  text: string | null;
  children?: ComponentChildren; // a way to where it can be mended
}

export function FormError({ text, children }: FormErrorProps) {
  const box = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    // On a phone the button is a screen below.
    box.current?.scrollIntoView({ block: "nearest" });
    isNotice.value = isNotice.value && text === null; // what was done before is not what counts
  }, [text]);
  return text
    ? <p class="error form-error" role="alert" ref={box}>{text}{children}</p> : null;
}

/** The words in a named box of the form that was sent. */
export function valueOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}

/** The digits in a named box: gaps and strokes are there for the eye. */
export function digitsOf(form: HTMLFormElement, name: string): string {
  return valueOf(form, name).replace(/\D/g, "");
}

/** Moves the focus to a named box, with its question and what is wrong in sight. */
export function focusField(form: HTMLFormElement, name: string): void {
  const box = form.querySelector<HTMLElement>(`[name="${name}"]`);
  box?.focus();
  box?.closest(".field")?.scrollIntoView({ block: "nearest" });
}
