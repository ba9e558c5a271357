// The heading of a page. When one comes to a page it takes the focus, so that a screen reader
// says where one is and Tab goes on from there.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

let firstPage = true; // the very first page leaves the focus where the browser put it

export function PageHeading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (!firstPage) {
      heading.current?.focus({ preventScroll: true });
    }
    firstPage = false;
  }, []);
  return <h1 tabIndex={-1} ref={heading}>{children}</h1>;
}
