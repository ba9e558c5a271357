// What a connection needs from outside: a socket, a ticket, a clock, and whom to tell.
import type { AttachResult, SignalParams, StreamBatch } from "../lib/wire";

export type LinkState = "off" | "connecting" | "live" | "waiting" | "stopped";

export interface SocketLike {
  readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface ConnectionEnds {
  openSocket(): SocketLike;
  ticket(): Promise<string>;
  resume(): Record<string, [string, number]>;
  random(): number;
  now(): number;
  onAttach(result: AttachResult): void;
  onEvents(streams: StreamBatch[]): void;
  onSignal(signal: SignalParams): void;
  onState(state: LinkState, why: string | null): void;
  onSignedOut(): void;
  /** Signed in, but how one signs in is to be set up before anything else. */
  onSetUp(): void;
}
