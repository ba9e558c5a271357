// One thing of the day. Only one stands open: a long page of cards tires.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** Which card is open: null = the first one, "" = none. */
export const openCard = signal<string | null>(null);

export interface CardProps {
  id: string;
  title: string;
  line?: string | null; // what stands under the title of a closed card
  isOpen: boolean;
  children: ComponentChildren;
}

export function DayCard({ id, title, line, isOpen, children }: CardProps) {
  return (
    <section class={isOpen ? "card day-card open" : "card day-card"}>
      <h2>
        <button
          type="button" class="card-title" aria-expanded={isOpen}
          onClick={() => { openCard.value = isOpen ? "" : id; }}
        >
          <span>{title}</span>
          <span class="sign" aria-hidden="true">{isOpen ? "–" : "+"}</span>
        </button>
      </h2>
      {!isOpen && line && <p class="hint">{line}</p>}
      {isOpen && <div class="card-body">{children}</div>}
    </section>
  );
}
