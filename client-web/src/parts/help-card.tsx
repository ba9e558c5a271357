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
      <HelpNumbers {...(card === "contact" ? { first: careWords.abuseLine } : {})} />
      <Hours />
      <p class="hint">{careWords.cardSent} {careWords.cardWhy}</p>
      <div class="row">
        <button type="button" class="strong" onClick={() => go({ view: "help" })}>
          {careWords.talkToSomebody}
        </button>
        <button type="button" onClick={close}>{careWords.cardClose}</button>
      </div>
    </section>
  );
}
