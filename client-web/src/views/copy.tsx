// A copy of everything that is kept about oneself: what is in it, making it, saving it.
import { useEffect } from "preact/hooks";
import { saveFile } from "../lib/save-file";
import {
  copyAsData, copyAsPage, copying, copyOn, forgetCopy, startCopy, stopCopy, type Copying,
  type PageWriter,
} from "../models/copying";
import { link, say } from "../models/state";
import { fetched } from "../parts/fetched";
import { PageOfMe } from "../parts/page-of-me";
import { copyWords } from "../strings-copy";

// With the words for everything that may be in a copy: for whoever wants one.
const Writer = fetched(() => import("../models/copy-page"));

function stateWords({ state, messages }: Copying): string {
  switch (state) {
    case "idle":
      return "";
    case "copying":
    case "stopped":
      return copyWords.copying(messages);
    case "broken":
      return copyWords.broke;
    case "ready":
      return copyWords.ready(messages);
  }
}

function Buttons({ state, writer }: Copying & { writer: PageWriter }) {
  const isLive = link.value === "live";
  switch (state) {
    case "idle":
      return (
        <button type="button" class="strong" disabled={!isLive} onClick={() => void startCopy(writer)}>
          {copyWords.make}
        </button>
      );
    case "copying":
      return <button type="button" onClick={stopCopy}>{copyWords.stop}</button>;
    case "stopped":
    case "broken":
      return (
        <button type="button" class="strong" disabled={!isLive} onClick={() => void copyOn()}>
          {copyWords.goOn}
        </button>
      );
    case "ready":
      return (
        <>
          <button
            type="button" class="strong"
            onClick={() => saveFile(copyWords.pageFile, copyAsPage())}
          >
            {copyWords.savePage}
          </button>
          <button type="button" onClick={() => saveFile(copyWords.dataFile, copyAsData())}>
            {copyWords.saveData}
          </button>
          <button type="button" disabled={!isLive} onClick={() => void startCopy(writer)}>
            {copyWords.again}
          </button>
        </>
      );
  }
}

export function CopyView() {
  const now = copying.value;
  useEffect(() => forgetCopy, []);
  useEffect(() => {
    if (now.state === "ready" || now.state === "broken") {
      say(stateWords(now));
    }
  }, [now.state]);
  return (
    <PageOfMe title={copyWords.title} intro={copyWords.intro}>
      <section class="card">
        <h2>{copyWords.inTitle}</h2>
        <ul class="dotted">{copyWords.inList.map((line) => <li key={line}>{line}</li>)}</ul>
        <h2>{copyWords.outTitle}</h2>
        <p>{copyWords.outText}</p>
      </section>
      <section class="card">
        <p>{copyWords.careful}</p>
        <p class={now.state === "broken" ? "error" : "quiet"}>{stateWords(now)}</p>
        <div class="row"><Writer show={(writer) => <Buttons {...now} writer={writer} />} /></div>
      </section>
    </PageOfMe>
  );
}
