import type { JoinPart } from "./fold-parts.ts";
import type { LogAttempt, LogLine } from "./log-line.ts";
import { orderedAttempt } from "./ordered-attempt.ts";
import { orderedLine } from "./ordered-line.ts";
import { toldOnce, withMeasures, type Correction } from "./told-calls.ts";
import { withMissing } from "./with-missing.ts";

/** A request, and what joining its parts came to. */
export interface FoldedRequest {
  readonly line: LogLine;
  /** Calls that were joined to an earlier one. */
  readonly folded: number;
  /** Calls that rows tell of and that have no row. */
  readonly unseen: number;
  readonly hasAnswer: boolean;
  /** What its rows said of calls one by one and is not so of all together; absent: nothing. */
  readonly corrections?: readonly Correction[];
}

/** The request that the parts of one chain make: its calls in order, then what asks and judges. */
export function joinCalls(parts: readonly JoinPart[]): FoldedRequest {
  const corrections: Correction[] = [];
  const told = toldOnce(parts.filter(isCall), corrections);
  const measures = parts.filter(({ kind }) => kind === "measure").map((part) => part.line());
  const calls = withMeasures(told, measures, corrections);
  const asked = parts.filter(({ kind }) => kind === "request").map((part) => part.line());
  const verdicts = parts.filter(({ kind }) => kind === "verdict").map((part) => part.line());
  const [ask] = asked;
  if (calls.length === 0 && ask !== undefined) return unanswered(judged(ask, verdicts));
  const joined = joinedCalls(calls, asked);
  return {
    ...joined,
    line: orderedLine(judged(joined.line, verdicts)),
    ...(corrections.length > 0 && { corrections }),
  };
}

function isCall({ kind }: JoinPart): boolean {
  return kind === "call" || kind === "answer";
}

function joinedCalls(calls: readonly JoinPart[], asked: readonly LogLine[]): FoldedRequest {
  const lines = [...calls.map((call) => call.line()), ...asked];
  const attempts = attemptsOf(calls.map((call) => call.line()));
  const model = asked[0]?.attempts[0]?.requested_model;
  const merged = lines.reduce((line, other) => withMissing(line, other));
  const saysInput = asked.length > 0 || calls.some(({ kind }) => kind === "call");
  const isRedacted = !saysInput || merged.messages === undefined || lines.every(isRedactedLine);
  return {
    line: {
      ...merged,
      redacted: isRedacted || undefined,
      at_ms: lines[0]?.at_ms ?? merged.at_ms,
      attempts: attempts.map((attempt) =>
        model === undefined || attempt.requested_model !== undefined
          ? attempt
          : orderedAttempt({ ...attempt, requested_model: model }),
      ),
    },
    folded: calls.length - 1,
    unseen: attempts.filter(({ unseen }) => unseen === true).length,
    hasAnswer: true,
  };
}

function isRedactedLine({ messages, redacted }: LogLine): boolean {
  return messages === undefined || redacted === true;
}

/**
 * The calls of a chain in order. What the last row tells of earlier calls is held against the rows
 * that are there, route by route: what has no row is unseen, at its place in the row's own list.
 */
function attemptsOf(chain: readonly LogLine[]): readonly LogAttempt[] {
  const shown = chain.map(({ attempts: all }) => all.at(-1)).filter((one) => one !== undefined);
  const last = shown.at(-1);
  const told = chain.at(-1)?.attempts.slice(0, -1) ?? [];
  if (last === undefined || told.length === 0) return shown;
  const left = shown.slice(0, -1);
  const attempts: LogAttempt[] = [];
  // Where fewer are missing than are told of, those without a row of their route are.
  let missing = Math.max(0, told.length - left.length);
  for (const unseen of told) {
    const [next] = left;
    const fits = next !== undefined && (unseen.route === undefined || unseen.route === next.route);
    if (next !== undefined && (fits || missing === 0)) attempts.push(...left.splice(0, 1));
    else if (missing > 0) {
      attempts.push(unseen);
      missing -= 1;
    }
  }
  return [...attempts, ...left, last];
}

function judged(line: LogLine, verdicts: readonly LogLine[]): LogLine {
  return verdicts.reduce<LogLine>(
    (judgedSoFar, { accepted, score, signals }) => ({
      ...judgedSoFar,
      accepted: bothAccept(judgedSoFar.accepted, accepted),
      score: score ?? judgedSoFar.score,
      signals: signals === undefined ? judgedSoFar.signals : { ...judgedSoFar.signals, ...signals },
    }),
    line,
  );
}

/** Of several verdicts one rejection decides, whichever came last. */
function bothAccept(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one && other;
}

/** A request that was sent and of which the log has neither an answer nor an error. */
function unanswered(line: LogLine): FoldedRequest {
  const requestedModel = line.attempts[0]?.requested_model;
  const detail = "the log holds neither an answer nor an error";
  const attempt: LogAttempt = {
    requested_model: requestedModel,
    error: { class: "invalid_response", detail },
  };
  return {
    line: orderedLine({ ...line, attempts: [attempt] }),
    folded: 0,
    unseen: 0,
    hasAnswer: false,
  };
}
