// The pages of the desk, as links in one line.
import { deskPages } from "../models/desk";
import { type DeskTab, type DeskPage, go } from "../models/routes";
import { careDeskWords } from "../strings-care-desk";
import { deskWords } from "../strings-desk";

const PAGE_WORDS: Readonly<Record<DeskTab, string>> = { ...deskWords.pages, ...careDeskWords.pages };

export function DeskNav({ here }: { here: DeskPage }) {
  const pages = deskPages.value;
  if (pages.length < 2) {
    return null;
  }
  const follow = (event: Event, page: DeskTab) => {
    event.preventDefault();
    go({ view: "desk", page });
  };
  return (
    <nav class="desk-nav" aria-label={deskWords.navigation}>
      {pages.map((page) => (
        <a
          key={page} href="/" aria-current={page === here ? "page" : undefined}
          onClick={(event) => follow(event, page)}
        >
          {PAGE_WORDS[page]}
        </a>
      ))}
    </nav>
  );
}
