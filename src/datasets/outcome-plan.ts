import type { Field, FieldFinder, ManifestPath, NamedField } from "./column-field.ts";
import type { OutcomeColumns } from "./manifest-shape.ts";

/** What one route's outcome is read from; a field is absent where the table has none. */
export interface OutcomePlan {
  /** All of them: where none holds a value, the route has no outcome. */
  readonly fields: readonly Field[];
  readonly response: Field | undefined;
  readonly accepted: Field | undefined;
  readonly score: Field | undefined;
  readonly inputTokens: Field | undefined;
  readonly cachedInputTokens: Field | undefined;
  readonly outputTokens: Field | undefined;
  readonly reasoningTokens: Field | undefined;
  readonly cost: Field | undefined;
  readonly latency: Field | undefined;
  /** From the column's unit to milliseconds. */
  readonly latencyFactor: number;
  readonly firstToken: Field | undefined;
  readonly firstTokenFactor: number;
  readonly error: Field | undefined;
  readonly servedModel: Field | undefined;
  readonly signals: readonly NamedField[];
  readonly hasUsage: boolean;
  /** Any of them says how the answer did. */
  readonly verdicts: readonly Field[];
}

export function planOutcome(
  columns: OutcomeColumns,
  path: ManifestPath,
  finder: FieldFinder,
): OutcomePlan {
  const find = (key: Exclude<keyof OutcomeColumns, "signals">): Field | undefined =>
    finder.one(columns[key], [...path, key]);
  const usage = {
    inputTokens: find("input_tokens"),
    cachedInputTokens: find("cached_input_tokens"),
    outputTokens: find("output_tokens"),
    reasoningTokens: find("reasoning_tokens"),
  };
  const single = {
    ...usage,
    response: find("response"),
    accepted: find("accepted"),
    score: find("score"),
    cost: find("cost_usd"),
    latency: find("latency_ms") ?? find("latency_s"),
    firstToken: find("first_token_ms") ?? find("first_token_s"),
    error: find("error"),
    servedModel: find("served_model"),
  };
  const signals = finder.named(columns.signals, [...path, "signals"]);
  return {
    ...single,
    signals,
    verdicts: [single.accepted, single.score, single.error].filter((field) => field !== undefined),
    fields: [...Object.values(single), ...signals].filter((field) => field !== undefined),
    latencyFactor: columns.latency_s === undefined ? 1 : 1000,
    firstTokenFactor: columns.first_token_s === undefined ? 1 : 1000,
    hasUsage: Object.values(usage).some((field) => field !== undefined),
  };
}
