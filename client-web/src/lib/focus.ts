// Where the focus goes when what had it is gone: never back to the start of the page.

/** Soon, if nothing else took the focus: the first of these that is still there has it. */
export function restoreFocus(...candidates: (Element | null | undefined)[]): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) {
      return;
    }
    const heading = document.querySelector("h1");
    const next = [...candidates, heading].find((one) => one?.isConnected);
    if (next instanceof HTMLElement) {
      next.focus();
    }
  });
}

/** The button that opens the options of the message around this element. */
export function optionsButtonOf(element: Element | null): Element | null {
  return element?.closest("[data-seq]")?.querySelector("[data-options]") ?? null;
}
