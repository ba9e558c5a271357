// A cover over what one is writing, if one likes: hard words need not jump at anybody.
import { useLayoutEffect, useRef } from "preact/hooks";
import { limits } from "#protocol";
import { composing, setCover } from "../models/composing";
import { words } from "../strings";
import { focusComposer } from "./composer";

function Label({ value }: { value: string }) {
  const box = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => { box.current?.focus(); }, []);
  const end = () => {
    setCover(null);
    focusComposer();
  };
  return (
    <div class="cover-field">
      <label for="cover">{words.coverLabel}</label>
      <input
        id="cover" type="text" maxLength={limits.cover_chars} value={value} ref={box} dir="auto"
        autocomplete="off" onInput={(event) => setCover(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && !event.ctrlKey && event.preventDefault()}
      />
      <button type="button" onClick={end}>{words.coverNone}</button>
    </div>
  );
}

export function CoverField() {
  const { cover } = composing.value;
  if (cover !== null) {
    return <Label value={cover} />;
  }
  return (
    <button type="button" class="plain-button small" onClick={() => setCover("")}>
      {words.coverPut}
    </button>
  );
}
