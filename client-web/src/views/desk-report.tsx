// The report: plain tables, as they are printed and sent.
import { dateWords } from "../lib/dates";
import { ownAreas } from "../models/desk";
import { useDesk } from "../models/desk-live";
import {
  areaNames, loadReport, report, reportArea, type ReportTable, reportTables, reportTask,
} from "../models/desk-report";
import { FormError, Select } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

function Figures({ table }: { table: ReportTable }) {
  const [first, ...others] = table.heads;
  return (
    <div class="wide" role="region" aria-label={table.title} tabIndex={0}>
      <table class="plain-table">
        <caption>{table.title}</caption>
        <thead>
          <tr>
            {first === "" ? <td /> : <th scope="col">{first}</th>}
            {others.map((head) => <th scope="col" key={head}>{head}</th>)}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => <td key={others[at]}>{cell}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ChooseArea() {
  const areas = [{ value: "", label: deskWords.allAreas }].concat(
    ownAreas.value.map(({ id, name }) => ({ value: id, label: name })));
  return ownAreas.value.length < 2 ? null : (
    <Select
      name="report-area" label={deskWords.area} options={areas} value={reportArea.value}
      onChange={(value) => { reportArea.value = value; }}
    />
  );
}

export function DeskReport() {
  useDesk(loadReport, reportTask, reportArea.value);
  const now = report.value;
  return (
    <>
      <PageHeading>{deskWords.reportTitle}</PageHeading>
      <p class="hint">{deskWords.reportText}</p>
      <FormError text={reportTask.error.value} />
      <div class="filters no-print">
        <ChooseArea />
        <button type="button" onClick={() => print()}>{deskWords.print}</button>
      </div>
      {now === null && <p class="quiet">{reportTask.error.value ? "" : words.wait}</p>}
      {now && <p>{deskWords.reportAt(dateWords(now.at))}</p>}
      {now && reportTables(now, areaNames()).map(
        (table) => <Figures key={table.title} table={table} />)}
    </>
  );
}
