// A password with a way to see what one types: old fingers and small keys.
import { useState } from "preact/hooks";
import { words } from "../strings";
import { Field, type FieldProps } from "./field";

export function PasswordField(props: FieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Field {...props} type={shown ? "text" : "password"} plain max={256} />
      <label class="tick">
        <input
          type="checkbox" checked={shown}
          onChange={(event) => setShown(event.currentTarget.checked)}
        />
        {words.showPassword}
      </label>
    </>
  );
}
