// UUIDv7 (RFC 9562, 5.7): time-ordered ids for messages, made by the client.

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

/** A new UUIDv7 for the given moment (ms since 1970 UTC) and 10 random bytes. */
export function uuidFrom(now_utc_ms: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = now_utc_ms;
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const text = Array.from(bytes, hex).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16),
    text.slice(16, 20), text.slice(20)].join("-");
}

export function newUuid(): string {
  return uuidFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
