/** How far a run is; the run writes it, the command line looks at it as often as it likes. */
export interface Progress {
  phase: "reading" | "replaying" | "comparing";
  /** Outcomes finished, earlier sessions included. */
  done: number;
  total: number;
  /** Of the finished ones, those of earlier sessions: they say nothing of today's pace. */
  kept: number;
  /** Milliseconds on `performance.now()`'s scale; 0: not yet. */
  replayingSinceMs: number;
  costNanoUsd: number;
  /** Outcomes that ended in a failure. */
  errors: number;
}

export function newProgress(): Progress {
  return {
    phase: "reading",
    done: 0,
    total: 0,
    kept: 0,
    replayingSinceMs: 0,
    costNanoUsd: 0,
    errors: 0,
  };
}
