// Asking this phone or computer to show that its owner has unlocked it (Web Authentication).
import { fromBase64url, toBase64url } from "./base64url";
import type { Params, Results } from "./wire";

type Asked = Results["session.passkey_begin"] & { credentials?: readonly string[] };
export type Answer = Params["session.passkey_start"];

const ADDRESS = /^[\d.]+$|:/; // browsers make passkeys for names only

/** Whether this browser, on this page, knows passkeys at all. */
export function knowsPasskeys(): boolean {
  return typeof PublicKeyCredential !== "undefined" && isSecureContext &&
    !ADDRESS.test(location.hostname);
}

export function knownAs(ids: readonly string[] = []): PublicKeyCredentialDescriptor[] {
  return ids.map((id) => ({ type: "public-key", id: fromBase64url(id) }));
}

/** What the device answers; it asks its owner for a finger, a face or a number. */
export async function unlock(asked: Asked): Promise<Answer> {
  const { challenge, rp_id, expires_ms, credentials } = asked;
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: fromBase64url(challenge), rpId: rp_id, timeout: expires_ms,
      userVerification: "required", allowCredentials: knownAs(credentials),
    },
  }) as PublicKeyCredential;
  const answer = found.response as AuthenticatorAssertionResponse;
  return {
    credential: toBase64url(found.rawId),
    user: toBase64url(answer.userHandle ?? new Uint8Array()),
    authenticator_data: toBase64url(answer.authenticatorData),
    client_data: toBase64url(answer.clientDataJSON),
    signature: toBase64url(answer.signature),
  };
}

/** Its owner said no, took too long, or it has none for this page: no fault of the server's. */
export function isNoPasskey(cause: unknown): boolean {
  return cause instanceof DOMException;
}
