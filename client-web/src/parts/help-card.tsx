// A kind card beside what somebody has just written: her message has gone out, here is help. It
// never says that anybody reported anything.
import { useLayoutEffect, useRef } from "preact/hooks";
import { restoreFocus } from "../lib/focus";
import type { HelpCard } from "../lib/wire";
import { closeCard, hasArrived } from "../models/help-cards";
import { go } from "../models/routes";
import { cardKey, tell } from "../models/state";
import { careWords } from "../strings-care";
import { Hours, HelpNumbers } from "./help-numbers";

export interface HelpCardProps {
  conversation: string;
  seq: number;
  card: HelpCard;
}

const RING_FIRST: readonly HelpCard[] = ["crisis", "contact"];
const HINTS: readonly HelpCard[] = ["here", "advice"]; // nobody is in danger: no numbers

function Why({ card }: { card: HelpCard }) {
  return card === "buddy"
    ? <p class="hint">{careWords.cardWhyBuddy}</p>
    : <p class="hint">{careWords.cardSent} {careWords.cardWhy}</p>;
}

/** Whom to ring, and who of the service is there. */
function Numbers({ card }: { card: HelpCard }) {
  return HINTS.includes(card) ? null : (
    <>
      <HelpNumbers {...(card === "contact" ? { first: careWords.abuseLine } : {})} />
      <Hours />
    </>
  );
}

export function HelpCardBox({ conversation, seq, card }: HelpCardProps) {
  const box = useRef<HTMLElement>(null);
  const { title, text } = careWords.cards[card];
  const key = cardKey(conversation, card);
  useLayoutEffect(() => {
    if (hasArrived(key)) {
      box.current?.scrollIntoView({ block: "start" });
    }
  }, []);
  const close = () => {
    closeCard(key);
    tell(careWords.cardClosed);
    restoreFocus(document.querySelector(`[data-options="${seq}"]`));
  };
  return (
    <section class="help-card" aria-label={title} ref={box}>
      <h2>{title}</h2>
      <p>{text}</p>
      {RING_FIRST.includes(card) && <p><strong>{careWords.dangerNow}</strong></p>}
      <Numbers card={card} />
      <Why card={card} />
      <div class="row">
        <button type="button" class="strong" onClick={() => go({ view: "help" })}>
          {careWords.talkToSomebody}
        </button>
        <button type="button" onClick={close}>{careWords.cardClose}</button>
      </div>
    </section>
  );
}
