const START = `{"id":"`;
const ARRIVAL = `,"at_ms":`;
const PROMPT = `,"messages":[`;
const CALLS = `,"attempts":[`;
const NAMED = `{"route":"`;
const UNSEEN = `{"unseen":true},`;
const NAMED_UNSEEN = `","unseen":true},`;
const END = "]}";

/** The line of a request, as JSON, and when the request arrived. */
export interface SplicedLine {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly arrivedAtMs: number;
}

/**
 * The line of a request that was tried again, put together from the lines of its calls in their
 * order without parsing them: most calls of a request say the same of it, or one more than the other.
 * Undefined: these may not, or tell of calls that have no line; joining them field by field makes the
 * request of any. The lines are of calls as `toLogLine` has them, and `isRedacted` is so of each.
 */
export function splicedLine(
  lines: readonly string[],
  isRedacted: boolean,
): SplicedLine | undefined {
  let first: LineParts | undefined;
  let fields: string | undefined;
  let told = 0;
  let calls = "";
  for (const line of lines) {
    const parts = partsOf(line);
    if (parts === undefined) return undefined;
    fields = first === undefined ? parts.fields : longerOf(fields, parts.fields);
    if (fields === undefined) return undefined;
    calls += first === undefined ? parts.call : `,${parts.call}`;
    first ??= parts;
    told = parts.told;
  }
  // What the last call tells of and has no line would be unseen.
  if (first === undefined || fields === undefined || told > lines.length - 1) return undefined;
  // Whether the prompt of calls without one is kept is for all fields to say.
  if (!isRedacted && !fields.startsWith(PROMPT)) return undefined;
  const { identity, arrivedAtMs } = first;
  if (arrivedAtMs === undefined) return undefined;
  return { text: identity + fields + CALLS + calls + END, arrivedAtMs };
}

interface LineParts {
  /** Id and arrival. */
  readonly identity: string;
  readonly arrivedAtMs: number | undefined;
  /** What else it says of the request. */
  readonly fields: string;
  /** How many earlier calls it tells of. */
  readonly told: number;
  /** Its own call. */
  readonly call: string;
}

/** Undefined: it is not plain where its parts start and end. */
function partsOf(line: string): LineParts | undefined {
  const idEnd = line.indexOf('"', START.length) + 1;
  if (!line.startsWith(START) || line.slice(0, idEnd).includes("\\")) return undefined;
  const isTimed = line.startsWith(ARRIVAL, idEnd);
  const fieldsAt = isTimed ? line.indexOf(",", idEnd + 1) : idEnd;
  const callsAt = line.indexOf(CALLS, fieldsAt);
  // Twice: one of them is in somebody's object, and nobody knows which.
  if (callsAt === -1 || line.includes(CALLS, callsAt + 1)) return undefined;
  const { told, end } = toldIn(line, callsAt + CALLS.length);
  const call = line.slice(end, -END.length);
  if (!isOneCall(call)) return undefined;
  return {
    identity: line.slice(0, fieldsAt),
    arrivedAtMs: isTimed ? Number(line.slice(idEnd + ARRIVAL.length, fieldsAt)) : undefined,
    fields: line.slice(fieldsAt, callsAt),
    told,
    call,
  };
}

/** The calls without a row that stand before a line's own: how many, and where they end. */
function toldIn(line: string, from: number): { readonly told: number; readonly end: number } {
  let told = 0;
  let end = from;
  for (;;) {
    if (line.startsWith(UNSEEN, end)) end += UNSEEN.length;
    else if (line.startsWith(NAMED, end)) {
      const nameEnd = line.indexOf('"', end + NAMED.length);
      // An escaped quote is followed by something else.
      if (!line.startsWith(NAMED_UNSEEN, nameEnd)) return { told, end };
      end = nameEnd + NAMED_UNSEEN.length;
    } else return { told, end };
    told += 1;
  }
}

/** Whether this is surely no more than one call, which has a row. */
function isOneCall(call: string): boolean {
  return call !== "" && !call.includes("},{") && !call.includes(`"unseen":true`);
}

/** The one of two runs of fields that says all that the other says; undefined: neither does. */
function longerOf(one: string | undefined, other: string): string | undefined {
  if (one === undefined) return undefined;
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  // Compared as a whole: `startsWith` looks at one character after the other.
  if (longer.slice(0, shorter.length) !== shorter) return undefined;
  // The last number of the shorter may go on in the longer.
  return longer.length === shorter.length || longer[shorter.length] === "," ? longer : undefined;
}
