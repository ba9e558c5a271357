// Alerts that nobody looks after yet, on top of every page of a lead's desk.
import { whenWords } from "../lib/dates";
import type { AlertRow } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  acknowledge, alerts, alertsTask, channels, isLead, loadAlerts,
} from "../models/desk-safety";
import { tell } from "../models/state";
import { careDeskWords as text } from "../strings-care-desk";
import { FormError } from "./field";

async function take(alert: AlertRow): Promise<void> {
  if (await acknowledge(alert.alert)) {
    tell(text.acknowledged);
  }
}

function Alert({ alert }: { alert: AlertRow }) {
  const risks = alert.risks.map((risk) => text.risks[risk] ?? risk).join(", ");
  return (
    <li>
      <p>
        <strong>{text.alertLine(risks, whenWords(alert.at))}</strong>, {text.alertCalls(alert.calls)}.
        {alert.case !== undefined && ` ${text.alertOpen}`}
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
  if (!isLead() || (alerts.value.length === 0 && alertsTask.error.value === null)) {
    return null;
  }
  return (
    <section class="alerts" role="alert" aria-label={text.alertsTitle}>
      <h2>{text.alertsTitle}</h2>
      <FormError text={alertsTask.error.value} />
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
