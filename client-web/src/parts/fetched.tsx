// A part of the client that comes from the server when it is first needed, so that the first
// page stays small for everybody.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { words } from "../strings";

/** The words while it comes, and where it did not: a new version of it may stand there now. */
function Coming({ failed }: { failed: boolean }) {
  return (
    <section class="page narrow">
      <p class="quiet" role={failed ? "alert" : undefined}>{failed ? words.pageLate : words.wait}</p>
      {failed && (
        <button type="button" class="strong" onClick={() => location.reload()}>
          {words.reload}
        </button>
      )}
    </section>
  );
}

export interface FetchedProps<M> {
  show: (module: M) => ComponentChildren;
  quiet?: boolean; // says nothing until it is there: the page does without
}

/** A component that shows what `get` brings. Whatever was brought once stays. */
export function fetched<M>(get: () => Promise<M>) {
  const here = signal<M | null>(null);
  const failed = signal(false);
  let isAsked = false;

  function ask(): void {
    if (!isAsked) {
      isAsked = true;
      get().then((module) => { here.value = module; }, () => { failed.value = true; });
    }
  }

  return function Fetched({ show, quiet }: FetchedProps<M>) {
    useEffect(ask, []);
    if (here.value === null) {
      return quiet ? null : <Coming failed={failed.value} />;
    }
    return <>{show(here.value)}</>;
  };
}
