// Hooks of a conversation on screen: where one is in it, and what has been read.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isAtBottom, ScrollKeeper, toBottom } from "../lib/scroll-keeper";
import type { Entry } from "../models/log";
import { markShown } from "../models/marks";

/** Keeps the place in the page while rows come and go; answers whether newer ones are below. */
export function useKeptPlace(
  root: { current: HTMLElement | null }, entries: readonly Entry[], sent: number,
): boolean {
  const [below, setBelow] = useState(false);
  const kept = useRef({ keeper: new ScrollKeeper(), first: -1, last: -1, sent: 0, bottom: true });
  const { keeper } = kept.current;
  const first = entries[0]?.seq ?? -1;
  const last = entries[entries.length - 1]?.seq ?? -1;
  // While rendering, the page is still as it was: the moment to remember the place.
  const grewAbove = kept.current.first >= 0 && first !== kept.current.first;
  if (root.current && grewAbove) {
    keeper.hold(root.current);
  }
  useLayoutEffect(() => {
    const before = kept.current;
    const opened = before.last < 0 && last >= 0;
    const mine = sent > before.sent;
    kept.current = { ...before, first, last, sent };
    if (opened) {
      toBottom();
      document.getElementById("new")?.scrollIntoView({ block: "center" });
      kept.current.bottom = isAtBottom();
    } else if (grewAbove) {
      keeper.release();
    } else if (before.bottom || mine) {
      toBottom();
    } else if (last !== before.last) {
      setBelow(true);
    }
  });
  useEffect(() => {
    // A phone that is turned tells so afterwards: the place is remembered while it stands still.
    const turned = new ScrollKeeper();
    const hold = () => root.current && turned.hold(root.current);
    const look = () => {
      hold();
      kept.current.bottom = isAtBottom();
      if (kept.current.bottom) {
        setBelow(false);
      }
    };
    const resized = () => {
      if (kept.current.bottom) {
        toBottom();
      } else {
        turned.release(innerHeight / 2); // low down on a tall screen is below a wide one
        hold();
      }
    };
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", resized);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", resized);
    };
  }, []);
  return below;
}

/** Marks as read whatever is at the bottom of the screen while somebody is looking. */
export function useReadMarks(conversation: string, last: number): void {
  useEffect(() => {
    const look = () => markShown(conversation, last, isAtBottom());
    look();
    addEventListener("focus", look);
    addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      removeEventListener("scroll", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [conversation, last]);
}
