// One's own page: where one is signed in, whom one has blocked, signing out.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { momentWords, whenWords } from "../lib/dates";
import type { SessionRow } from "../lib/wire";
import { loadBlocked, unblock } from "../models/blocking";
import { request } from "../models/request";
import { go, type Route } from "../models/routes";
import { loadSessions, signOut, signOutEverywhere } from "../models/session";
import {
  accountNotices, blocked, type Blocked, isMatched, link, me, outbox, pendingAnswers, sessions,
  tell,
} from "../models/state";
import { newTask } from "../models/task";
import { ownName } from "../models/titles";
import { Account } from "../parts/account";
import { Care } from "../parts/care";
import { Confirm } from "../parts/confirm";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";

const asking = signal<"none" | "here" | "everywhere">("none");
const task = newTask();
const loading = newTask(); // apart: what is pressed meanwhile counts

async function load(): Promise<void> {
  await loadSessions();
  await loadBlocked();
}

async function revoke(session: SessionRow): Promise<void> {
  const done = await task.run(async () => {
    await request("session.revoke", { session: session.id });
    await load();
    return true;
  });
  if (done) {
    tell(words.signedOutOne(session.device ?? words.deviceUnknown));
  }
}

async function takeBack(person: Blocked): Promise<void> {
  if (await task.run(() => unblock(person))) {
    tell(words.unblocked(person.name));
  }
}

function SessionLine({ session }: { session: SessionRow }) {
  const device = session.device ?? words.deviceUnknown;
  const when = whenWords(session.seen_at);
  const isNew = accountNotices.value.some((notice) => notice.session === session.id);
  return (
    <li class="person-line">
      <p>
        <span class="person-name">{device}</span>
        <span class="person-role">{session.current ? words.thisDevice : words.seen(when)}</span>
        {isNew && <strong class="person-role">{words.newHere(momentWords(session.created_at))}</strong>}
      </p>
      {!session.current && (
        <button
          type="button" aria-label={words.signOutOneName(device, when)}
          disabled={task.busy.value} onClick={() => void revoke(session)}
        >
          {words.signOutOne}
        </button>
      )}
    </li>
  );
}

function BlockedPeople() {
  return (
    <section class="card">
      <h2>{words.blockedTitle}</h2>
      {blocked.value.length === 0 && <p class="quiet">{words.blockedNone}</p>}
      <ul class="plain">
        {blocked.value.map((person) => (
          <li class="person-line" key={person.id}>
            <p class="person-name">{person.name}</p>
            <button
              type="button" disabled={task.busy.value} onClick={() => void takeBack(person)}
            >
              {words.unblock}<span class="hidden"> {person.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ToPage({ to, label }: { to: Route; label: string }) {
  return <li><button type="button" onClick={() => go(to)}>{label}</button></li>;
}

/** The ways to one's own answers, for whoever takes part in matching. */
function AboutMe() {
  const isCarer = me.value?.roles.some((grant) => grant.role === "carer");
  return (
    <section class="card">
      <h2>{words.aboutMe}</h2>
      <ul class="plain">
        <ToPage
          to={{ view: "story" }} label={isCarer ? words.carerStory : words.supporterStory}
        />
        <ToPage to={{ view: "consents" }} label={words.consents} />
        <ToPage to={{ view: "check" }} label={words.privateCheck} />
      </ul>
    </section>
  );
}

/** What one has told the team, what was decided, and where to turn. */
function Safety() {
  return (
    <section class="card">
      <h2>{words.safety}</h2>
      <p>{words.whoCanRead}</p>
      <ul class="plain">
        <ToPage to={{ view: "safe-contact" }} label={words.safeContact} />
        <ToPage to={{ view: "notices" }} label={words.myNotices} />
        <ToPage to={{ view: "reports" }} label={words.myReports} />
        <ToPage to={{ view: "copy" }} label={words.myCopy} />
        <ToPage to={{ view: "erase" }} label={words.deleteAccount} />
        <ToPage to={{ view: "help" }} label={words.moreHelp} />
      </ul>
    </section>
  );
}

function startSignOut(): void {
  task.clear();
  if (outbox.value.some((item) => item.state !== "sent") || pendingAnswers.value.length > 0) {
    asking.value = "here";
  } else {
    void task.run(signOut);
  }
}

function AskSignOut({ isHere }: { isHere: boolean }) {
  return (
    <Confirm
      question={isHere ? words.signOutAsk : words.signOutAllAsk} yes={words.signOutYes}
      no={words.cancel} busy={task.busy.value} error={task.error.value}
      onNo={() => { asking.value = "none"; }}
      onYes={() => void task.run(isHere ? signOut : signOutEverywhere)}
    />
  );
}

function SignOut() {
  return (
    <>
      <div class="row">
        <button type="button" class="strong" disabled={task.busy.value} onClick={startSignOut}>
          {words.signOut}
        </button>
        <button type="button" onClick={() => { asking.value = "everywhere"; }}>
          {words.signOutAll}
        </button>
      </div>
      {asking.value !== "none" && <AskSignOut key={asking.value} isHere={asking.value === "here"} />}
    </>
  );
}

export function MeView() {
  useEffect(() => () => { asking.value = "none"; }, []);
  useEffect(() => {
    if (link.value === "live") {
      void loading.run(load);
    }
  }, [link.value]);
  return (
    <section class="page">
      <PageHeading>{words.meTitle(ownName())}</PageHeading>
      <FormError text={asking.value === "none" ? task.error.value ?? loading.error.value : null} />
      <Care quiet show={({ EraseAsked }) => <EraseAsked />} />
      <Care quiet show={({ StillRight }) => <StillRight />} />
      <Account quiet show={({ AccountNotices }) => <AccountNotices all />} />
      {isMatched.value && <AboutMe />}
      <section class="card">
        <h2>{words.sessions}</h2>
        <p class="hint">{words.sessionsHint}</p>
        <ul class="plain">
          {sessions.value.map((session) => <SessionLine key={session.id} session={session} />)}
        </ul>
        <SignOut />
      </section>
      <Care quiet show={({ PasswordCard }) => <PasswordCard />} />
      <Account quiet show={({ PasskeyCard }) => <PasskeyCard />} />
      <Account quiet show={({ SecondFactorCard }) => <SecondFactorCard />} />
      <Safety />
      <BlockedPeople />
    </section>
  );
}
