// One's own reports with what came of them, decisions about what one wrote, and when a private
// talk was opened.
import { useEffect } from "preact/hooks";
import { dateWords, momentWords, whenWords } from "../lib/dates";
import { untilWords } from "../lib/soon";
import type { Concern, Opening, OwnDecision, OwnReport } from "../lib/wire";
import { addToReport, appeal, loadReports, ownReports } from "../models/reports";
import { lookedAtNews } from "../models/reports-news";
import { away, link, tell } from "../models/state";
import { newTask } from "../models/task";
import { titleOf } from "../models/titles";
import { DecisionNotice, TeamSays } from "../parts/decision-notice";
import { PageOfMe } from "../parts/page-of-me";
import { promiseWords } from "../parts/report-receipt";
import { SayMore } from "../parts/say-more";
import { careWords } from "../strings-care";
import { words } from "../strings";

const task = newTask();

async function run(work: () => Promise<true>, done: string): Promise<true | null> {
  const made = await task.run(work);
  if (made) {
    tell(done);
  }
  return made;
}

/** Asks that somebody else looks again, while that is possible. */
function AskAgain({ id, which, until }: {
  id: string; which: { report: string } | { case: string }; until: number | undefined;
}) {
  return (
    <>
      {until !== undefined && "report" in which && (
        <p class="hint">{careWords.seeItDifferently(dateWords(until))}</p>
      )}
      <SayMore
        id={id} open={careWords.askAgain} label={careWords.askAgainWhy} task={task}
        onSend={(text) => run(() => appeal(which, text), careWords.askedAgain)}
      />
    </>
  );
}

function stateWords(report: OwnReport): string {
  if (report.state === "received" || report.state === "being_looked_at") {
    return `${careWords.reportStates[report.state]} ${promiseWords(report)}`;
  }
  return report.outcome === undefined
    ? careWords.reportStates[report.state] ?? "" : careWords.outcomes[report.outcome] ?? "";
}

function ReportCard({ report }: { report: OwnReport }) {
  const { number, question } = report;
  const isOpen = report.state !== "decided" && report.state !== "closed";
  return (
    <section class="card" aria-label={careWords.reportTitle(number)}>
      <h2>{careWords.reportTitle(number)}</h2>
      <p class="hint">{careWords.about[report.about]} · {whenWords(report.at)}</p>
      <p>{stateWords(report)}</p>
      {question && <div class="quoted"><p class="small-title">{careWords.weAsk}</p><blockquote dir="auto">{question}</blockquote></div>}
      <TeamSays text={report.text} />
      {report.appeal && <p>{careWords.appeals[report.appeal]}</p>}
      {isOpen && (
        <SayMore
          id={`add-${report.report}`} task={task} strong={question !== undefined}
          open={question ? careWords.answerIt : careWords.addToIt}
          label={question ? careWords.yourAnswer : careWords.addLabel}
          onSend={(text) => run(() => addToReport(report.report, text), careWords.added)}
        />
      )}
      {report.mine_to_appeal === true && (
        <AskAgain
          id={`again-${report.report}`} which={{ report: report.report }}
          until={report.appeal_until}
        />
      )}
    </section>
  );
}

function DecisionCard({ decision }: { decision: OwnDecision }) {
  const { excerpt, rule_text, text, until, appeal: state, appeal_until, decide_by } = decision;
  return (
    <DecisionNotice
      {...{ excerpt, rule_text, text, until, decide_by }} appeal={state}
      appeal_until={decision.mine_to_appeal === true ? appeal_until : undefined}
      decision={decision.decision} number={decision.number} at={decision.at}
    >
      {decision.mine_to_appeal === true && (
        <AskAgain id={`again-${decision.case}`} which={{ case: decision.case }} until={appeal_until} />
      )}
    </DecisionNotice>
  );
}

function ConcernLine({ concern }: { concern: Concern }) {
  const state = careWords.concernStates[concern.status] ?? "";
  return (
    <li>
      <p><strong>{careWords.reportTitle(concern.number)}</strong> · {whenWords(concern.raised_at)}</p>
      <p>
        {state}
        {concern.status === "received" && concern.look_by !== undefined &&
          ` ${careWords.looksBy(careWords.lookers["safeguarding_lead"] ?? "", untilWords(concern.look_by))}`}
      </p>
    </li>
  );
}

function OpeningLine({ opening }: { opening: Opening }) {
  return (
    <li>
      <p>{careWords.opened(titleOf(opening.conversation), momentWords(opening.at))}</p>
      <p>{careWords.openedWhy[opening.why]}</p>
    </li>
  );
}

function Nothing() {
  if (ownReports.value === null) {
    return <p class="quiet">{away.value ? words.linkWaiting : words.wait}</p>;
  }
  return <p class="quiet">{careWords.noReports}</p>;
}

export function ReportsView() {
  useEffect(() => {
    task.clear();
    if (link.value === "live") {
      void loadReports().then(lookedAtNews);
    }
  }, [link.value]);
  const { reports = [], decisions = [], concerns = [], openings = [] } = ownReports.value ?? {};
  const isEmpty = reports.length + decisions.length + concerns.length + openings.length === 0;
  return (
    <PageOfMe title={words.myReports} intro={careWords.reportsIntro}>
      {isEmpty && <Nothing />}
      {decisions.map((one) => <DecisionCard key={one.case} decision={one} />)}
      {reports.map((one) => <ReportCard key={one.report} report={one} />)}
      {concerns.length > 0 && (
        <section class="card">
          <h2>{careWords.concernsTitle}</h2>
          <ul class="plain">{concerns.map((one) => <ConcernLine key={one.concern} concern={one} />)}</ul>
        </section>
      )}
      {openings.length > 0 && (
        <section class="card">
          <h2>{careWords.openingsTitle}</h2>
          <ul class="plain">{openings.map((one) => <OpeningLine key={one.opening} opening={one} />)}</ul>
        </section>
      )}
    </PageOfMe>
  );
}
