import { unitInterval } from "../../../src/core/seed.ts";

/** What a generated log holds, counted while it is written: nothing of it is read back. */
export interface LogTotals {
  requests: number;
  attempts: number;
  unseen: number;
  redacted: number;
  cacheHits: number;
  skipped: number;
  errors: Record<string, number>;
  inputUncached: number;
  cacheRead: number;
  output: number;
  reasoning: number;
  /** Exact: costs are whole nano-dollars. */
  costNanoUsd: bigint;
}

export interface GeneratedLog {
  readonly lines: Iterable<string>;
  /** Complete once all lines were taken. */
  readonly totals: LogTotals;
}

const START_MS = Date.UTC(2026, 9, 2, 9);
const words = ["please", "my", "order", "invoice", "was", "not", "refunded", "since", "Monday"];
const teams = ["t-support", "t-sales", "t-search"];
const failures = [
  { code: "429", name: "RateLimitError", kind: "rate_limit" },
  { code: "408", name: "Timeout", kind: "timeout" },
  { code: "500", name: "InternalServerError", kind: "transient_5xx" },
];

/**
 * A LiteLLM log of `lines` lines, rows of SpendLogs and payloads mixed as `payloads` says (a share),
 * with every trap of the format: retries and fallbacks as rows of their own or unseen, the group
 * that a fallback overwrites, objects as text, cache hits, `response_time` of streams, prompts that
 * are not stored, calls that are no completions, and sessions that are conversations.
 */
export function litellmLog(lines: number, payloads = 0.5): GeneratedLog {
  const totals: LogTotals = {
    requests: 0,
    attempts: 0,
    unseen: 0,
    redacted: 0,
    cacheHits: 0,
    skipped: 0,
    errors: {},
    inputUncached: 0,
    cacheRead: 0,
    output: 0,
    reasoning: 0,
    costNanoUsd: 0n,
  };
  return { lines: generate(lines, payloads, totals), totals };
}

function* generate(lines: number, payloads: number, totals: LogTotals): Generator<string> {
  let written = 0;
  for (let request = 0; written < lines; request += 1) {
    const rows = rowsOf(request, payloads, totals, lines - written);
    for (const row of rows) yield JSON.stringify(row);
    written += rows.length;
  }
}

type Row = Record<string, unknown>;

function rowsOf(
  request: number,
  payloads: number,
  totals: LogTotals,
  room: number,
): readonly Row[] {
  const draw = (what: string): number => unitInterval(`litellm/${request}/${what}`);
  const isPayload = draw("kind") < payloads;
  if (draw("other") < 0.01) {
    totals.skipped += 1;
    const id = `emb-${request}`;
    return [
      isPayload
        ? { id, call_type: "aembedding" }
        : { request_id: id, call_type: "aembedding", spend: 0 },
    ];
  }
  // Ten requests of a conversation share a session, every one of them a while after the other.
  const session = draw("in session") < 0.3 ? `s-${Math.floor(request / 10)}` : `tr-${request}`;
  const startMs = START_MS + request * 120_000;
  const failed = Math.min(
    draw("fails") < 0.08 ? 1 + Math.floor(draw("failures") * 2) : 0,
    room - 1,
  );
  const hidden = draw("hidden") < 0.02 ? 1 : 0;
  const isRedacted = draw("redacted") < 0.2;
  const prompt = promptOf(draw);
  totals.requests += 1;
  totals.unseen += hidden;
  if (isRedacted) totals.redacted += 1;
  const shared = { request, isPayload, session, isRedacted, prompt, draw, totals };
  return [
    ...Array.from({ length: failed }, (_, index) =>
      failedRow(shared, startMs + index * 1000, index),
    ),
    answeredRow(shared, startMs + failed * 1000, failed, hidden),
  ];
}

interface Shared {
  readonly request: number;
  readonly isPayload: boolean;
  readonly session: string;
  readonly isRedacted: boolean;
  readonly prompt: string;
  readonly draw: (what: string) => number;
  readonly totals: LogTotals;
}

function failedRow(shared: Shared, startMs: number, index: number): Row {
  const { request, isPayload, draw, totals } = shared;
  const failure = failures[Math.floor(draw(`failure${index}`) * failures.length)] ?? failures[0];
  if (failure === undefined) throw new Error("no failures");
  totals.attempts += 1;
  totals.errors[failure.kind] = (totals.errors[failure.kind] ?? 0) + 1;
  const error = {
    error_code: failure.code,
    error_class: failure.name,
    error_message: `call ${index}`,
    llm_provider: "openai",
  };
  const usage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
  const row = rowOf(shared, `f-${request}-${index}`, startMs, 700, "support-large", usage);
  if (isPayload) {
    const metadata = metadataOf(shared, {});
    return {
      ...row,
      metadata,
      status: "failure",
      response_cost: 0,
      error_str: failure.name,
      error_information: error,
    };
  }
  return {
    ...row,
    status: "failure",
    spend: 0,
    metadata: metadataOf(shared, { error_information: error }),
  };
}

function answeredRow(shared: Shared, startMs: number, failed: number, hidden: number): Row {
  const { request, isPayload, draw, totals } = shared;
  const input = 40 + Math.floor(draw("input") * 4000);
  const cached = draw("cached") < 0.4 ? Math.floor(input * draw("cached share")) : 0;
  const output = 5 + Math.floor(draw("output") * 400);
  const reasoning = draw("reasons") < 0.2 ? Math.floor(output / 2) : 0;
  const isHit = draw("hit") < 0.03;
  const nanoUsd = isHit ? 0 : (input - cached) * 150 + cached * 75 + output * 600;
  totals.attempts += 1;
  totals.cacheHits += isHit ? 1 : 0;
  totals.inputUncached += input - cached;
  totals.cacheRead += cached;
  totals.output += output;
  totals.reasoning += reasoning;
  totals.costNanoUsd += BigInt(nanoUsd);
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  const isFallback = failed > 0 || hidden > 0;
  const group = isFallback
    ? "support-small"
    : draw("group") < 0.5
      ? "support-small"
      : "support-large";
  const row = rowOf(
    shared,
    `chatcmpl-${request}`,
    startMs,
    isHit ? 3 : 400 + draw("ms") * 4000,
    group,
    usage,
  );
  const metadata = metadataOf(shared, {
    ...(isFallback && {
      attempted_fallbacks: failed + hidden,
      original_model_group: "support-large",
    }),
    attempted_retries: 0,
    usage_object: {
      ...usage,
      prompt_tokens_details: { cached_tokens: cached },
      completion_tokens_details: { reasoning_tokens: reasoning },
    },
  });
  const hit = isPayload ? isHit : isHit ? "True" : draw("none") < 0.5 ? "None" : "False";
  const answered = { ...row, status: "success", cache_hit: hit, metadata };
  return isPayload
    ? { ...answered, response_cost: nanoUsd / 1e9 }
    : { ...answered, spend: nanoUsd / 1e9 };
}

/** Objects as text in every third row, as exports of the database write them. */
function metadataOf({ request, isPayload, draw }: Shared, more: Row): Row | string {
  const metadata = { user_api_key_hash: "h:9c1e", batch_models: null, ...more };
  const withTeam = isPayload ? { ...metadata, user_api_key_team_id: teamOf(draw) } : metadata;
  return !isPayload && request % 3 === 0 ? JSON.stringify(withTeam) : withTeam;
}

function rowOf(
  { request, isPayload, session, isRedacted, prompt, draw }: Shared,
  id: string,
  startMs: number,
  latencyMs: number,
  group: string,
  usage: Row,
): Row {
  const streams = draw("streams") < 0.5;
  const endMs = startMs + Math.round(latencyMs);
  const firstMs = streams ? startMs + Math.round(latencyMs / 4) : endMs;
  const messages = [{ role: "user", content: prompt }];
  const common = {
    call_type: "acompletion",
    ...usage,
    model: group === "support-small" ? "gpt-4o-mini-2024-07-18" : "gpt-4o-2024-08-06",
    model_id: `d${request % 7}`,
    model_group: group,
    custom_llm_provider: "openai",
    api_base: "https://api.openai.com",
    request_tags: ["support"],
  };
  const response = {
    choices: [
      { message: { role: "assistant", content: `Answer to ${request}.` }, finish_reason: "stop" },
    ],
  };
  if (isPayload) {
    return {
      id,
      trace_id: session,
      litellm_call_id: `lc-${id}`,
      ...common,
      stream: streams,
      startTime: startMs / 1000,
      endTime: endMs / 1000,
      completionStartTime: firstMs / 1000,
      // Ends with the first token where the answer streams: a trap for who takes it for a latency.
      response_time: (firstMs - startMs) / 1000,
      end_user: "",
      messages: isRedacted ? [{ role: "user", content: "redacted-by-litellm" }] : messages,
      response: isRedacted ? null : response,
      model_parameters: { temperature: 0, stream: streams },
    };
  }
  const asText = request % 3 === 0;
  const stored = isRedacted ? {} : messages;
  return {
    request_id: id,
    ...common,
    request_tags: asText ? '["support"]' : common.request_tags,
    startTime: new Date(startMs).toISOString(),
    endTime: new Date(endMs).toISOString(),
    completionStartTime: new Date(firstMs).toISOString(),
    request_duration_ms: endMs - startMs,
    user: "u1",
    team_id: teamOf(draw),
    end_user: "",
    session_id: session,
    messages: asText ? JSON.stringify(stored) : stored,
    response: asText ? JSON.stringify(isRedacted ? {} : response) : isRedacted ? {} : response,
  };
}

function teamOf(draw: (what: string) => number): string {
  return teams[Math.floor(draw("team") * teams.length)] ?? "t-support";
}

function promptOf(draw: (what: string) => number): string {
  const length = 6 + Math.floor(draw("length") * 12);
  return Array.from(
    { length },
    (_, at) => words[Math.floor(draw(`word${at}`) * words.length)],
  ).join(" ");
}
