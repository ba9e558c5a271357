// One WebSocket at a time: ticket, attach, requests and answers, heartbeat, and coming back.
// Knows nothing of conversations; what it needs from outside comes in as functions.
import { asRpcError, noConnection, type RpcError } from "../lib/rpc-error";
import type { AttachResult, SignalParams, StreamBatch } from "../lib/wire";
import { type Answer, Calls } from "./calls";
import type { ConnectionEnds, LinkState, SocketLike } from "./connection-ends";
import { afterClose, backoff_ms } from "./reconnect";
import { Silence } from "./silence";

type Frame = Answer & { method?: string; params?: { streams?: StreamBatch[] } };

const STEADY_MS = 10_000; // a connection that lived this long was a good one: start over
const OPEN = 1;

export class Connection {
  #ends: ConnectionEnds;
  #socket: SocketLike | null = null;
  #state: LinkState = "off";
  #attempt = 0;
  #calls: Calls;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silence: Silence;
  #live_since_ms = 0;

  constructor(ends: ConnectionEnds) {
    this.#ends = ends;
    this.#calls = new Calls((text) => this.#send(text), () => this.#lose(null));
    this.#silence = new Silence(ends.now, () => this.#lose(null));
  }

  start(): void {
    if (this.#state === "off" || this.#state === "stopped") {
      this.#attempt = 0;
      void this.#connect();
    }
  }

  stop(): void {
    this.#drop();
    this.#set("off", null);
  }

  /** Something changed outside (online, page shown again): look at once, do not wait. */
  nudge(): void {
    if (this.#state === "waiting") {
      clearTimeout(this.#retryTimer);
      void this.#connect();
    } else if (this.#state === "live" && this.#silence.isTooLong()) {
      this.#lose(0);
    }
  }

  /** The browser says that the network is gone: do not wait for the silence. */
  offline(): void {
    if (this.#state === "live" || this.#state === "connecting") {
      this.#lose(null);
    }
  }

  request<T>(method: string, params: object): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#state !== "live") {
        reject(noConnection());
        return;
      }
      this.#calls.ask(method, params, { resolve: (value) => resolve(value as T), reject });
    });
  }

  async #connect(): Promise<void> {
    this.#drop();
    this.#set("connecting", null);
    try {
      const ticket = await this.#ends.ticket();
      if (this.#state === "connecting" && !this.#socket) {
        this.#open(ticket);
      }
    } catch (cause) {
      this.#ticketRefused(asRpcError(cause));
    }
  }

  #ticketRefused(error: RpcError): void {
    if (this.#state !== "connecting") {
      return;
    }
    if (error.kind === "step_up") {
      this.stop();
      this.#ends.onSetUp();
      return;
    }
    if (error.kind === "unauthenticated" || error.retry === "reauth") {
      this.#signedOut();
      return;
    }
    this.#lose(error.after_ms);
  }

  #open(ticket: string): void {
    const socket = this.#ends.openSocket();
    this.#socket = socket;
    this.#silence.start();
    socket.onmessage = (event) => this.#hear(socket, String(event.data));
    socket.onclose = (event) => this.#closed(socket, event.code, event.reason);
    socket.onopen = () => {
      // Without a device: the server's name for it, from the sign-in, tells more than a kind.
      const params = { ticket, resume: this.#ends.resume() };
      this.#calls.ask("session.attach", params, {
        resolve: (result) => this.#attached(result as AttachResult),
        reject: (error) => this.#attachRefused(socket, error),
      });
    };
  }

  #attached(result: AttachResult): void {
    this.#live_since_ms = this.#ends.now();
    this.#ends.onAttach(result);
    this.#set("live", null);
  }

  #attachRefused(socket: SocketLike, error: RpcError): void {
    if (socket === this.#socket) {
      // A ticket that expired is no reason to sign out: the next ticket will tell.
      this.#lose(error.after_ms);
    }
  }

  #hear(socket: SocketLike, text: string): void {
    if (socket !== this.#socket) {
      return;
    }
    this.#silence.heard();
    const frame = JSON.parse(text) as Frame;
    if (frame.id !== undefined) {
      this.#calls.answer(frame);
    } else if (frame.method === "events") {
      this.#ends.onEvents(frame.params?.streams ?? []);
    } else if (frame.method === "signal") {
      this.#ends.onSignal(frame.params as unknown as SignalParams);
    } else if (frame.method === "heartbeat") {
      socket.send('{"jsonrpc":"2.0","method":"heartbeat"}');
    }
  }

  #closed(socket: SocketLike, code: number, reason: string): void {
    if (socket !== this.#socket) {
      return;
    }
    const next = afterClose(code, reason);
    if (next.kind === "reconnect") {
      this.#lose(next.wait_ms);
    } else if (next.kind === "signed_out") {
      this.#signedOut();
    } else {
      this.#drop();
      this.#set("stopped", next.kind);
    }
  }

  #signedOut(): void {
    this.stop();
    this.#ends.onSignedOut();
  }

  /** Gives this connection up and tries again after the given or a jittered wait. */
  #lose(wait_ms: number | null): void {
    if (this.#state === "live" && this.#ends.now() - this.#live_since_ms > STEADY_MS) {
      this.#attempt = 0;
    }
    this.#drop();
    const wait = wait_ms ?? backoff_ms(this.#attempt, this.#ends.random());
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => void this.#connect(), wait);
    this.#set("waiting", null);
  }

  #drop(): void {
    clearTimeout(this.#retryTimer);
    this.#silence.stop();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
    this.#calls.giveUp();
  }

  #send(text: string): boolean {
    if (this.#socket?.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(text);
    return true;
  }

  #set(state: LinkState, why: string | null): void {
    if (state !== this.#state || why) {
      this.#state = state;
      this.#ends.onState(state, why);
    }
  }
}
