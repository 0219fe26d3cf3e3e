import type { RunManifest } from "../core/run-manifest.ts";
import type { CheckedDataset } from "../datasets/check-dataset.ts";
import type { ReplayArm } from "../replay/execute-trial.ts";
import type { Inputs } from "./load-inputs.ts";
import type { Progress } from "./progress.ts";
import type { RunFolder } from "./run-folder.ts";
import type { CallOptions, RunOptions } from "./options/run-options.ts";
import type { World } from "./world.ts";

/** Calls that are ready to be made, for a run or for recordings alone. */
export interface CallSession {
  readonly inputs: Inputs;
  readonly dataset: CheckedDataset;
  readonly options: CallOptions;
  /** The policies at work, in the order of `inputs.arms`. */
  readonly arms: readonly ReplayArm[];
  readonly folder: RunFolder;
  readonly world: World;
  readonly progress: Progress;
  /** Whether failures of earlier sessions are asked again. Absent: they stand. */
  readonly retryErrors?: boolean;
}

/** A run that is ready to begin, or to go on. */
export interface Session extends CallSession {
  readonly options: RunOptions;
  readonly manifest: RunManifest;
}
