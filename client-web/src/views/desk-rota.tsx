// The rota: who is there now and when nobody is, who is down for the next weeks.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { serverNow_utc_ms } from "../lib/clock";
import { sameDay, timeWords } from "../lib/dates";
import { nameOf } from "../lib/names";
import { soonDay, soonWords, spanWords } from "../lib/soon";
import type { Duty } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import { duties, loadPosts, loadRota, mayPlan, removeDuty, rotaTask } from "../models/desk-rota";
import { link, tell } from "../models/state";
import { Confirm } from "../parts/confirm";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { RotaForm } from "../parts/rota-form";
import { RotaPosts } from "../parts/rota-posts";
import { careDeskWords } from "../strings-care-desk";
import { rotaWords as text } from "../strings-rota";
import { words } from "../strings";

const asked = signal<string | null>(null);

function ask(duty: string | null): void {
  rotaTask.clear();
  asked.value = duty;
}

function daysOf(all: readonly Duty[]): Duty[][] {
  return all.reduce<Duty[][]>((days, duty) => {
    const last = days[days.length - 1];
    if (last?.[0] && sameDay(last[0].from, duty.from)) {
      last.push(duty);
    } else {
      days.push([duty]);
    }
    return days;
  }, []);
}

async function remove(duty: Duty): Promise<void> {
  if (await removeDuty(duty.duty)) {
    ask(null);
    tell(text.removed(nameOf(duty)));
  }
}

function Row({ duty }: { duty: Duty }) {
  const name = nameOf(duty);
  const when = spanWords(duty.from, duty.until);
  const isOn = duty.from <= serverNow_utc_ms();
  const until = sameDay(duty.from, duty.until) ? timeWords(duty.until) : soonWords(duty.until);
  return (
    <li>
      <div class="person-line">
        <p>
          <span class="person-name">{duty.mine ? text.you(name) : name}</span>
          <span class="person-role">
            {text.hours(timeWords(duty.from), until)}, {duty.title ?? text.parts[duty.part]}
          </span>
        </p>
        {mayPlan(duty) && (
          <button
            type="button" aria-expanded={asked.value === duty.duty}
            onClick={() => ask(duty.duty)}
          >
            {text.remove}<span class="hidden"> {text.removeWhich(name, when)}</span>
          </button>
        )}
      </div>
      {asked.value === duty.duty && (
        <Confirm
          question={isOn ? text.endAsk(name) : text.removeAsk(name, when)}
          yes={isOn ? text.endYes : text.removeYes} no={words.cancel}
          busy={rotaTask.busy.value} error={rotaTask.error.value}
          onYes={() => void remove(duty)} onNo={() => ask(null)}
        />
      )}
    </li>
  );
}

function List({ all }: { all: readonly Duty[] }) {
  return (
    <section class="card">
      <h2>{text.listTitle}</h2>
      {all.length === 0 && <p>{text.none}</p>}
      {daysOf(all).map((day) => (
        <div key={day[0]?.from}>
          <h3 class="rota-day">{soonDay(day[0]?.from ?? 0)}</h3>
          <ul class="duties">{day.map((duty) => <Row key={duty.duty} duty={duty} />)}</ul>
        </div>
      ))}
    </section>
  );
}

export function DeskRota() {
  useDesk(loadRota, rotaTask);
  useEffect(() => () => ask(null), []);
  useEffect(() => {
    if (link.value === "live") {
      loadPosts().catch((cause: unknown) => rotaTask.explain(cause));
    }
  }, [link.value]);
  const all = duties.value;
  return (
    <>
      <PageHeading>{careDeskWords.pages.rota}</PageHeading>
      <p class="hint">{text.text}</p>
      <FormError text={asked.value === null ? rotaTask.error.value : null} />
      {all === null && <p class="quiet">{rotaTask.error.value ? "" : words.wait}</p>}
      {all && (
        <>
          <RotaPosts />
          <RotaForm />
          <List all={all} />
        </>
      )}
    </>
  );
}
