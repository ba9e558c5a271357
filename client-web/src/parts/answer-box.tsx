// The right box for a question's kind.
import { PREFER_NOT } from "../lib/fields";
import { type AnswerProps, ManyAnswer, OneAnswer } from "./answer-choices";
import { MarksAnswer } from "./answer-marks";
import { RankedAnswer } from "./answer-ranked";
import { TextAnswer } from "./answer-text";
import { TimesAnswer } from "./answer-times";

export function AnswerBox(props: AnswerProps) {
  switch (props.field.kind) {
    case "one":
      return <OneAnswer {...props} />;
    case "many":
      return props.field.name === "time_grid"
        ? <TimesAnswer {...props} /> : <ManyAnswer {...props} />;
    case "marks":
      return <MarksAnswer {...props} />;
    case "ranked":
      return <RankedAnswer {...props} />;
    case "text":
      return <TextAnswer key={props.values.includes(PREFER_NOT) ? "no" : "yes"} {...props} />;
  }
}
