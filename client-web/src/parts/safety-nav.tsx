// The pages of the desk about safety, as links in one line under those of the desk.
import { go, type SafetyPage } from "../models/routes";
import { safetyPages } from "../models/safety-pages";
import { leadWords as text } from "../strings-lead";

export function SafetyNav({ here }: { here: SafetyPage }) {
  const follow = (event: Event, page: SafetyPage) => {
    event.preventDefault();
    go({ view: "desk", page });
  };
  return (
    <nav class="desk-nav desk-subnav" aria-label={text.navigation}>
      {safetyPages.value.map((page) => (
        <a
          key={page} href="/" aria-current={page === here ? "page" : undefined}
          onClick={(event) => follow(event, page)}
        >
          {text.pages[page]}
        </a>
      ))}
    </nav>
  );
}
