/**
 * `run.json`: what a run was asked to do and with what. Like `comparison.json` it is a file that
 * users read, so its names are snake_case here too.
 */
export const RUN_SCHEMA_VERSION = 1;

export type RunStatus = "running" | "complete" | "interrupted" | "incomplete";

export interface RunInput {
  readonly role: "dataset" | "data" | "registry" | "policy" | "schema" | "exclude";
  readonly path: string;
  readonly sha256: string;
}

export interface RunManifest {
  readonly schema_version: typeof RUN_SCHEMA_VERSION;
  readonly run_id: string;
  readonly tool_version: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly seed: number;
  /** ISO 8601: what counts as now for records without an arrival time; approvals expire by it. */
  readonly as_of: string;
  readonly provider: "table" | "simulated";
  readonly options: {
    readonly dataset: string;
    readonly baseline: string;
    readonly candidates: readonly string[];
    readonly registry: string | null;
    readonly limit: number | null;
    readonly sample: number | null;
    readonly filters: readonly string[];
    readonly repeat: number;
    readonly concurrency: number;
    readonly strict: boolean;
    readonly store_text: "full" | "none";
    readonly max_error_rate: number;
    readonly formats: readonly string[];
  };
  readonly inputs: readonly RunInput[];
  /** The prices that costs were computed with, by route; null: the route has none. */
  readonly prices: Readonly<
    Record<
      string,
      {
        readonly input_per_mtok_usd: number | null;
        readonly cached_input_per_mtok_usd: number | null;
        readonly output_per_mtok_usd: number | null;
        readonly per_request_usd: number;
      } | null
    >
  >;
  /** Said once to the reader of the report. */
  readonly warnings: readonly string[];
}
