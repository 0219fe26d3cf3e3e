import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { OpenImport } from "../../datasets/logs/log-import.ts";
import { sha256Hex } from "../../core/canonical-json.ts";
import type { Manifest } from "../../datasets/manifest.ts";
import { manifestOfShape } from "../../datasets/manifest-of-shape.ts";
import type { ManifestShape } from "../../datasets/manifest-shape.ts";
import type { ImportOptions } from "./import-options.ts";

/** What problems of the manifest are said to stand in. */
const MANIFEST_FILE = "import";

/** The log as a manifest would name it; its problems are the log's, not a document's. */
export function manifestFor({
  format,
  files,
  log,
  tags,
  folds,
  name,
}: ImportOptions): Promise<Manifest> {
  const source = {
    path: files,
    format,
    cost_unit: log.costUnit,
    usage_basis: log.usageBasis,
    latency_parts: log.latencyParts,
  };
  const shape: ManifestShape = {
    dataset: name,
    kind: "log",
    source,
    ...(tags && { record: { tags } }),
    ...(!folds && { log: { fold: "none" } }),
  };
  // Made here, not read: it stands nowhere, and loading what parses one would take half of a short import.
  return manifestOfShape(shape, {
    file: MANIFEST_FILE,
    sha256: sha256Hex(JSON.stringify(shape)),
    locate: () => ({ line: 1, column: 1 }),
  });
}

export function manifestName({ name }: ImportOptions): string {
  return `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.dataset.yaml`;
}

/** Parts of a record stand in every line by name: the manifest only says that they are there. */
export function manifestText(
  { name, storeText, files, format }: ImportOptions,
  { parts }: OpenImport,
): string {
  const tags = parts.tags.map((tag) => `${JSON.stringify(tag)}: ${JSON.stringify(`tags.${tag}`)}`);
  const record = [
    ...(parts.group ? ["  group: group"] : []),
    ...(parts.owner ? ["  owner: owner"] : []),
    ...(tags.length > 0 ? [`  tags: {${tags.join(", ")}}`] : []),
  ];
  const what = files.length === 1 ? "a log" : `${files.length} files`;
  const without = storeText === "none" ? ", without prompts and answers" : "";
  return [
    `# Imported from ${what} of the format ${format}${without}; see import.json.`,
    `dataset: ${JSON.stringify(name)}`,
    "kind: log",
    "source: {path: records.jsonl, format: routeproof}",
    ...(record.length > 0 ? ["record:", ...record] : []),
    "",
  ].join("\n");
}

/** The manifest was made of the command line: no reader has its lines and columns. */
export function withoutPlaces(error: unknown): unknown {
  if (!(error instanceof HarnessError)) return error;
  if (!error.problems.some(({ file }) => file === MANIFEST_FILE)) return error;
  const problems = error.problems.map((problem) =>
    problem.file === MANIFEST_FILE
      ? { ...problem, file: undefined, line: undefined, column: undefined }
      : problem,
  );
  return invalidInput("import", problems);
}
