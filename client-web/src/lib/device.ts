// What a person would call the thing in her hand, for the list of her sign-ins. Coarse on
// purpose: kind of device and browser, nothing that tells two phones of one make apart.
import { words } from "../strings";

const KINDS: [RegExp, keyof typeof words.devices][] = [
  [/iPad/, "ipad"],
  [/iPhone/, "iphone"],
  [/Android.*Mobile/, "android"],
  [/Android/, "tablet"],
  [/Windows/, "windows"],
  [/Macintosh/, "mac"],
];

export function deviceName(): string {
  const found = KINDS.find(([pattern]) => pattern.test(navigator.userAgent));
  return words.devices[found ? found[1] : "other"];
}
