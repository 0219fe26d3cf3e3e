import { NANO_USD } from "../core/money.ts";
import type { QualityEntry, QualityTable } from "../core/quality-table.ts";
import { readShape } from "../documents/shape.ts";
import { parseDocument } from "../documents/source-document.ts";
import { qualityTableSchema } from "./shapes/quality-schema.ts";
import type { QualityEntryShape, QualityLineShape } from "./shapes/quality-shape.ts";

/** Reads a quality table; throws all its problems at once, each where it stands. */
export function readQualityTable({
  path,
  text,
}: {
  readonly path: string;
  readonly text: string;
}): QualityTable {
  const shape = readShape(qualityTableSchema, parseDocument(path, text));
  const { task, fitted_on: fittedOn, quality } = shape;
  const overall = lineOf(quality.overall);
  const lines = new Map(
    Object.entries(quality.tasks ?? {}).map(([name, line]) => [name, lineOf(line)]),
  );
  return {
    task,
    fittedOn,
    tasks: [...lines.keys()].sort(),
    routes: [...overall.keys()].sort(),
    of: (name, route) => (name === undefined ? overall : lines.get(name))?.get(route),
  };
}

function lineOf(line: QualityLineShape): ReadonlyMap<string, QualityEntry> {
  return new Map(Object.entries(line).map(([route, entry]) => [route, entryOf(entry)]));
}

function entryOf({ n, quality, lower, ...known }: QualityEntryShape): QualityEntry {
  return {
    n,
    quality,
    lower,
    costNanoUsd: known.cost_usd === undefined ? undefined : known.cost_usd * NANO_USD,
    p95Ms: known.p95_ms,
    outputTokens: known.output_tokens,
  };
}
