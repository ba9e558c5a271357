// A box to try which rules a message would meet. Nothing of it is kept.
import type { RulesFound } from "../lib/wire-desk";
import { partOf, type Tried, tried, tryMessage, tryTask } from "../models/desk-rules";
import { leadWords as text } from "../strings-lead";
import { Field, focusField, FormError, valueOf } from "./field";
import { riskWords } from "./rule-details";

const TEXT_MAX = 4000; // protocol: text

function outcomes(found: RulesFound): string {
  return [
    found.alerts ? text.tryAlerts : text.tryQuiet,
    ...(found.card === undefined ? [] : [text.tryCard(text.cards[found.card] ?? found.card)]),
  ].join(" ");
}

function Found({ now: { text: said, found } }: { now: Tried }) {
  if (found.found.length === 0) {
    return <p>{text.tryNothing}</p>;
  }
  return (
    <>
      <p><strong>{text.tryMeets(found.found.length)}</strong> {outcomes(found)}</p>
      <ul class="dotted">
        {found.found.map((hit) => (
          <li key={`${hit.rule}-${hit.start}`}>
            {text.tryFound(riskWords(hit.risk), partOf(said, hit.start, hit.end))}
            {hit.mode === "count" && <span class="mark">{text.tryCounted}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

async function send(form: HTMLFormElement): Promise<void> {
  const said = valueOf(form, "try-text");
  if (said.trim() === "") {
    focusField(form, "try-text");
  } else {
    await tryMessage(said);
  }
}

export function TryMessage() {
  return (
    <section class="card">
      <h2>{text.tryTitle}</h2>
      <p>{text.tryText}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        <FormError text={tryTask.error.value} />
        <Field
          name="try-text" type="lines" label={text.tryLabel} hint={text.tryHint} max={TEXT_MAX}
          capitals="sentences"
        />
        <button type="submit" class="strong" disabled={tryTask.busy.value}>{text.tryIt}</button>
      </form>
      <div role="status">{tried.value && <Found now={tried.value} />}</div>
    </section>
  );
}
