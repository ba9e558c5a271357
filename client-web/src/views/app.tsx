// Which view is shown.
import { invitation, route, type Route } from "../models/routes";
import { conversations, isMatched, signedIn } from "../models/state";
import { Account } from "../parts/account";
import { Care } from "../parts/care";
import { Keeping } from "../parts/keeping";
import { fetched } from "../parts/fetched";
import { Shell } from "../parts/shell";
import { TalkList } from "../parts/talk-list";
import { words } from "../strings";
import { AcceptInviteView } from "./accept-invite";
import { MembersView } from "./members";
import { MeView } from "./me";
import { SignInView } from "./sign-in";
import { TalkView } from "./talk";
import { TalksView } from "./talks";

// Fetched as soon as one is signed in: it sends answers that wait and looks what is new.
const Matching = fetched(() => import("../matching"));
const Desk = fetched(() => import("./desk"));

/** A conversation; that of two who were brought together has more around it, once it has come. */
function Talk({ conversation }: { conversation: string }) {
  const kind = conversations.value.get(conversation)?.kind;
  const around = isMatched.value && kind === "pair";
  return (
    <TalkView
      conversation={conversation}
      head={kind === "group" &&
        <Care quiet show={({ GroupNote }) => <GroupNote conversation={conversation} />} />}
      above={kind === "group"
        ? <Care quiet show={({ GroupHead }) => <GroupHead conversation={conversation} />} />
        : around && <Matching quiet show={({ TalkMatch }) => <TalkMatch conversation={conversation} />} />}
      below={around && <Matching quiet show={({ TalkWayOut }) => <TalkWayOut conversation={conversation} />} />}
    />
  );
}

type TalkRoute = Extract<Route, { conversation: string }>;

/** The pages that belong to one conversation. */
function OfTalk({ now }: { now: TalkRoute }) {
  const { conversation } = now;
  switch (now.view) {
    case "talk":
      return <Talk key={conversation} conversation={conversation} />;
    case "members":
      return <MembersView key={conversation} conversation={conversation} from={now.from} />;
    case "find-in":
      return <Care show={({ FindView }) => <FindView conversation={conversation} />} />;
    case "group":
      return <Care show={({ GroupView }) => <GroupView conversation={conversation} />} />;
    case "meeting":
      return (
        <Care show={({ MeetingView }) => (
          <MeetingView conversation={conversation} meeting={now.meeting} />
        )} />
      );
    case "keep":
      return <Keeping show={({ KeepView }) => <KeepView conversation={conversation} />} />;
    case "report":
      return (
        <Care show={({ ReportView }) => (
          <ReportView conversation={conversation} seq={now.seq} person={now.person} />
        )} />
      );
  }
}

function CurrentView() {
  const now = route.value;
  switch (now.view) {
    case "talks":
      return <TalksView />;
    case "today":
      return <Matching show={({ TodayView }) => <TodayView />} />;
    case "story":
      return <Matching show={({ StoryView }) => <StoryView step={now.step} />} />;
    case "consents":
      return <Matching show={({ ConsentsView }) => <ConsentsView />} />;
    case "check":
      return <Matching show={({ CheckView }) => <CheckView />} />;
    case "match":
      return <Matching show={({ MatchView }) => <MatchView key={now.match} match={now.match} />} />;
    case "me":
      return <MeView />;
    case "help":
      return <Care show={({ HelpView }) => <HelpView />} />;
    case "find":
      return <Care show={({ FindView }) => <FindView conversation={undefined} />} />;
    case "copy":
      return <Care show={({ CopyView }) => <CopyView />} />;
    case "erase":
      return <Care show={({ EraseView }) => <EraseView />} />;
    case "notices":
      return <Care show={({ NoticesView }) => <NoticesView />} />;
    case "safe-contact":
      return <Care show={({ SafeContactView }) => <SafeContactView />} />;
    case "reports":
      return <Care show={({ ReportsView }) => <ReportsView />} />;
    case "desk":
      return <Desk show={({ DeskView }) => <DeskView />} />;
    default:
      // Left, or taken out: the conversation is no longer there, and the list says what is.
      return conversations.value.has(now.conversation) ? <OfTalk now={now} /> : <TalksView />;
  }
}

/** On a wide screen the list of conversations stands beside the one that is open. */
function Beside() {
  const now = route.value;
  const isTalk = now.view === "talk" && conversations.value.has(now.conversation);
  return isTalk
    ? <nav class="beside" aria-label={words.talksTitle}><TalkList /></nav>
    : null;
}

function Content() {
  if (route.value.view === "help" && signedIn.value !== "yes") {
    return <Care show={({ HelpView }) => <HelpView />} />;
  }
  if (invitation.value !== null) {
    return <AcceptInviteView />;
  }
  switch (signedIn.value) {
    case "unknown":
      return <section class="page narrow"><p class="quiet">{words.wait}</p></section>;
    case "no":
      return <SignInView />;
    case "set_up":
      return <Account show={({ SecondFactorView }) => <SecondFactorView />} />;
    case "yes":
      return (
        <div class="panes">
          <Beside />
          <CurrentView />
          {isMatched.value && <Matching quiet show={() => null} />}
          <Care quiet show={() => null} />
          <Account quiet show={() => null} />
        </div>
      );
  }
}

export function App() {
  return <Shell><Content /></Shell>;
}
