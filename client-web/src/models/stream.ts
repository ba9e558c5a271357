// One conversation's cursor: which events are new, which were seen, and what is missing.
// Not for what events mean: that is log.ts.
import type { WireEvent } from "../lib/wire";

const AHEAD_MAX = 1_000; // beyond it the hole is filled from history anyway

export interface Hole { after: number; before: number }

export class Stream {
  epoch: string;
  last: number;
  #ahead = new Map<number, WireEvent>();

  constructor(epoch: string, last: number) {
    this.epoch = epoch;
    this.last = last;
  }

  /** Takes events in any order and answers those that now follow without a gap. */
  offer(events: readonly WireEvent[]): WireEvent[] {
    for (const event of events) {
      if (event.seq > this.last && this.#ahead.size < AHEAD_MAX) {
        this.#ahead.set(event.seq, event);
      }
    }
    const next: WireEvent[] = [];
    for (let event = this.#take(); event; event = this.#take()) {
      next.push(event);
    }
    return next;
  }

  /** The events that are missing, as exclusive bounds for conversation.history. */
  hole(): Hole | null {
    if (this.#ahead.size === 0) {
      return null;
    }
    return { after: this.last, before: Math.min(...this.#ahead.keys()) };
  }

  reset(epoch: string, last: number): void {
    this.epoch = epoch;
    this.last = last;
    this.#ahead.clear();
  }

  #take(): WireEvent | undefined {
    const event = this.#ahead.get(this.last + 1);
    if (event) {
      this.#ahead.delete(event.seq);
      this.last = event.seq;
    }
    return event;
  }
}
