/**
 * What a request log turned out to hold, in `run.json` and `import.json`: files that users read, so
 * names are snake_case. Counts are of the whole log, whatever was selected of it.
 */
export interface LogSummary {
  readonly format: string;
  /** Lines that held something, readable or not. */
  readonly lines: number;
  readonly requests: number;
  readonly attempts: number;
  /** Attempts that were joined to an earlier one of the same request. */
  readonly folded: number;
  /** Requests without a prompt: they count, and cannot be called again. */
  readonly redacted: number;
  /** Attempts that a row tells of and that have no row. */
  readonly unseen_attempts: number;
  /** Requests that have neither an answer nor an error. */
  readonly missing_answers: number;
  readonly cache_hits: number;
  /** Lines and spans that are no calls, by what they are. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Fields that were not read, by name or path: in how many rows. */
  readonly unmapped: Readonly<Record<string, number>>;
  /** Fields beyond the most that are listed. */
  readonly unmapped_left_out: number;
  /** Routes and, where the log names none, models, by the name that the log gives them: calls. */
  readonly route_names: Readonly<Record<string, number>>;
  readonly cost: LoggedCosts;
  readonly tokens: LoggedTokens;
  /** By class of failure: attempts. */
  readonly errors: Readonly<Record<string, number>>;
  /** Milliseconds since 1970; null: no request has a time. */
  readonly first_arrival_ms: number | null;
  readonly last_arrival_ms: number | null;
  /** Requests that stood after one that arrived later; where all have a time, they are put in order. */
  readonly late: number;
  readonly without_arrival: number;
}

export interface LoggedCosts {
  /** Of the attempts whose cost is logged. */
  readonly logged_usd: number;
  readonly logged_attempts: number;
  readonly unknown_attempts: number;
  /** What the price list makes of the logged tokens; absent: it was not asked. */
  readonly recomputed?: RecomputedCosts;
}

/** Logged and recomputed costs stand side by side: neither takes the other's place. */
export interface RecomputedCosts {
  readonly usd: number;
  readonly attempts: number;
  /** Attempts whose model the list does not know, or whose tokens are not known. */
  readonly unknown_attempts: number;
  /** Of the attempts that have both. */
  readonly both: {
    readonly attempts: number;
    readonly logged_usd: number;
    readonly recomputed_usd: number;
    /** Attempts whose two costs lie more than 1 % apart. */
    readonly differ_by_1pct: number;
  };
  /** Models that the list does not know, by how many attempts they served. */
  readonly unknown_models: Readonly<Record<string, number>>;
}

/** Sums of what is known. */
export interface LoggedTokens {
  readonly input_uncached: number;
  readonly input_cache_read: number;
  readonly input_cache_write: number;
  readonly output: number;
  readonly output_reasoning: number;
  /** Attempts whose input or output is not known. */
  readonly unknown_attempts: number;
}
