// Where the focus goes when what had it is gone: never back to the start of the page.

function takesFocus(one: Element | null | undefined): boolean {
  return one?.isConnected === true && !one.matches(":disabled");
}

/**
 * Remembers what has the focus. The answer gives it back if it got lost: to the same element,
 * to the title of the card or the name of the row around it, or to the page's heading.
 */
export function keepFocus(): () => void {
  const held = globalThis.document?.activeElement;
  if (!held || held === document.body) {
    return () => undefined;
  }
  const title = held.closest(".day-card")?.querySelector(".card-title");
  const row = held.closest("tr")?.previousElementSibling?.querySelector("[data-row]");
  return () => restoreFocus(held, title, row);
}

/** Soon, if nothing else took the focus: the first of these that is still there has it. */
export function restoreFocus(...candidates: (Element | null | undefined)[]): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) {
      return;
    }
    const heading = document.querySelector("h1");
    const next = [...candidates, heading].find(takesFocus);
    if (next instanceof HTMLElement) {
      next.focus();
    }
  });
}

/** The button that opens the options of the message around this element. */
export function optionsButtonOf(element: Element | null): Element | null {
  return element?.closest("[data-seq]")?.querySelector("[data-options]") ?? null;
}
