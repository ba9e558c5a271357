// A refusal by the server, or the lack of an answer, as one value that views can put into words.

import type { ErrorData } from "./wire";

export type Retry = ErrorData["retry"];

export class RpcError extends Error {
  constructor(
    readonly kind: string,
    readonly retry: Retry,
    readonly after_ms: number | null = null,
    readonly field: string | null = null,
    readonly ref: number | null = null,
  ) {
    super(kind);
    this.name = "RpcError";
  }
}

/** No answer came: the connection broke, or never was. */
export function noConnection(): RpcError {
  return new RpcError("no_connection", "later");
}

interface ErrorBody {
  code: number;
  data?: Partial<ErrorData>;
}

/** The value for an error object of JSON-RPC. */
export function errorFromBody(body: ErrorBody): RpcError {
  const data = body.data ?? {};
  const kind = data.error ?? (body.code <= -32600 ? "bad_request" : "internal");
  return new RpcError(
    kind, data.retry ?? "no", data.after_ms ?? null, data.field ?? null, data.ref ?? null);
}

export function asRpcError(cause: unknown): RpcError {
  return cause instanceof RpcError ? cause : noConnection();
}
