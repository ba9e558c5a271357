// The passkeys with which one signs in: making one on this device, taking one away.
import { signal } from "@preact/signals";
import { fromBase64url, toBase64url } from "../lib/base64url";
import { knownAs, unlock } from "../lib/passkey";
import { callHttp } from "../lib/rpc-http";
import type { Results } from "../lib/wire";
import { sessionsChanged } from "./session";
import { ownName } from "./titles";

export type Passkey = Results["account.passkeys"]["passkeys"][number];
type Asked = Results["account.passkey_begin"];

export const passkeys = signal<readonly Passkey[] | null>(null);

const ALGORITHMS = [-7, -8, -257]; // COSE: ES256, EdDSA, RS256

export async function loadPasskeys(): Promise<void> {
  passkeys.value = (await callHttp("account.passkeys", {})).passkeys;
}

const NAME = Array.from("hauthData", (letter) => letter.charCodeAt(0)); // CBOR: a text of 8 bytes
const LEN_1 = 0x58; // CBOR: bytes, of which there are as many as the next byte says
const LEN_2 = 0x59; // or the next two

/** Older browsers give it only within the CBOR of an attestation, under its name. */
function dataIn(attestation: Uint8Array): Uint8Array {
  const at = attestation.findIndex(
    (_byte, i) => NAME.every((letter, j) => attestation[i + j] === letter));
  const [kind, one = 0, two = 0] = attestation.subarray(at + NAME.length);
  const from = at + NAME.length + (kind === LEN_2 ? 3 : 2);
  if (at < 0 || (kind !== LEN_1 && kind !== LEN_2)) {
    throw new DOMException("no authenticator data", "DataError");
  }
  return attestation.subarray(from, from + (kind === LEN_2 ? one * 256 + two : one));
}

function dataOf(made: AuthenticatorAttestationResponse): ArrayBuffer | Uint8Array {
  return typeof made.getAuthenticatorData === "function"
    ? made.getAuthenticatorData() : dataIn(new Uint8Array(made.attestationObject));
}

async function make(asked: Asked): Promise<AuthenticatorAttestationResponse> {
  const name = ownName() || document.title; // hers comes with the connection
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64url(asked.challenge),
      rp: { id: asked.rp_id, name: document.title }, // as she has chosen that it is called
      user: { id: fromBase64url(asked.user), name, displayName: name },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: {
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      },
      excludeCredentials: knownAs(asked.credentials),
      attestation: "none", timeout: asked.expires_ms,
    },
  }) as PublicKeyCredential;
  return made.response as AuthenticatorAttestationResponse;
}

export interface Proof { password: string; code: string }

function proofOf({ password, code }: Proof): { password: string; code?: string } {
  return code === "" ? { password } : { password, code };
}

export async function addPasskey(name: string, proof: Proof): Promise<void> {
  const made = await make(await callHttp("account.passkey_begin", proofOf(proof)));
  await callHttp("account.passkey_add", {
    name, authenticator_data: toBase64url(dataOf(made)),
    client_data: toBase64url(made.clientDataJSON),
  });
  await loadPasskeys();
}

/** `proof` null: shown with a passkey. */
export async function removePasskey(passkey: string, proof: Proof | null): Promise<void> {
  if (proof) {
    await callHttp("account.passkey_remove", { passkey, ...proofOf(proof) });
  } else {
    const { user: _own, ...answer } = await unlock(await callHttp("account.passkey_ask", {}));
    await callHttp("account.passkey_remove", { passkey, ...answer });
  }
  sessionsChanged();
  await loadPasskeys();
}
