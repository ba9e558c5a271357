// Looking for words in what one may read: a box, what was found, and what was said around it.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { limits } from "#protocol";
import { momentWords } from "../lib/dates";
import {
  finding, forgetFinding, look, lookOn, saidAround, stopLooking, type Finding, type Found,
  type Said,
} from "../models/finding";
import { go } from "../models/routes";
import { link, me, say } from "../models/state";
import { nameIn, talks, titleOf } from "../models/titles";
import { newTask } from "../models/task";
import { Covered } from "../parts/covered";
import { Field, FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { careWords } from "../strings-care";
import { words } from "../strings";

function Words({ said }: { said: Said }) {
  const { text, cover, removed } = said.data;
  if (removed || text === undefined) {
    return <p class="quiet">{words.removed}</p>;
  }
  const shown = <blockquote dir="auto">{text}</blockquote>;
  return cover === undefined
    ? shown : <Covered label={cover} own={said.by === me.value?.person}>{shown}</Covered>;
}

function Line({ conversation, said }: { conversation: string; said: Said }) {
  return (
    <>
      <p class="hint">{careWords.saidBy(nameIn(conversation, said.by), momentWords(said.at))}</p>
      <Words said={said} />
    </>
  );
}

/** What was said before and after, on demand: one sees at once what it was about. */
function Around({ one }: { one: Found }) {
  const lines = useSignal<readonly Said[] | null>(null);
  const task = useSignal(newTask()).value;
  const open = () => void task.run(async () => { lines.value = await saidAround(one); });
  if (lines.value === null) {
    return (
      <>
        <FormError text={task.error.value} />
        <button type="button" disabled={task.busy.value} onClick={open}>{careWords.showAround}</button>
      </>
    );
  }
  return (
    <ol class="plain around" aria-label={careWords.aroundIt}>
      {lines.value.map((said) => (
        <li key={said.seq} class={said.seq === one.event.seq ? "quoted-line" : undefined}>
          <Line conversation={one.conversation} said={said} />
        </li>
      ))}
    </ol>
  );
}

function FoundCard({ one, named }: { one: Found; named: boolean }) {
  return (
    <li class="card">
      {named && <h2 class="small-title">{titleOf(one.conversation)}</h2>}
      <Line conversation={one.conversation} said={one.event} />
      <Around one={one} />
    </li>
  );
}

function stateWords({ state, found, looked }: Finding): string {
  switch (state) {
    case "idle":
      return "";
    case "looking":
      return careWords.looking(looked);
    case "failed":
      return careWords.lookFailed;
    case "stopped":
      return careWords.lookStopped(found.length);
    case "over":
      return found.length === 0 ? careWords.nothingFound : careWords.allFound(found.length);
  }
}

function Buttons({ now }: { now: Finding }) {
  if (now.state === "looking") {
    return <button type="button" onClick={stopLooking}>{careWords.stopLooking}</button>;
  }
  return now.state === "stopped" || now.state === "failed"
    ? <button type="button" onClick={() => void lookOn()}>{careWords.lookFurther}</button> : null;
}

/** `conversation`: in this one alone; else in all. */
export function FindView({ conversation }: { conversation: string | undefined }) {
  const now = finding.value;
  useEffect(() => forgetFinding, [conversation]);
  useEffect(() => {
    if (now.state !== "idle" && now.state !== "looking") {
      say(stateWords(now));
    }
  }, [now.state, now.found.length]);
  const begin = (event: Event) => {
    event.preventDefault();
    const sought = valueOf(event.currentTarget as HTMLFormElement, "sought").trim();
    if (sought !== "") {
      void look(sought, conversation ? [conversation] : talks().map((row) => row.id));
    }
  };
  return (
    <section class="page">
      <button
        type="button" class="back"
        onClick={() => go(conversation ? { view: "members", conversation } : { view: "talks" })}
      >
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>
        {conversation ? careWords.findIn(titleOf(conversation)) : words.find}
      </PageHeading>
      <form class="card" role="search" onSubmit={begin}>
        <Field
          name="sought" label={careWords.findLabel} hint={careWords.findHint}
          max={limits.search_chars} capitals="sentences"
        />
        <button type="submit" class="strong" disabled={link.value !== "live"}>{careWords.findNow}</button>
      </form>
      <p class={now.state === "failed" ? "error" : "quiet"}>{stateWords(now)}</p>
      <ol class="plain found">
        {now.found.map((one) => (
          <FoundCard
            key={`${one.conversation} ${one.event.seq}`} one={one} named={!conversation}
          />
        ))}
      </ol>
      <div class="row"><Buttons now={now} /></div>
    </section>
  );
}
