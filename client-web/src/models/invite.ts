// What an invitation is for, looked at before the form is shown.
import { signal } from "@preact/signals";
import { asRpcError } from "../lib/rpc-error";
import { callHttp } from "../lib/rpc-http";
import { invitation } from "./routes";

export type SpentInvite = "used" | "expired" | "unknown";
export type SeenInvite =
  | { state: "open"; name: string }
  | { state: SpentInvite };

/** null: not looked at yet. */
export const seenInvite = signal<SeenInvite | null>(null);

async function look(invite: string): Promise<SeenInvite> {
  try {
    const { state, name } = await callHttp("invite.look", { invite });
    return state === "open" ? { state, name: name ?? "" } : { state };
  } catch (cause) {
    const { kind } = asRpcError(cause);
    // Without an answer the form is there all the same: joining says what is wrong.
    return kind === "not_found" || kind === "too_large" || kind === "bad_request"
      ? { state: "unknown" } : { state: "open", name: "" };
  }
}

export async function lookAtInvite(): Promise<void> {
  const secret = invitation.value;
  seenInvite.value = null;
  const seen = secret === null ? null : await look(secret);
  if (invitation.value === secret) { // not another link meanwhile
    seenInvite.value = seen;
  }
}

/** Goes on with an invitation whose code was typed; `not_found` leaves one where one is. */
export async function openInvite(code: string): Promise<void> {
  await callHttp("invite.look", { invite: code });
  invitation.value = code;
}
