// Commands over HTTP: those that set or clear the session cookie, and the ticket.
import { errorFromBody, noConnection, RpcError } from "./rpc-error";
import type { CommandName, Params, Results } from "./wire";

const ANSWER_WITHIN_MS = 20_000; // a hasher queue of a few seconds, plus a slow phone network
let nextId = 1;

/** The HTTP status of an edge refusal as an error kind. */
function edgeError(status: number): RpcError {
  if (status === 503 || status === 429 || status === 502 || status === 504) {
    return new RpcError("busy", "later");
  }
  return new RpcError(status === 413 ? "too_large" : "bad_request", "no");
}

function post(method: CommandName, params: unknown, how: RequestInit): Promise<Response> {
  return fetch("/api/v1/rpc", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Kith": "1" },
    body: JSON.stringify({ jsonrpc: "2.0", id: nextId++, method, params }),
    credentials: "same-origin",
    cache: "no-store",
    ...how,
  });
}

/** Says one thing more although the page goes: the browser sends it after it has gone. */
export function callLast(method: "session.end"): void {
  post(method, {}, { keepalive: true }).catch(() => undefined); // nobody is there to hear
}

export async function callHttp<C extends CommandName>(
  method: C, params: Params[C],
): Promise<Results[C]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await post(method, params, { signal: stop.signal });
    if (!response.ok) {
      throw edgeError(response.status);
    }
    const body = await response.json();
    if (body.error) {
      throw errorFromBody(body.error);
    }
    return body.result as Results[C];
  } catch (cause) {
    throw cause instanceof RpcError ? cause : noConnection();
  } finally {
    clearTimeout(timer);
  }
}
