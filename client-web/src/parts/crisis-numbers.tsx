// The numbers for a crisis that stand under "More help" for everybody: written by a lead or an
// administrator, line by line.
import { useEffect, useState } from "preact/hooks";
import type { HelpNumber } from "../lib/wire-desk";
import { helpNumbers, numbersTask, saveNumbers } from "../models/desk-service";
import { tell } from "../models/state";
import { leadWords as text } from "../strings-lead";
import { FormError } from "./field";

const LINE_MAX = 80; // protocol: help_chars
const NUMBERS_MAX = 12; // protocol: help_numbers
const EMPTY: HelpNumber = { name: "", number: "", when: "" };

const PARTS = [
  ["name", text.numberName], ["number", text.numberNumber], ["when", text.numberWhen],
] as const;

interface LineProps {
  at: number;
  line: HelpNumber;
  onChange: (line: HelpNumber) => void;
  onRemove: () => void;
}

function Line({ at, line, onChange, onRemove }: LineProps) {
  return (
    <fieldset class="number-line">
      <legend>{text.numberGroup(at)}</legend>
      <div class="side-by-side">
        {PARTS.map(([part, label]) => (
          <div class="field" key={part}>
            <label for={`help-${part}-${at}`}>{label}</label>
            <input
              id={`help-${part}-${at}`} maxLength={LINE_MAX} autocomplete="off" value={line[part]}
              onInput={(event) => onChange({ ...line, [part]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      <button type="button" onClick={onRemove}>
        {text.numberRemove(line.name === "" ? text.numberGroup(at) : line.name)}
      </button>
    </fieldset>
  );
}

function trimmed({ name, number, when }: HelpNumber): HelpNumber {
  return { name: name.trim(), number: number.trim(), when: when.trim() };
}

function Lines({ first }: { first: readonly HelpNumber[] }) {
  const [lines, setLines] = useState<readonly HelpNumber[]>(first);
  useEffect(() => () => numbersTask.clear(), []);
  const put = (at: number, line: HelpNumber) => setLines(
    lines.map((one, i) => i === at ? line : one));
  const save = async () => {
    if (await saveNumbers(lines.map(trimmed))) {
      tell(text.numbersSaved);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <FormError text={numbersTask.error.value} />
      {lines.length === 0 && <p class="quiet">{text.numbersNone}</p>}
      {lines.map((line, at) => (
        <Line
          key={at} at={at + 1} line={line} onChange={(next) => put(at, next)}
          onRemove={() => setLines(lines.filter((_one, i) => i !== at))}
        />
      ))}
      <div class="row">
        {lines.length < NUMBERS_MAX && (
          <button type="button" onClick={() => setLines([...lines, EMPTY])}>{text.numberAdd}</button>
        )}
        <button type="submit" class="strong" disabled={numbersTask.busy.value}>{text.save}</button>
      </div>
    </form>
  );
}

export function CrisisNumbers() {
  const now = helpNumbers.value;
  return now && (
    <section class="card">
      <h2>{text.numbersTitle}</h2>
      <p class="hint">{text.numbersText}</p>
      <Lines key={JSON.stringify(now)} first={now} />
    </section>
  );
}
