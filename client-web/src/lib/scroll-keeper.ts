// Keeps the place while a conversation grows: at the bottom if one was there, else on the
// message one was looking at. The page itself scrolls, which old phones do best.

const NEAR_BOTTOM_PX = 120;
const BAR_PX = 180; // what the bar on top and the head of a conversation cover at most

function page(): Element {
  return document.scrollingElement ?? document.documentElement;
}

export function isAtBottom(): boolean {
  const { scrollHeight, scrollTop, clientHeight } = page();
  return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
}

export function toBottom(): void {
  page().scrollTop = page().scrollHeight;
}

export class ScrollKeeper {
  #element: Element | null = null;
  #top = 0;

  /** Before the page changes: remembers the first of these elements that is in view. */
  hold(root: Element): void {
    const items = Array.from(root.querySelectorAll("[data-seq]"));
    // One that is wholly in view: the topmost may change its own height (its name goes away).
    const seen = items.find((item) => item.getBoundingClientRect().top > BAR_PX)
      ?? items[items.length - 1];
    this.#element = seen ?? null;
    this.#top = seen?.getBoundingClientRect().top ?? 0;
  }

  /** After it changed: puts that element back where it was, at most that far down the screen. */
  release(most_px = Infinity): void {
    if (this.#element?.isConnected) {
      const top = Math.min(this.#top, most_px);
      page().scrollTop += this.#element.getBoundingClientRect().top - top;
    }
    this.#element = null;
  }
}
