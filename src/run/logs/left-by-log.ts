import type { Clock } from "../../core/clock.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { viewOf } from "../../core/request-view.ts";
import { executeTrial, type ReplayArm } from "../../replay/execute-trial.ts";
import { logCalls } from "../calls/open-calls.ts";
import type { CallSession } from "../session.ts";
import { isCallable } from "./callable-only.ts";

/** Nothing waits on it, so that no time passes. */
const stillClock: Clock = {
  nowMs: () => 0,
  sleep: <Value>(_durationMs: number, _signal: AbortSignal, value?: Value) =>
    Promise.resolve(value as Value),
};

/**
 * Which trials a request log leaves to the models, found out by replaying them on it. Of a policy
 * that has to ask somebody before it decides nobody knows yet: all that can be called is left.
 */
export function leftByLog(
  session: Pick<CallSession, "inputs" | "options" | "arms" | "world">,
  asOfMs: number,
): (record: ReplayRecord, arm: ReplayArm) => Promise<boolean> {
  const { inputs, arms } = session;
  const world = {
    arms,
    routes: inputs.registry.routes,
    provider: logCalls(session).provider,
    scorer: inputs.scorer,
    clock: stillClock,
    asOfMs,
    signal: new AbortController().signal,
    streams: false,
  };
  return async (record, arm) => {
    if (!isCallable(record, true)) return false;
    if (arm.router.advice !== undefined) return true;
    const trial = { record, view: viewOf(record), arm: arms.indexOf(arm), repeat: 0 };
    const { ending } = await executeTrial(trial, world);
    return ending.kind === "not_covered";
  };
}
