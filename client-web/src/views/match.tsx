// One match: what the two share, and every change one may make, each in plain words.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { dateWords } from "../lib/dates";
import type { MatchCard } from "../lib/wire";
import { changeMatch, loadMatch, matchCard, type MatchChange } from "../models/match";
import { go } from "../models/routes";
import { conversations, link, tell } from "../models/state";
import { newTask } from "../models/task";
import { changes, isLooking } from "../models/today";
import { CallLog } from "../parts/call-log";
import { FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { Reason } from "../parts/reason";
import { Shared } from "../parts/shared";
import { words } from "../strings";
import { matchingWords } from "../strings-matching";

const loading = newTask();
const task = newTask();
const asking = signal<MatchChange | null>(null);

interface Way {
  change: MatchChange;
  needs: string; // the word in `next` that allows it
  label: string;
  question?: (name: string) => string; // none: done at once
  yes?: string;
  why?: boolean;
  done: string;
}

const WAYS: readonly Way[] = [
  { change: "resume", needs: "resume", label: matchingWords.resumeMatch,
    done: matchingWords.changed.resume },
  { change: "pause", needs: "pause", label: matchingWords.pauseMatch,
    question: matchingWords.pauseMatchAsk, yes: matchingWords.pauseMatchYes,
    done: matchingWords.changed.pause },
  { change: "ask_change", needs: "ask_change", label: matchingWords.changeBuddy, why: true,
    question: matchingWords.changeBuddyAsk, yes: matchingWords.changeBuddyYes,
    done: matchingWords.changed.ask_change },
  { change: "end_planned", needs: "end", label: matchingWords.endPlanned, why: true,
    question: matchingWords.endPlannedAsk, yes: matchingWords.endPlannedYes,
    done: matchingWords.changed.end },
  { change: "end_now", needs: "end", label: matchingWords.endNow, why: true,
    question: matchingWords.endNowAsk, yes: matchingWords.endNowYes,
    done: matchingWords.changed.end },
  { change: "rematch", needs: "rematch", label: matchingWords.rematch,
    done: matchingWords.changed.rematch },
];

async function change(card: MatchCard, way: Way, reason: string): Promise<void> {
  const done = await task.run(async () => {
    await changeMatch(way.change, card.match, reason);
    await loadMatch(card.match);
    return true;
  });
  if (done) {
    asking.value = null;
    tell(way.done);
  }
}

/** The question takes the focus; saying no gives it back to the button. */
function AskForm({ card, way }: { card: MatchCard; way: Way }) {
  const box = useRef<HTMLFormElement>(null);
  const question = way.question?.(card.name) ?? "";
  useLayoutEffect(() => { box.current?.focus(); }, []);
  const leave = () => {
    asking.value = null;
    document.getElementById(`way-${way.change}`)?.focus();
  };
  return (
    <form
      class="confirm" ref={box} tabIndex={-1} aria-label={question}
      onKeyDown={(event) => event.key === "Escape" && leave()}
      onSubmit={(event) => {
        event.preventDefault();
        void change(card, way, valueOf(event.currentTarget, "reason").trim());
      }}
    >
      <p>{question}</p>
      {way.why && <Reason id="why" label={matchingWords.whyChange} />}
      <FormError text={task.error.value} />
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>{way.yes}</button>
        <button type="button" onClick={leave}>{words.cancel}</button>
      </div>
    </form>
  );
}

function WayLine({ card, way }: { card: MatchCard; way: Way }) {
  const start = () => {
    task.clear();
    if (way.question) {
      asking.value = way.change;
    } else {
      void change(card, way, "");
    }
  };
  return (
    <li>
      <button
        type="button" id={`way-${way.change}`} disabled={task.busy.value}
        aria-expanded={way.question ? asking.value === way.change : undefined} onClick={start}
      >
        {way.label}
      </button>
      {way.change === "rematch" && <p class="hint">{matchingWords.rematchText}</p>}
      {asking.value === way.change && <AskForm card={card} way={way} />}
    </li>
  );
}

/** It is over: what is left is to look for somebody new, unless she does so already. */
function After({ card }: { card: MatchCard }) {
  const way = WAYS.find((one) => one.change === "rematch" && card.next.includes(one.needs));
  if (!way) {
    return null;
  }
  return (
    <section class="card">
      <h2>{matchingWords.afterTitle}</h2>
      <FormError text={task.error.value} />
      {isLooking()
        ? <p>{matchingWords.lookingAlready}</p>
        : <ul class="ways"><WayLine card={card} way={way} /></ul>}
    </section>
  );
}

function Ways({ card }: { card: MatchCard }) {
  const ways = WAYS.filter((way) => card.next.includes(way.needs) &&
    !(way.change === "end_planned" && card.state === "ending_planned"));
  if (ways.length === 0) {
    return null;
  }
  return (
    <section class="card">
      <h2>{matchingWords.changeTitle}</h2>
      <p>{matchingWords.changeText}</p>
      {asking.value === null && <FormError text={task.error.value} />}
      <ul class="ways">
        {ways.map((way) => <WayLine key={way.change} card={card} way={way} />)}
      </ul>
      {card.next.includes("end") && <p class="hint">{matchingWords.unsafe}</p>}
    </section>
  );
}

function Whole({ card }: { card: MatchCard }) {
  const { conversation } = card;
  const isOver = card.state === "ended";
  return (
    <>
      <section class="card">
        <p>{matchingWords.matchStates[card.state]}</p>
        {card.ends_at !== undefined && <p>{matchingWords.endsOn(dateWords(card.ends_at))}</p>}
        {!isOver && <Shared shared={card.shared} difference={card.difference} heading="h2" />}
        {conversation && conversations.value.has(conversation) && (
          <div class="row">
            <button
              type="button" class="strong" onClick={() => go({ view: "talk", conversation })}
            >
              {matchingWords.openTalk}
            </button>
          </div>
        )}
      </section>
      {card.next.includes("log_call") && (
        <section class="card"><CallLog match={card.match} /></section>
      )}
      {isOver ? <After card={card} /> : <Ways card={card} />}
    </>
  );
}

export function MatchView({ match }: { match: string }) {
  useLayoutEffect(() => {
    task.clear(); // what came back after she had left the page before
    return () => { asking.value = null; };
  }, []);
  useEffect(() => {
    if (link.value === "live") {
      void loading.run(() => loadMatch(match));
    }
  }, [match, link.value, changes.value]);
  const card = matchCard.value?.match === match ? matchCard.value : null;
  return (
    <section class="page">
      <button type="button" class="back" onClick={() => history.back()}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      {card === null && <p class="quiet">{loading.error.value ?? words.wait}</p>}
      {card !== null && <PageHeading>{matchingWords.you_and(card.name)}</PageHeading>}
      {card !== null && <Whole card={card} />}
    </section>
  );
}
