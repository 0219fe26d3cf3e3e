import { didYouMean } from "../core/nearest-name.ts";
import { logFormats } from "./logs/formats.ts";
import { isLogFormatName, logFormatNames, type LogFormat } from "./logs/log-format.ts";
import { logOptionKeys, type LogOption } from "./logs/log-options.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { ManifestShape } from "./manifest-shape.ts";

const tableFormats = ["csv", "jsonl"];
const optionNames = Object.keys(logOptionKeys) as readonly LogOption[];

/** What the parts of a log's manifest ask of each other. */
export function logProblems(shape: ManifestShape): readonly ManifestProblem[] {
  const { format } = shape.source;
  if (tableFormats.includes(format)) {
    return [...tableProblems(shape), ...optionProblems(shape, undefined)];
  }
  const path = ["source", "format"];
  if (!isLogFormatName(format)) {
    const known = [...tableFormats, ...logFormatNames];
    const message = `unknown format "${format}": one of ${known.join(", ")}`;
    return [{ path, message, hint: didYouMean(format, known) }];
  }
  const read = logFormats[format];
  if (read === undefined) {
    return [{ path, message: `the log format ${format} is not built yet` }];
  }
  return [...formatProblems(shape), ...optionProblems(shape, read)];
}

/** Keys that only a log has a use for. */
export function logOnlyProblems(shape: ManifestShape): readonly ManifestProblem[] {
  const { kind, source, outcome, log } = shape;
  const keys = [
    ...optionNames
      .filter((name) => valueOf(source, name) !== undefined)
      .map((name) => ["source", logOptionKeys[name]]),
    ...(["propensity", "propensities", "usage_basis"] as const)
      .filter((key) => outcome?.[key] !== undefined)
      .map((key) => ["outcome", key]),
    ...(log === undefined ? [] : [["log"]]),
  ];
  return keys.map((path) => ({
    path,
    message: `${path.join(".")} belongs to a request log: this is kind: ${kind}`,
  }));
}

/** A log as a table of one's own: the manifest says where everything stands. */
function tableProblems({ outcomes, outcome }: ManifestShape): readonly ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  if (outcomes !== undefined) {
    const message = "a log has a row a call: name its columns under outcome";
    problems.push({ path: ["outcomes"], message });
  } else if (outcome === undefined) {
    const message = "a log needs outcome: where what happened stands in a row";
    problems.push({ path: ["kind"], message });
  }
  if (outcome?.join !== undefined) {
    const message = "a log's rows are joined by log.fold.by, not by outcome.join";
    problems.push({ path: ["outcome", "join"], message });
  }
  return problems;
}

/** A log format knows where what happened stands. */
function formatProblems({ source, outcomes, outcome }: ManifestShape): readonly ManifestProblem[] {
  const message = `the format ${source.format} knows where what happened stands`;
  return [
    ...(outcomes === undefined ? [] : [{ path: ["outcomes"], message }]),
    ...(outcome === undefined ? [] : [{ path: ["outcome"], message }]),
  ];
}

function optionProblems(
  { source }: ManifestShape,
  format: LogFormat | undefined,
): readonly ManifestProblem[] {
  return optionNames.flatMap((name): readonly ManifestProblem[] => {
    const key = logOptionKeys[name];
    const need = format?.options[name];
    const isSaid = valueOf(source, name) !== undefined;
    if (isSaid && need === undefined) {
      const message = `the format ${source.format} has no use for ${key}`;
      const hint = format === undefined && key === "usage_basis" ? `outcome.${key}` : undefined;
      return [{ path: ["source", key], message, hint: hint && `say it as ${hint}` }];
    }
    if (!isSaid && need === "required") {
      const message = `the format ${source.format} does not say its ${key}: add source.${key}`;
      return [{ path: ["source", "format"], message }];
    }
    return [];
  });
}

function valueOf(source: ManifestShape["source"], name: LogOption): unknown {
  switch (name) {
    case "costUnit":
      return source.cost_unit;
    case "usageBasis":
      return source.usage_basis;
    case "latencyParts":
      return source.latency_parts;
  }
}
