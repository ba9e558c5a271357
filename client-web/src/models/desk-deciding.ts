// Deciding about what a run proposes: begin one, approve, reject, one by one or all.
import { signal } from "@preact/signals";
import { asRpcError } from "../lib/rpc-error";
import { errorWords } from "../lib/error-words";
import { gateWords } from "../lib/gate-words";
import { pairName } from "../lib/names";
import type { Proposal } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";
import {
  awaitedRun, loadMatching, matchingTask, proposalTable, shown, undecided,
} from "./desk-matching";
import { request } from "./request";
import { say, tell } from "./state";

/** A refusal in words: the gate that has closed, or what stands against it. */
export function explainPair(cause: unknown): string {
  const error = asRpcError(cause);
  if (error.kind !== "wrong_state" || error.field === null) {
    return errorWords(cause);
  }
  return error.field === "contradictory_lock"
    ? deskWords.contradictory : deskWords.pairNo(gateWords(error.field));
}

function explainRun(cause: unknown): string {
  return asRpcError(cause).kind === "conflict" ? deskWords.runUnderWay : errorWords(cause);
}

export async function loadAgain(): Promise<void> {
  await loadMatching().catch((cause: unknown) => matchingTask.explain(cause));
}

export async function startRun(lane: "urgent" | "weekly"): Promise<void> {
  const made = await matchingTask.run(() => request("matching.run", { lane }), explainRun);
  if (made) {
    awaitedRun.value = made.run;
    tell(deskWords.runAsked);
    await loadAgain();
  }
}

function pairOf(one: Proposal) {
  return {
    run: shown.value?.run.run ?? "", carer: one.carer.person, supporter: one.supporter.person,
  };
}

export async function decide(method: "approve" | "reject", one: Proposal): Promise<void> {
  const done = await proposalTable.task.run(
    () => request(`matching.${method}`, pairOf(one)), explainPair);
  if (done) {
    proposalTable.asked.value = null;
    tell((method === "approve" ? deskWords.approved : deskWords.rejected)(pairName(one)));
    await loadAgain();
  }
}

/** How far "approve all" has come, and what it could not do. */
export const approving = signal<{ at: number; of: number } | null>(null);
export const notApproved = signal<readonly string[]>([]);

export async function approveAll(): Promise<void> {
  const pairs = undecided.value;
  const refused: string[] = [];
  for (const [i, one] of pairs.entries()) {
    approving.value = { at: i + 1, of: pairs.length };
    try {
      await request("matching.approve", pairOf(one));
    } catch (cause) {
      refused.push(`${pairName(one)}. ${explainPair(cause)}`);
    }
  }
  approving.value = null;
  notApproved.value = refused;
  tell(deskWords.approvedAll(pairs.length - refused.length));
  if (refused.length > 0) {
    say(`${deskWords.approvedAll(pairs.length - refused.length)} ${deskWords.notApproved} ${refused.join(" ")}`);
  }
  await loadAgain();
}
