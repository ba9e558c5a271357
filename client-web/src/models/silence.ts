// Notices when nothing has been heard for too long: a connection can die without a word.
import { RECONNECT } from "./reconnect";

export class Silence {
  #now: () => number;
  #onSilence: () => void;
  #heard_ms = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(now: () => number, onSilence: () => void) {
    this.#now = now;
    this.#onSilence = onSilence;
  }

  start(): void {
    this.heard();
    this.#watch();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  heard(): void {
    this.#heard_ms = this.#now();
  }

  /** True also when timers stood still meanwhile: a phone that slept. */
  isTooLong(): boolean {
    return this.#left_ms() <= 0;
  }

  #left_ms(): number {
    return RECONNECT.silence_ms - (this.#now() - this.#heard_ms);
  }

  #watch(): void {
    clearTimeout(this.#timer);
    if (this.isTooLong()) {
      this.#onSilence();
    } else {
      this.#timer = setTimeout(() => this.#watch(), this.#left_ms());
    }
  }
}
