// A new page for whoever comes next: what the pages of the person who was here kept in
// memory goes with the old one, also when somebody goes back to it. Why she went is told
// on the new page.
import { isLeaving } from "./quick-exit";

const WHY = "signed-out";

let isOver = false;

/** `why` is a word for the new page, null for none. */
export function startAfresh(why: string | null): void {
  if (isLeaving()) {
    return;
  }
  isOver = true;
  try {
    if (why !== null) {
      sessionStorage.setItem(WHY, why);
    }
  } catch {
    // Without storage the new page says nothing.
  }
  location.replace("/");
}

/** The word that the page before left, once. */
export function whyAfresh(): string | null {
  try {
    const why = sessionStorage.getItem(WHY);
    sessionStorage.removeItem(WHY);
    return why;
  } catch {
    return null;
  }
}

/** A page that is over and was only put aside by the browser is not shown again. */
export function watchAfresh(): void {
  addEventListener("pageshow", (event) => {
    if (event.persisted && isOver) {
      location.reload();
    }
  });
}
