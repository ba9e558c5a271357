// The way from a message that a lead knows of to asking that the talk around it is opened.
import { startAsking } from "../models/desk-openings";
import { hasRole } from "../models/roles";
import { go } from "../models/routes";
import { leadWords as text } from "../strings-lead";
import type { RowAction } from "./desk-form";

/** The action in a row; none where no message is named, or for somebody who may not ask. */
export function askToOpen(
  conversation: string | undefined, seq: number | undefined, about: string,
): RowAction[] {
  if (conversation === undefined || seq === undefined || !hasRole("safeguarding_lead")) {
    return [];
  }
  const act = () => {
    startAsking({ conversation, seq, about });
    go({ view: "desk", page: "openings" });
  };
  return [{ label: text.askOpening, act }];
}
