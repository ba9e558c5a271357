// Requests under way on one connection: numbered, a few at a time, answered or given up.
import { errorFromBody, noConnection, type RpcError } from "../lib/rpc-error";

const IN_FLIGHT_MAX = 6; // the server takes 8 at once; leave room for typing and marks
const QUEUE_MAX = 200; // more than a person can cause by hand
const ANSWER_WITHIN_MS = 20_000; // then the connection is taken for dead

export interface Waiting {
  resolve(value: unknown): void;
  reject(error: RpcError): void;
}

export interface Answer {
  id?: number;
  result?: unknown;
  error?: { code: number };
}

interface Queued { method: string; params: object; waiting: Waiting }

export class Calls {
  #send: (text: string) => boolean;
  #onSilence: () => void;
  #nextId = 1;
  #waiting = new Map<number, Waiting>();
  #queue: Queued[] = [];

  /** `send` answers whether the text could be sent; `onSilence` is told of a missing answer. */
  constructor(send: (text: string) => boolean, onSilence: () => void) {
    this.#send = send;
    this.#onSilence = onSilence;
  }

  ask(method: string, params: object, waiting: Waiting): void {
    if (this.#queue.length >= QUEUE_MAX) {
      waiting.reject(noConnection());
      return;
    }
    this.#queue.push({ method, params, waiting });
    this.#drain();
  }

  answer(answer: Answer): void {
    const id = answer.id ?? 0;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answer.error) {
      waiting?.reject(errorFromBody(answer.error));
    } else {
      waiting?.resolve(answer.result);
    }
    this.#drain();
  }

  /** Nothing of this will be answered any more. */
  giveUp(): void {
    const queued = this.#queue.map((entry) => entry.waiting);
    const unanswered = Array.from(this.#waiting.values()).concat(queued);
    this.#queue = [];
    this.#waiting.clear();
    unanswered.forEach((waiting) => waiting.reject(noConnection()));
  }

  #drain(): void {
    while (this.#waiting.size < IN_FLIGHT_MAX) {
      const next = this.#queue.shift();
      if (!next) {
        return;
      }
      this.#sendOne(next);
    }
  }

  #sendOne({ method, params, waiting }: Queued): void {
    const id = this.#nextId++;
    if (!this.#send(JSON.stringify({ jsonrpc: "2.0", id, method, params }))) {
      waiting.reject(noConnection());
      return;
    }
    this.#waiting.set(id, waiting);
    setTimeout(() => {
      if (this.#waiting.has(id)) {
        this.#onSilence();
      }
    }, ANSWER_WITHIN_MS);
  }
}
