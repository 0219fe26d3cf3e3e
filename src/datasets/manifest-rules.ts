import { didYouMean } from "../core/nearest-name.ts";
import { logFormatNames, isLogFormatName } from "./logs/log-format.ts";
import { logOnlyProblems, logProblems } from "./manifest-log-rules.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { ManifestShape, OutcomeColumns } from "./manifest-shape.ts";
import { safePattern } from "./safe-pattern.ts";

const tableFormats = ["csv", "jsonl"];
/** As names of tags, features or signals these would reach into the objects that hold them. */
const refusedNames = new Set(["__proto__", "constructor", "prototype"]);

/** Everything that a manifest's parts ask of each other, beyond the shape of each. */
export function manifestProblems(shape: ManifestShape): readonly ManifestProblem[] {
  return [
    ...(shape.kind === "log"
      ? logProblems(shape)
      : [...kindProblems(shape), ...formatProblems(shape), ...logOnlyProblems(shape)]),
    ...recordProblems(shape),
    ...outcomeProblems(shape),
  ];
}

function kindProblems({ kind, outcomes, outcome }: ManifestShape): readonly ManifestProblem[] {
  if (kind === "golden") {
    const message = "a golden dataset holds no known outcomes: say kind: outcomes";
    return [
      ...(outcomes === undefined ? [] : [{ path: ["outcomes"], message }]),
      ...(outcome === undefined ? [] : [{ path: ["outcome"], message }]),
    ];
  }
  if (outcomes !== undefined && outcome !== undefined) {
    const message = "is either wide (outcomes) or long (outcome), not both";
    return [{ path: ["outcome"], message: `the table ${message}` }];
  }
  if (outcome === undefined && Object.keys(outcomes ?? {}).length === 0) {
    const message = "kind outcomes needs outcomes (a wide table) or outcome (a long one)";
    return [{ path: outcomes === undefined ? ["kind"] : ["outcomes"], message }];
  }
  if (outcome !== undefined && outcome.route === undefined) {
    const message = "a long table needs outcome.route: the column that names the route";
    return [{ path: ["outcome"], message }];
  }
  return [];
}

function formatProblems({ source: { format } }: ManifestShape): readonly ManifestProblem[] {
  if (tableFormats.includes(format)) return [];
  const path = ["source", "format"];
  if (isLogFormatName(format)) {
    const message = `${format} is the format of a request log: say kind: log`;
    return [{ path, message }];
  }
  const message = `unknown format "${format}": csv or jsonl`;
  return [{ path, message, hint: didYouMean(format, [...tableFormats, ...logFormatNames]) }];
}

function recordProblems(shape: ManifestShape): readonly ManifestProblem[] {
  const { kind, record, outcome } = shape;
  if (record?.id === undefined && needsId(shape)) {
    const message = "expected where each record's id stands: a column, or {row_number: true}";
    const place = record === undefined ? "record" : "record.id";
    return [
      { path: record === undefined ? [] : ["record"], message: `${place} is missing: ${message}` },
    ];
  }
  if (record === undefined) return [];
  const problems: ManifestProblem[] = [];
  if (record.prompt !== undefined && record.messages !== undefined) {
    const message = "prompt and messages exclude each other";
    problems.push({ path: ["record", "messages"], message });
  }
  if (record.tool_choice !== undefined && record.tools === undefined) {
    const message = "tool_choice without tools: there is nothing to choose";
    problems.push({ path: ["record", "tool_choice"], message });
  }
  if (kind === "golden" && record.prompt === undefined && record.messages === undefined) {
    problems.push({ path: ["record"], message: "a golden record needs prompt or messages" });
  }
  if (kind === "outcomes" && outcome !== undefined && typeof record.id !== "string") {
    const message = "a long table needs an id column: its rows are not records";
    problems.push({ path: ["record", "id"], message });
  }
  problems.push(...nameProblems(["record", "tags"], record.tags));
  problems.push(...nameProblems(["record", "features"], record.features));
  for (const [tag, from] of Object.entries(record.tags ?? {})) {
    if (typeof from === "string") continue;
    const checked = safePattern(from.pattern);
    if (checked.kind === "pattern") continue;
    const path = ["record", "tags", tag, "pattern"];
    problems.push({ path, message: `the pattern ${checked.because}` });
  }
  return problems;
}

/** A log format knows where its ids stand; everything else has to be told. */
function needsId({ kind, source }: ManifestShape): boolean {
  return kind !== "log" || tableFormats.includes(source.format);
}

function outcomeProblems(shape: ManifestShape): readonly ManifestProblem[] {
  const wide = Object.entries(shape.outcomes ?? {}).map(
    ([route, columns]) => [["outcomes", route], columns] as const,
  );
  const long = shape.outcome === undefined ? [] : [[["outcome"], shape.outcome] as const];
  const judgedByTable =
    shape.kind !== "log" &&
    (shape.scoring === undefined || shape.scoring.some(({ grader }) => grader === "recorded"));
  return [...wide, ...long].flatMap(([path, columns]) => [
    ...unitProblems(path, columns),
    ...nameProblems([...path, "signals"], columns.signals),
    ...(judgedByTable ? acceptanceProblems(path, columns, shape.acceptance?.min_score) : []),
  ]);
}

function unitProblems(path: readonly string[], columns: OutcomeColumns): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  if (columns.latency_ms !== undefined && columns.latency_s !== undefined) {
    const message = "latency_ms and latency_s exclude each other";
    problems.push({ path: [...path, "latency_s"], message });
  }
  if (columns.first_token_ms !== undefined && columns.first_token_s !== undefined) {
    const message = "first_token_ms and first_token_s exclude each other";
    problems.push({ path: [...path, "first_token_s"], message });
  }
  return problems;
}

function acceptanceProblems(
  path: readonly string[],
  columns: OutcomeColumns,
  minScore: number | undefined,
): readonly ManifestProblem[] {
  if (columns.accepted !== undefined) return [];
  if (columns.score === undefined) {
    const message = "nothing says whether an answer is accepted: name accepted or score";
    return [{ path, message, hint: "or say how to judge it under scoring" }];
  }
  if (minScore !== undefined) return [];
  const message = "a score alone accepts nothing: add acceptance: {min_score: …}";
  return [{ path: [...path, "score"], message }];
}

function nameProblems(
  path: readonly string[],
  names: Readonly<Record<string, unknown>> | undefined,
): readonly ManifestProblem[] {
  return Object.keys(names ?? {})
    .filter((name) => refusedNames.has(name))
    .map((name) => ({ path: [...path, name], message: `the name "${name}" is reserved` }));
}
