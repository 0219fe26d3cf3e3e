import type { JsonObject } from "../../core/json.ts";
import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { Field, NamedField } from "../column-field.ts";
import type { Manifest } from "../manifest.ts";
import { readAmount, readText, type Fault } from "../read-cell.ts";
import { readLoggedOutcome } from "../read-outcome.ts";
import { readId } from "../read-record.ts";
import type { Cell } from "../table-row.ts";
import { wantedColumns } from "../wanted-columns.ts";
import type { LoggedVerdict } from "./log-event.ts";
import type { LogFormat } from "./log-format.ts";
import { emptyRequest } from "./request-body.ts";
import { responseOf, unseenResponse } from "./response-body.ts";
import { rowPartsReader } from "./row-parts.ts";

/**
 * A log as a table of one's own, a row a call: the manifest's `record` and `outcome` say where
 * everything stands. Rows of one id are attempts of one request.
 */
export function fieldMap(manifest: Manifest): LogFormat {
  const { outcomes } = manifest;
  const { plan, cells: cellsOf } = rowPartsReader(manifest, []);
  const { long } = plan;
  if (outcomes.kind !== "long" || long === undefined) {
    throw new Error("a log's table says where what happened stands");
  }
  const columns = wantedColumns(manifest).names;
  const isCsv = manifest.format === "csv";
  const basis = outcomes.columns.usage_basis ?? "inside";
  let rowNumber = 0;
  return {
    name: manifest.format,
    options: {},
    fields: new Set(columns.map((column) => column.split(".")[0] ?? column).concat(columns)),
    sharesIds: true,
    defaults: {},
    read: (row: JsonObject, { fault, emit }) => {
      rowNumber += 1;
      const cells = cellsOf(row);
      const id = plan.isRowNumber ? String(rowNumber) : readId(plan.id, cells, fault);
      if (id === undefined) return;
      const known = readLoggedOutcome(long.outcome, cells, { isCsv, fault, basis });
      const verdict: LoggedVerdict = {
        ...(known.accepted !== undefined && { accepted: known.accepted }),
        ...(known.score !== undefined && { score: known.score }),
      };
      const attempt: LoggedAttempt = {
        route: textAt(long.route, cells, fault),
        requestedModel: undefined,
        servedModel: known.servedModel,
        provider: undefined,
        latencyMs: known.latencyMs,
        firstTokenMs: known.firstTokenMs,
        result:
          known.error === undefined
            ? {
                kind: "response",
                response: {
                  ...(known.response === undefined
                    ? unseenResponse
                    : responseOf(known.response, undefined)),
                  signals: known.signals,
                },
              }
            : {
                kind: "failure",
                failure: { kind: known.error, detail: known.response, retryAfterMs: undefined },
              },
        usage: known.usage,
        costNanoUsd: known.costNanoUsd,
        serviceTier: undefined,
        isCacheHit: false,
      };
      const input = totalInput(attempt);
      const chance = chanceAt(long.propensity, cells, fault);
      const chances = chancesAt(long.propensities, cells, fault);
      emit({
        kind: "call",
        id,
        foldKey: id,
        startMs: undefined,
        endMs: undefined,
        input: {
          request: input === undefined ? emptyRequest : { ...emptyRequest, promptTokens: input },
          isRedacted: false,
          ...(chance !== undefined && { propensity: chance }),
          ...(chances !== undefined && { propensities: chances }),
        },
        attempt,
        unseenBefore: [],
        verdict,
        row,
      });
    },
  };
}

function textAt(field: Field | undefined, cells: readonly Cell[], fault: Fault) {
  return field && (readText(cells[field.at], field.column, fault) || undefined);
}

function totalInput({ usage }: LoggedAttempt): number | undefined {
  const { inputUncachedTokens: uncached, inputCacheReadTokens: read } = usage;
  return uncached === undefined
    ? undefined
    : uncached + (read ?? 0) + (usage.inputCacheWriteTokens ?? 0);
}

/** A probability: of what was chosen it cannot be 0. */
function chanceAt(field: Field | undefined, cells: readonly Cell[], fault: Fault) {
  if (field === undefined) return undefined;
  const value = readAmount(cells[field.at], field.column, fault);
  if (value === undefined || (value > 0 && value <= 1)) return value;
  fault(field.column, `expected a probability above 0 and at most 1, got ${value}`);
  return undefined;
}

function chancesAt(
  fields: readonly NamedField[],
  cells: readonly Cell[],
  fault: Fault,
): Readonly<Record<string, number>> | undefined {
  if (fields.length === 0) return undefined;
  const chances: Record<string, number> = {};
  for (const { name, at, column } of fields) {
    const value = readAmount(cells[at], column, fault);
    if (value === undefined) continue;
    if (value > 1) fault(column, `expected a probability of at most 1, got ${value}`);
    chances[name] = value;
  }
  return chances;
}
