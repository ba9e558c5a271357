// A card that opens: what one pressed is gone while it is open, and what one pressed in it
// afterwards. Its first box takes the focus, then its title.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** For the title of the card, which can take the focus (tabIndex -1). */
export function useFocusBack(isOpen: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => isOpen ? () => heading.current?.focus() : undefined, [isOpen]);
  return heading;
}

/** For the form in it. */
export function useFirstBox(): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector("input")?.focus(), []);
  return form;
}
