// A refusal in words.
import { words } from "../strings";
import { asRpcError } from "./rpc-error";

export function kindWords(kind: string): string {
  return words.errors[kind] ?? words.errors["internal"] ?? "";
}

export function errorWords(cause: unknown): string {
  const error = asRpcError(cause);
  const isLong = error.after_ms !== null && error.after_ms > 3_000;
  const parts = [isLong && error.kind === "rate_limited" ? words.tooMuch : kindWords(error.kind)];
  if (isLong) {
    parts.push(words.wait_s(Math.ceil((error.after_ms ?? 0) / 1000)));
  }
  if (error.ref) {
    parts.push(words.errorRef(error.ref));
  }
  return parts.join(" ");
}
