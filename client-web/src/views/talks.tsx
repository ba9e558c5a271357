// The first page after signing in: one's conversations, groups to join, what could not be sent.
import { go, goInstead, type Route } from "../models/routes";
import { request } from "../models/request";
import { conversations, hasNews, hasReportNews, link, openGroups, outbox, tell } from "../models/state";
import { refreshList } from "../models/sync";
import { newTask } from "../models/task";
import { talks } from "../models/titles";
import { Account } from "../parts/account";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { TalkList } from "../parts/talk-list";
import { UnsentMessage } from "../parts/unsent-message";
import { words } from "../strings";

const joining = newTask();

async function join(id: string, title: string): Promise<void> {
  const done = await joining.run(async () => {
    await request("conversation.join", { conversation: id });
    await refreshList();
    return true;
  });
  if (done) {
    tell(words.joined(title));
    goInstead({ view: "talk", conversation: id });
  }
}

function OpenGroups() {
  const groups = openGroups.value.filter((group) => !conversations.value.has(group.id));
  if (groups.length === 0) {
    return null;
  }
  return (
    <section class="card">
      <h2>{words.openGroups}</h2>
      <FormError text={joining.error.value} />
      <ul class="plain">
        {groups.map((group) => (
          <li key={group.id}>
            <button
              type="button" disabled={joining.busy.value || link.value !== "live"}
              onClick={() => void join(group.id, group.title)}
            >
              {words.joinGroup(group.title)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Words that were refused in a conversation that is no longer there: they never vanish. */
function UnsentElsewhere() {
  const items = outbox.value.filter(
    (item) => item.state === "refused" && !conversations.value.has(item.conversation));
  if (items.length === 0) {
    return null;
  }
  return (
    <section class="card">
      <h2>{words.unsentElsewhere}</h2>
      <ol class="plain">
        {items.map((item) => <UnsentMessage key={item.cid} item={item} onWrite={null} />)}
      </ol>
    </section>
  );
}

/** Something waits on another page: said in words, not counted. */
function News({ text, to, label }: { text: string; to: Route; label: string }) {
  return (
    <section class="card">
      <p>{text}</p>
      <div class="row"><button type="button" onClick={() => go(to)}>{label}</button></div>
    </section>
  );
}

export function TalksView() {
  return (
    <section class="page talks-page">
      <PageHeading>{words.talksTitle}</PageHeading>
      <Account quiet show={({ AccountNotices }) => <AccountNotices />} />
      {hasNews.value && (
        <News text={words.todayNews} to={{ view: "today" }} label={words.toToday} />
      )}
      {hasReportNews.value && (
        <News text={words.reportNews} to={{ view: "reports" }} label={words.myReports} />
      )}
      <UnsentElsewhere />
      <TalkList />
      {talks().length > 0 && (
        <div class="row">
          <button type="button" onClick={() => go({ view: "find" })}>{words.find}</button>
        </div>
      )}
      <OpenGroups />
    </section>
  );
}
