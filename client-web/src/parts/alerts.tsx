// Alerts that nobody looks after yet, on top of every page of a lead's desk.
import { whenWords } from "../lib/dates";
import type { AlertRow } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  acknowledge, alerts, alertsTask, channels, isLead, loadAlerts, unscanned,
} from "../models/desk-safety";
import { tell } from "../models/state";
import { careDeskWords as text } from "../strings-care-desk";
import { FormError } from "./field";

async function take(alert: AlertRow): Promise<void> {
  const came = await acknowledge(alert);
  if (came !== "failed") {
    tell(came === "done" ? text.acknowledged : text.alertMore);
  }
}

function aboutWords(alert: AlertRow): string {
  return alert.concern === undefined
    ? alert.risks.map((risk) => text.risks[risk] ?? risk).join(", ") : text.alertConcern;
}

function Alert({ alert }: { alert: AlertRow }) {
  const count = alert.messages ?? 0;
  return (
    <li>
      <p>
        <strong>{text.alertLine(aboutWords(alert), whenWords(alert.at))}</strong>
        {count > 1 && `, ${text.alertMessages(count)}`}, {text.alertCalls(alert.calls)}.
        {alert.case !== undefined && ` ${text.alertOpen}`}
        {alert.concern !== undefined && ` ${text.alertOpenConcern}`}
      </p>
      {!alert.reached && <p class="hint">{text.alertNotReached}</p>}
      <button
        type="button" class="strong" disabled={alertsTask.busy.value}
        onClick={() => void take(alert)}
      >
        {text.acknowledge}
      </button>
    </li>
  );
}

export function Alerts() {
  useDesk(loadAlerts, alertsTask);
  const failing = unscanned.value;
  if (!isLead() || (alerts.value.length + failing === 0 && alertsTask.error.value === null)) {
    return null;
  }
  return (
    <section class="alerts" role="alert" aria-label={text.alertsTitle}>
      <h2>{text.alertsTitle}</h2>
      <FormError text={alertsTask.error.value} />
      {failing > 0 && <p class="notice-line">{text.alertsUnscanned(failing)}</p>}
      <ul>{alerts.value.map((alert) => <Alert key={alert.alert} alert={alert} />)}</ul>
    </section>
  );
}

/** Honest words where nobody can be called. */
export function ChannelLine() {
  const ways = channels.value;
  return ways && !ways.mail && !ways.command
    ? <p class="notice-line">{text.noChannel}</p> : null;
}
