import type { GraderSpec } from "../core/grader-spec.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { ManifestInput } from "./manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { ManifestShape } from "./manifest-shape.ts";
import { besideFile } from "./source-files.ts";

export interface ScoringSpecs {
  readonly specs: readonly GraderSpec[];
  /** Schemas that graders name by path. */
  readonly inputs: readonly ManifestInput[];
  readonly problems: readonly ManifestProblem[];
}

const recorded: GraderSpec = { grader: "recorded", name: "recorded", required: true, options: {} };

/** The manifest's graders; a table or a log without any is judged by what it says itself. */
export async function readScoring(file: string, shape: ManifestShape): Promise<ScoringSpecs> {
  if (shape.scoring === undefined) {
    if (shape.kind !== "golden") return { specs: [recorded], inputs: [], problems: [] };
    const message = 'a golden dataset needs "scoring": nothing says what a good answer is';
    return { specs: [], inputs: [], problems: [{ path: [], message }] };
  }
  const specs: GraderSpec[] = [];
  const inputs: ManifestInput[] = [];
  const problems: ManifestProblem[] = [];
  for (const [index, entry] of shape.scoring.entries()) {
    const { grader, name = grader, required = true, ...rest } = entry;
    const options = { ...(rest as JsonObject) };
    const schema = options["schema"];
    if (grader === "json_schema" && typeof schema === "string") {
      try {
        // Not loaded where nothing is to be parsed.
        const { readDocument } = await import("../documents/source-document.ts");
        const document = await readDocument(besideFile(file, schema));
        options["schema"] = document.value as JsonValue;
        inputs.push({ role: "schema", path: document.file, sha256: document.sha256 });
      } catch (error) {
        if (!(error instanceof HarnessError)) throw error;
        problems.push({ path: ["scoring", index, "schema"], message: error.message });
      }
    }
    specs.push({ grader, name, required, options });
  }
  return { specs, inputs, problems };
}
