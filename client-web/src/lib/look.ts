// What this page looks like to whoever glances at it: its title and its icon, as its owner
// chose. Kept on the device, so that the next visit looks so before anything else shows.
import notes from "../icon-notes.svg";
import shopping from "../icon-shopping.svg";
import weather from "../icon-weather.svg";
import { words } from "../strings";
import { lightly } from "./lightly";
import type { SafeLook } from "./wire";

const KEY = "look";
const ICONS: Partial<Record<SafeLook, string>> = { notes, weather, shopping };

function iconOf(): HTMLLinkElement | null {
  return document.querySelector('link[rel="icon"]');
}

const first = iconOf()?.href ?? "";

function isLook(look: string | null): look is SafeLook {
  return look !== null && look in words.looks;
}

function wear(look: SafeLook): void {
  document.title = words.looks[look];
  const icon = iconOf();
  if (icon) {
    icon.href = ICONS[look] ?? first;
  }
}

/** From now on, and at the next visit, this device shows the page so. */
export function setLook(look: SafeLook): void {
  wear(look);
  lightly(() => localStorage.setItem(KEY, look));
}

/** As it was chosen on this device before. */
export function startLook(): void {
  lightly(() => {
    const look = localStorage.getItem(KEY);
    if (isLook(look)) {
      wear(look);
    }
  });
}
