import { lineFields, type LogAttempt, type LogLine } from "./log-line.ts";

/** A row of the log that speaks of a request, as a request of its own. */
export interface FoldedPart {
  readonly kind: "call" | "request" | "verdict";
  readonly line: LogLine;
  /** Of calls: milliseconds since 1970; absent: not logged. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Of a call: whether its row says anything of what was asked. */
  readonly saysInput: boolean;
}

export interface FoldRule {
  /** Whether a failed call belongs to the one that follows it. */
  readonly joinsFailures: boolean;
  readonly maxGapMs: number;
}

/** A request, and what joining its parts came to. */
export interface FoldedRequest {
  readonly line: LogLine;
  /** Calls that were joined to an earlier one. */
  readonly folded: number;
  /** Calls that rows tell of and that have no row. */
  readonly unseen: number;
  readonly hasAnswer: boolean;
}

/**
 * The requests among the rows of one key, which may be a trace, a session or a conversation. In the
 * order of time every call of a request but the last has failed: an answer closes it, and so does a
 * long time after a failure, or another prompt. Rows that only ask or only judge belong to the first
 * and to the last request. The order of the rows changes nothing; verdicts without a request are
 * left out.
 */
export function foldEvents(parts: readonly FoldedPart[], rule: FoldRule): readonly FoldedRequest[] {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "call") {
    const { attempts } = only.line;
    return [{ line: only.line, folded: 0, unseen: attempts.length - 1, hasAnswer: true }];
  }
  const asked = parts.filter(({ kind }) => kind === "request").map(({ line }) => line);
  const verdicts = parts.filter(({ kind }) => kind === "verdict").map(({ line }) => line);
  const chains = chainsOf(parts.filter(({ kind }) => kind === "call").sort(byTime), rule);
  if (chains.length === 0) {
    const [ask] = asked;
    return ask === undefined ? [] : [unanswered(judged(ask, verdicts))];
  }
  const ids = new Map<string, number>();
  return chains.map((chain, index) => {
    const request = joined(chain, index === 0 ? asked : []);
    const line = index === chains.length - 1 ? judged(request.line, verdicts) : request.line;
    return { ...request, line: { ...line, id: uniqueId(line.id, ids) } };
  });
}

/** Times first, then the rows' own order where a part was read earlier: `sort` keeps it. */
function byTime(one: FoldedPart, other: FoldedPart): number {
  if (one.startMs !== undefined && other.startMs !== undefined && one.startMs !== other.startMs) {
    return one.startMs - other.startMs;
  }
  if ((one.startMs === undefined) !== (other.startMs === undefined)) {
    return one.startMs === undefined ? 1 : -1;
  }
  // Of calls that start together a failed one goes first: it cannot follow its own answer.
  const failures = Number(hasFailed(other)) - Number(hasFailed(one));
  if (failures !== 0) return failures;
  return one.line.id < other.line.id ? -1 : Number(one.line.id > other.line.id);
}

function chainsOf(
  calls: readonly FoldedPart[],
  rule: FoldRule,
): readonly (readonly FoldedPart[])[] {
  const chains: FoldedPart[][] = [];
  let open: FoldedPart[] | undefined;
  for (const call of calls) {
    const last = open?.at(-1);
    if (open !== undefined && last !== undefined && belongs(last, call, rule)) open.push(call);
    else {
      open = [call];
      chains.push(open);
    }
  }
  return chains;
}

function belongs(last: FoldedPart, next: FoldedPart, rule: FoldRule): boolean {
  if (!rule.joinsFailures || !hasFailed(last)) return false;
  const from = last.endMs ?? last.startMs;
  if (from !== undefined && next.startMs !== undefined && next.startMs - from > rule.maxGapMs) {
    return false;
  }
  const [one, other] = [last.line.messages, next.line.messages];
  return one === undefined || other === undefined || sameText(one, other);
}

function sameText(one: LogLine["messages"], other: LogLine["messages"]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function hasFailed({ line }: FoldedPart): boolean {
  return line.attempts.at(-1)?.error !== undefined;
}

/** The request that a chain of calls makes, with what only a row without a call knows of it. */
function joined(chain: readonly FoldedPart[], asked: readonly LogLine[]): FoldedRequest {
  const attempts = attemptsOf(chain);
  const unseen = attempts.filter(({ unseen: isUnseen }) => isUnseen === true).length;
  const [first] = chain;
  const lines = [...chain.map(({ line }) => line), ...asked];
  const model = asked[0]?.attempts[0]?.requested_model;
  const requested = attempts.map((attempt) =>
    model === undefined || attempt.requested_model !== undefined
      ? attempt
      : { ...attempt, requested_model: model },
  );
  const saysInput = asked.length > 0 || chain.some((part) => part.saysInput);
  const merged = lines.reduce(withMissing);
  const isRedacted = !saysInput || merged.messages === undefined || lines.every(isRedactedLine);
  return {
    line: inOrder({
      ...merged,
      redacted: isRedacted || undefined,
      at_ms: first?.line.at_ms ?? merged.at_ms,
      attempts: requested,
    }),
    folded: chain.length - 1,
    unseen,
    hasAnswer: true,
  };
}

/** The same with its fields in the order of `LogLine`: what is equal is written equally. */
function inOrder(line: LogLine): LogLine {
  return Object.fromEntries(lineFields.map((field) => [field, line[field]])) as unknown as LogLine;
}

function isRedactedLine({ messages, redacted }: LogLine): boolean {
  return messages === undefined || redacted === true;
}

/** What a line lacks and another one of the same request has. */
function withMissing(line: LogLine, other: LogLine): LogLine {
  const filled = Object.entries(other).filter(
    ([key, value]) => value !== undefined && line[key as keyof LogLine] === undefined,
  );
  return filled.length === 0 ? line : { ...line, ...Object.fromEntries(filled) };
}

/**
 * The calls of a chain in order. What the last row tells of earlier calls is held against the rows
 * that are there, route by route: what has no row is unseen, at its place in the row's own list.
 */
function attemptsOf(chain: readonly FoldedPart[]): readonly LogAttempt[] {
  const shown = chain.map(({ line }) => line.attempts.at(-1)).filter((one) => one !== undefined);
  const last = shown.at(-1);
  const told = chain.at(-1)?.line.attempts.slice(0, -1) ?? [];
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
      accepted: accepted ?? judgedSoFar.accepted,
      score: score ?? judgedSoFar.score,
      signals: signals === undefined ? judgedSoFar.signals : { ...judgedSoFar.signals, ...signals },
    }),
    line,
  );
}

/** A request that was sent and of which the log has neither an answer nor an error. */
function unanswered(line: LogLine): FoldedRequest {
  const requestedModel = line.attempts[0]?.requested_model;
  const detail = "the log holds neither an answer nor an error";
  const attempt: LogAttempt = {
    requested_model: requestedModel,
    error: { class: "invalid_response", detail },
  };
  return { line: { ...line, attempts: [attempt] }, folded: 0, unseen: 0, hasAnswer: false };
}

/** Calls of several requests may share an id: the second is "id#2". */
function uniqueId(id: string, seen: Map<string, number>): string {
  const count = (seen.get(id) ?? 0) + 1;
  seen.set(id, count);
  return count === 1 ? id : `${id}#${count}`;
}
