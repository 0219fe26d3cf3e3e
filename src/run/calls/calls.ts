import type { Provider } from "../../core/provider.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import type { WorkerClock } from "../../replay/worker-clock.ts";

/** What answers a run's calls, and on which clock. */
export interface Calls {
  readonly provider: Provider;
  /** The clock of a pass: a virtual one starts at 0, a real one goes on. */
  readonly newClock: () => WorkerClock;
  /** How many trials run at one time. */
  readonly workers: number;
  /** What was really paid so far; undefined: nothing could be. */
  readonly spend: () => RunManifest["spend"];
  /** Ends connections and files; what was paid for is durable before. */
  readonly close: () => Promise<void>;
}
