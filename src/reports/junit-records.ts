import type { Attempt } from "../core/attempt.ts";
import { infrastructureKinds } from "../core/failure.ts";
import type { Outcome } from "../core/outcome.ts";
import { html, type Html } from "./html-text.ts";
import { plainDecimal, rateText } from "./numbers.ts";
import { endingText, resultText, totalCostText, waitedInAllMs } from "./outcome-words.ts";
import { shortened } from "./visible-text.ts";

/** What a suite's head says before its first case is written. */
export interface CaseCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/** One candidate's outcome of a record, and what the baseline made of the same. */
export interface RecordCase {
  /** `candidate vs baseline`. */
  readonly pair: string;
  readonly candidate: Outcome;
  /** Undefined: the baseline has no outcome of it. */
  readonly baseline: Outcome | undefined;
}

const LONGEST_CHARS = 2_000;

/** The file's head; the cases of every suite follow, then `junitEnd`. */
export function junitHead(name: string, counts: CaseCounts): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open("testsuites", name, counts)}\n`;
}

/** The file's end, after its last suite. */
export const junitEnd = "</testsuites>\n";

/** A suite's head; its cases follow, then `suiteEnd`. */
export function suiteHead(pair: string, counts: CaseCounts): string {
  return `${open("testsuite", pair, counts)}\n`;
}

/** A suite's end, after its last case. */
export const suiteEnd = "</testsuite>\n";

function open(element: "testsuites" | "testsuite", name: string, counts: CaseCounts): string {
  const { tests, failures, errors, skipped } = counts;
  const attributes = html`name="${name}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
  return `<${element} ${String(attributes)}>`;
}

/**
 * A record as a test case: an error where our own set-up failed it, a failure where it was not
 * accepted, a flaky pass where a call failed before the one that was.
 */
export function recordCase({ pair, candidate, baseline }: RecordCase): string {
  const { recordId, repeat, attempts } = candidate;
  const name = repeat === 0 ? recordId : `${recordId} (repeat ${repeat + 1})`;
  const latencyMs = waitedInAllMs(attempts);
  const time =
    latencyMs === undefined ? undefined : html` time="${plainDecimal(latencyMs / 1000)}"`;
  const markup = html`<testcase classname="${pair}" name="${name}"${time}>${verdictOf(candidate, baseline)}<system-out>${facts(candidate)}</system-out></testcase>
`;
  return String(markup);
}

function verdictOf(candidate: Outcome, baseline: Outcome | undefined): Html | undefined {
  const { ending, grade, attempts } = candidate;
  if (ending.kind === "not_covered") return html`<skipped message="nothing is known of it"/>`;
  const before = attempts.slice(0, -1).filter(({ result }) => result.kind === "failure");
  if (grade.accepted) return html`${before.map((attempt) => retried("flakyFailure", attempt))}`;
  const message = cut(whyNot(candidate));
  const again = before.map((attempt) => retried("rerunFailure", attempt));
  if (ending.kind === "failed" && infrastructureKinds.has(ending.failure.kind)) {
    return html`<error type="${ending.failure.kind}" message="${message}"/>${again}`;
  }
  const type = baseline?.grade.accepted === true ? "new_failure" : "rejected";
  return html`<failure type="${type}" message="${message}"/>${again}`;
}

/** A call that failed before another was made, as Surefire writes it. */
function retried(element: "flakyFailure" | "rerunFailure", { result, route, kind }: Attempt): Html {
  const type = result.kind === "failure" ? result.failure.kind : result.kind;
  const message = cut(`${kind} on ${route}: ${resultText(result)}`);
  return element === "flakyFailure"
    ? html`<flakyFailure type="${type}" message="${message}"/>`
    : html`<rerunFailure type="${type}" message="${message}"/>`;
}

function whyNot({ ending, grade }: Outcome): string {
  if (ending.kind !== "answered") return endingText(ending);
  const missed = grade.scores.find(({ passed }) => passed !== true);
  return missed === undefined ? "not accepted" : `${missed.name}: ${missed.because}`;
}

function facts({ route, because, ending, attempts, grade }: Outcome): Html {
  const lines = [
    `route ${route ?? "none"}: ${because}`,
    `ended: ${endingText(ending)}, ${attempts.length} attempts, cost ${totalCostText(attempts)}`,
    ...grade.scores.map(({ name, value, because: words }) => {
      const shown = value === undefined ? "unscored" : rateText(value);
      return `${name} ${shown}: ${words}`;
    }),
  ];
  return html`${lines.map((line) => html`${cut(line)}\n`)}`;
}

function cut(text: string): string {
  return shortened(text, LONGEST_CHARS);
}
