import type { GateResult, PolicyComparison } from "../../core/comparison.ts";
import { gateMarks, limitText, observedText, worstFirst } from "../gate-text.ts";
import { countText } from "../numbers.ts";
import type { RunReport } from "../run-report.ts";
import { runResult, verdictWords } from "../run-result.ts";
import { shortened } from "../visible-text.ts";
import type { Annotation } from "./workflow-command.ts";

/** GitHub shows this many annotations of one step and level, and drops the others silently. */
const MOST_ANNOTATIONS = 10;

const MESSAGE_CHARS = 400;

/**
 * What a job's page shows of a run, the worst first: why its verdict does not count, gates that
 * failed, gates that are open, and at the end the verdict and where all of it stands.
 */
export function annotationsOf(report: RunReport): readonly Annotation[] {
  const found = [...ofRun(report), ...ofGates(report), ...ofVerdicts(report)];
  const shown = found.slice(0, MOST_ANNOTATIONS - 1);
  return [...shown, conclusion(report, found.length - shown.length)];
}

function ofRun(report: RunReport): readonly Annotation[] {
  const { word, withheld } = runResult(report);
  if (withheld === undefined) return [];
  return [{ level: "error", title: `routeproof: ${word}`, message: short(withheld) }];
}

interface AskedGate {
  readonly one: PolicyComparison;
  readonly gate: GateResult;
}

/** Gates of every candidate that do not pass: failed before open, whatever candidate they are of. */
function ofGates(report: RunReport): readonly Annotation[] {
  const { comparisons, baseline } = report.comparison;
  const asked = comparisons.flatMap((one) => one.gates.map((gate): AskedGate => ({ one, gate })));
  const byGate = new Map(asked.map((found) => [found.gate, found]));
  return worstFirst(asked.map(({ gate }) => gate))
    .filter(({ status }) => status !== "pass")
    .flatMap((gate) => {
      const one = byGate.get(gate)?.one;
      return one === undefined ? [] : [ofGate(report, one, gate, baseline)];
    });
}

function ofGate(
  report: RunReport,
  { candidate }: PolicyComparison,
  gate: GateResult,
  baseline: string,
): Annotation {
  const { word } = gateMarks[gate.status];
  return {
    level: gate.status === "fail" ? levelOfFailure(report) : "warning",
    title: `routeproof: gate ${word}: ${short(gate.id)}`,
    message: short(
      `${candidate} against ${baseline}: observed ${observedText(gate)}, limit ${limitText(gate)}`,
    ),
  };
}

/** Where another candidate keeps the job green or yellow, a failed gate is no error of the job. */
function levelOfFailure(report: RunReport): Annotation["level"] {
  return runResult(report).lamp === "red" ? "error" : "warning";
}

/** Verdicts that no gate explains: guard segments, or a pair that cannot be compared. */
function ofVerdicts(report: RunReport): readonly Annotation[] {
  const { baseline, comparisons } = report.comparison;
  return comparisons.flatMap(({ candidate, verdict, gates }): readonly Annotation[] => {
    if (verdict.decision === "promote") return [];
    const wanted = verdict.decision === "reject" ? "fail" : "inconclusive";
    if (gates.some(({ status }) => status === wanted)) return [];
    const why = verdict.reasons[0] ?? "no reason was given";
    return [
      {
        level: verdict.decision === "reject" ? levelOfFailure(report) : "warning",
        title: `routeproof: ${verdictWords[verdict.decision]}`,
        message: short(`${candidate} against ${baseline}: ${why}`),
      },
    ];
  });
}

function conclusion(report: RunReport, leftOut: number): Annotation {
  const { word, exitCode } = runResult(report);
  const { baseline, candidates } = report.comparison;
  const more = leftOut > 0 ? `${countText(leftOut)} more in the report; ` : "";
  const pair = `${candidates.join(", ")} against ${baseline}`;
  return {
    level: "notice",
    title: `routeproof: ${word}, exit code ${exitCode}`,
    message: `${short(pair)}; ${more}all of it: ${short(report.folder)}`,
  };
}

function short(text: string): string {
  return shortened(text, MESSAGE_CHARS);
}
