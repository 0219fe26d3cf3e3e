import { mkdirSync, readdirSync, rmSync, existsSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../../core/harness-error.ts";
import type { LogComparison } from "../../core/log-comparison.ts";
import { AppendFile } from "../../replay/append-file.ts";
import { jsonText } from "../../reports/json.ts";
import { renderLogComparison } from "../../reports/log-comparison-markdown.ts";
import { writeFileWhole } from "../write-file.ts";

/** Where a comparison of two logs leaves its reports. */
export interface ReportFolder {
  /** Keeps a row that could not be read, as a line of JSON. */
  readonly reject: (line: string) => void | Promise<void>;
  readonly write: (comparison: LogComparison) => void;
  /** Takes back what is of no use without a comparison. */
  readonly discard: () => void;
  readonly close: () => Promise<void>;
}

/** Makes the folder; throws `HarnessError` where it cannot be made or already holds something. */
export function reportFolder(path: string): ReportFolder {
  const wasThere = existsSync(path);
  try {
    mkdirSync(path, { recursive: true });
    if (readdirSync(path).length > 0) throw new Error("the folder is not empty");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("invalid-input", `--out ${path}: ${why}`, {
      cause,
      hint: "name a new folder, or an empty one",
    });
  }
  const rejectedPath = join(path, "rejected.jsonl");
  const rejected = new AppendFile(rejectedPath);
  return {
    reject: (line) => rejected.append(line),
    write: (comparison) => {
      writeFileWhole(join(path, "comparison.json"), jsonText(comparison));
      writeFileWhole(join(path, "report.md"), renderLogComparison(comparison));
    },
    discard: () => {
      rmSync(rejectedPath, { force: true });
      if (!wasThere && existsSync(path) && readdirSync(path).length === 0) {
        rmSync(path, { recursive: true });
      }
    },
    close: () => rejected.close(),
  };
}
