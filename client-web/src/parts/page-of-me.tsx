// A page that one comes to from Me, with the way back there.
import type { ComponentChildren } from "preact";
import { go } from "../models/routes";
import { words } from "../strings";
import { PageHeading } from "./heading";

interface PageProps { title: string; intro?: string; children: ComponentChildren }

export function PageOfMe({ title, intro, children }: PageProps) {
  return (
    <section class="page">
      <button type="button" class="back" onClick={() => go({ view: "me" })}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>{title}</PageHeading>
      {intro !== undefined && <p>{intro}</p>}
      {children}
    </section>
  );
}
