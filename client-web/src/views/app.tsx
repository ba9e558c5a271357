// Which view is shown.
import { invitation, route } from "../models/routes";
import { conversations, isMatched, signedIn } from "../models/state";
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
  const isPair = conversations.value.get(conversation)?.kind === "pair";
  const around = isMatched.value && isPair;
  return (
    <TalkView
      conversation={conversation}
      above={around && <Matching quiet show={({ TalkMatch }) => <TalkMatch conversation={conversation} />} />}
      below={around && <Matching quiet show={({ TalkWayOut }) => <TalkWayOut conversation={conversation} />} />}
    />
  );
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
      return <Matching show={({ MatchView }) => <MatchView match={now.match} />} />;
    case "me":
      return <MeView />;
    case "desk":
      return <Desk show={({ DeskView }) => <DeskView />} />;
    case "talk":
    case "members":
      // Left, or taken out: the conversation is no longer there, and the list says what is.
      if (!conversations.value.has(now.conversation)) {
        return <TalksView />;
      }
      return now.view === "talk"
        ? <Talk key={now.conversation} conversation={now.conversation} />
        : <MembersView conversation={now.conversation} from={now.from} />;
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
  if (invitation.value !== null) {
    return <AcceptInviteView />;
  }
  switch (signedIn.value) {
    case "unknown":
      return <section class="page narrow"><p class="quiet">{words.wait}</p></section>;
    case "no":
      return <SignInView />;
    case "yes":
      return (
        <div class="panes">
          <Beside />
          <CurrentView />
          {isMatched.value && <Matching quiet show={() => null} />}
        </div>
      );
  }
}

export function App() {
  return <Shell><Content /></Shell>;
}
