import { promiseAt } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** Logs that an answer holds only where its provider tells them. */
const toldByProviders: ReadonlySet<string> = new Set([
  "served_model",
  "usage_units",
  "cost_or_balance",
  "cost",
]);

/** `required_logs` (C7: requested, served, family, usage compared in logs). */
export function evidencePromise(written: WrittenPolicy): readonly Promised[] {
  const { required_logs: logs = [] } = written.shape.evidence ?? {};
  if (logs.length === 0) return [];
  const metric = "evidence_complete_rate";
  const expected = (status: "pass" | "fail") =>
    ({ attempts: [], mayGoOn: true, gate: { metric, status } }) as const;
  const whole = {
    words: "an answer that tells all",
    request: written.request,
    script: allSay(written.answer),
    expected: expected("pass"),
  };
  const mute = {
    words: "an answer without model, usage and cost",
    request: written.request,
    script: allSay({ ...written.answer, isMute: true }),
    expected: expected("fail"),
  };
  return [
    promiseAt(written, ["evidence", "required_logs"], {
      kind: "evidence",
      id: "evidence.required_logs",
      words: "every outcome holds the logs; the gate of a run fails where one does not",
      drills: logs.some((log) => toldByProviders.has(log)) ? [whole, mute] : [whole],
    }),
  ];
}
