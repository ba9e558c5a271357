// What stands on every page, in the same place: exit, pages, help, the state of the connection.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { quickExit } from "../lib/quick-exit";
import { go, route, type Route } from "../models/routes";
import { away, isMatched, link, me, signedIn, stoppedWhy } from "../models/state";
import { words } from "../strings";
import { Announcer } from "./announcer";

function isDesk(): boolean {
  const desk = ["coordinator", "administrator", "safeguarding_lead", "facilitator"];
  return me.value?.roles.some((grant) => desk.includes(grant.role)) ?? false;
}

function NavLink({ to, here, label }: { to: Route; here: boolean; label: string }) {
  const follow = (event: Event) => {
    event.preventDefault();
    go(to);
  };
  return <a href="/" aria-current={here ? "page" : undefined} onClick={follow}>{label}</a>;
}

function Navigation() {
  const { view } = route.value;
  return (
    <nav aria-label={words.navigation}>
      {isMatched.value && (
        <NavLink to={{ view: "today" }} here={view === "today"} label={words.navToday} />
      )}
      <NavLink to={{ view: "talks" }} here={view === "talks"} label={words.navTalks} />
      {isDesk() && <NavLink to={{ view: "desk" }} here={view === "desk"} label={words.navDesk} />}
      <NavLink to={{ view: "me" }} here={view === "me"} label={words.navMe} />
    </nav>
  );
}

/** The same line of help on every page: WCAG 2.2, 3.2.6. */
function Help() {
  const more = (event: Event) => {
    event.preventDefault();
    go({ view: "help" });
  };
  return (
    <aside class="help" aria-label={words.help}>
      <span>{words.danger} <a href="tel:999">{words.dangerNumber}</a></span>{" "}
      <span><a href="/" onClick={more}>{words.moreHelp}</a></span>{" "}
      <span>
        {words.talk} {words.talkWho} <a href="tel:116123">{words.talkNumber}</a>
      </span>
    </aside>
  );
}

function LinkLine() {
  if (link.value === "stopped") {
    const text = stoppedWhy.value === "suspended" ? words.linkSuspended : words.linkStopped;
    return (
      <div class="link-line">
        <p>{text}</p>
        <button type="button" onClick={() => location.reload()}>{words.reload}</button>
      </div>
    );
  }
  return away.value ? <p class="link-line">{words.linkWaiting}</p> : null;
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

/** Tells the style sheet how much the bar covers: its lines wrap differently on each phone. */
function useBarHeight(bar: { current: HTMLElement | null }): void {
  useEffect(() => {
    if (!bar.current || typeof ResizeObserver === "undefined") {
      return undefined;
    }
    const element = bar.current;
    const watch = new ResizeObserver(() => {
      document.documentElement.style.setProperty("--bar", `${element.offsetHeight}px`);
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
}

export function Shell({ children }: { children: ComponentChildren }) {
  const bar = useRef<HTMLElement>(null);
  useBarHeight(bar);
  return (
    <>
      <header class="top" ref={bar}>
        <div class="bar">
          <button type="button" class="exit" title={words.exitHint} onClick={quickExit}>
            {words.exit}
          </button>
          <a class="skip" href="#main" onClick={skip}>{words.skip}</a>
          {signedIn.value === "yes" ? <Navigation /> : <span />}
        </div>
        <Help />
        <LinkLine />
        <Announcer />
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
    </>
  );
}
