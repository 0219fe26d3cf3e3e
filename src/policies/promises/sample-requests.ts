import type { ModelRequest } from "../../core/model-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import type { DrillRequest } from "./promised.ts";

/** Combinations that are tried before a condition counts as one that no sample fulfils. */
const MOST_SAMPLES = 20_000;
/** Values that differ from the plain request's at a time. */
const MOST_CHANGES = 3;
/** Prompts beyond are not made up: a threshold on length is far below. */
const LONGEST_PROMPT = 200_000;

const plainModelRequest: ModelRequest = {
  messages: [{ role: "user", content: "Is this a drill?" }],
  tools: [],
  responseSchema: {
    type: "object",
    properties: { answer: { type: "string" } },
    required: ["answer"],
  },
  stream: false,
  slaMs: 60_000,
  maxOutputTokens: 100,
};

/** A request with nothing special about it; what is asked of its answer is a small schema. */
export const plainRequest: DrillRequest = {
  recordId: "drill",
  request: plainModelRequest,
  tags: {},
  features: {},
  owner: "drill",
  workflow: "drill",
  arrivedAtMs: undefined,
};

/** One thing that expressions may look at, and the ways in which it can be set. */
interface Dimension {
  readonly settings: readonly ((request: DrillRequest) => DrillRequest)[];
}

/**
 * Requests that differ in what some expressions look at: every tag, feature and field that they
 * name, with the values that they compare with. The plainest come first; each name is set in all.
 */
export function* sampleRequests(expressions: readonly string[]): Generator<DrillRequest> {
  const text = expressions.join("\n");
  const strings = [...new Set(stringsIn(text))];
  const numbers = [...new Set(numbersIn(text).flatMap((value) => [value, value - 1, value + 1]))];
  const dimensions = [
    ...namesIn(text, "tags").map((name) => tagDimension(name, strings)),
    ...namesIn(text, "features").map((name) => featureDimension(name, strings, numbers)),
    ...fieldDimensions(text, strings, numbers),
  ];
  let plain = plainRequest;
  for (const { settings } of dimensions) plain = settings[0]?.(plain) ?? plain;
  let left = MOST_SAMPLES;
  for (let changes = 0; changes <= MOST_CHANGES; changes += 1) {
    for (const sample of changed(plain, dimensions, changes)) {
      yield sample;
      left -= 1;
      if (left === 0) return;
    }
  }
}

/** The request with exactly so many of the dimensions set otherwise. */
function* changed(
  request: DrillRequest,
  dimensions: readonly Dimension[],
  changes: number,
): Generator<DrillRequest> {
  if (changes === 0) {
    yield request;
    return;
  }
  for (const [index, { settings }] of dimensions.entries()) {
    const rest = dimensions.slice(index + 1);
    for (const set of settings.slice(1)) yield* changed(set(request), rest, changes - 1);
  }
}

function tagDimension(name: string, strings: readonly string[]): Dimension {
  const values = ["drill", ...strings, "true"];
  const without = (request: DrillRequest): DrillRequest => {
    const { [name]: _left, ...tags } = request.tags;
    return { ...request, tags };
  };
  return { settings: [...values.map((value) => withTag(name, value)), without] };
}

/** A setting that gives the request a tag. */
export function withTag(name: string, value: string): (request: DrillRequest) => DrillRequest {
  return (request) => ({ ...request, tags: { ...request.tags, [name]: value } });
}

function featureDimension(
  name: string,
  strings: readonly string[],
  numbers: readonly number[],
): Dimension {
  const values: readonly Signal[] = [0, ...numbers, 1, 0.5, ...strings, true, false];
  const set = (value: Signal) => (request: DrillRequest) => ({
    ...request,
    features: { ...request.features, [name]: value },
  });
  const without = (request: DrillRequest): DrillRequest => {
    const { [name]: _left, ...features } = request.features;
    return { ...request, features };
  };
  return { settings: [...values.map(set), without] };
}

const schema = plainModelRequest.responseSchema;
const aTool = { name: "drill", description: "", parameters: { type: "object" } };

function fieldDimensions(
  text: string,
  strings: readonly string[],
  numbers: readonly number[],
): readonly Dimension[] {
  const counts = numbers.filter((value) => Number.isInteger(value) && value > 0);
  const lengths = counts.filter((value) => value <= LONGEST_PROMPT);
  const fields: Readonly<Record<string, readonly Partial<ModelRequest>[]>> = {
    sla_ms: [60_000, ...counts].map((slaMs) => ({ slaMs })),
    max_output_tokens: [100, ...counts].map((maxOutputTokens) => ({ maxOutputTokens })),
    prompt_chars: [16, ...lengths].map(promptOf),
    prompt_tokens: [4, ...lengths].map((tokens) => promptOf(4 * tokens)),
    wants_schema: [schema, undefined].map((responseSchema) => ({ responseSchema })),
    stream: [{ stream: false }, { stream: true }],
    tools: [{ tools: [] }, { tools: [aTool] }],
  };
  const named = Object.entries(fields).filter(([field]) =>
    new RegExp(`\\brequest\\.${field}\\b`).test(text),
  );
  const dimensions: Dimension[] = named.map(([, values]) => ({
    settings: values.map((part) => (request) => ({
      ...request,
      request: { ...request.request, ...part },
    })),
  }));
  for (const who of ["owner", "workflow"] as const) {
    if (!new RegExp(`(?<![.\\w])${who}\\b`).test(text)) continue;
    const values = ["drill", ...strings];
    dimensions.push({
      settings: values.map((value) => (request) => ({ ...request, [who]: value })),
    });
  }
  return dimensions;
}

function promptOf(chars: number): Partial<ModelRequest> {
  return { messages: [{ role: "user", content: "x".repeat(chars) }] };
}

/** Names behind a root, written `tags.name` or `tags["name"]`. */
export function namesIn(text: string, root: string): readonly string[] {
  const found = text.matchAll(
    new RegExp(`\\b${root}(?:\\.([A-Za-z_]\\w*)|\\[(?:"([^"]*)"|'([^']*)')\\])`, "g"),
  );
  return [
    ...new Set([...found].map(([, plain, double, single]) => plain ?? double ?? single ?? "")),
  ];
}

/** Texts between quotes. */
export function stringsIn(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/g)].map(
    ([, double, single]) => double ?? single ?? "",
  );
}

/** Numbers as they are written. */
export function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits));
}
