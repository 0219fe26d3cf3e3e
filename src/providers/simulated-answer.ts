import type { JsonValue } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Simulation } from "../core/route.ts";
import { structureOf, type AnswerPool } from "./answer-pool.ts";
import { brokenJson } from "./broken-json.ts";
import type { Chance } from "./chance.ts";
import { wrongJson } from "./wrong-json.ts";
import { wrongText } from "./wrong-text.ts";

const NOTHING_EXPECTED = "This is a simulated answer: the record does not say what is expected.";

/**
 * An answer as right, wrong or broken as the simulation says. Answers that break a schema are
 * among the wrong ones, so both shares hold as written wherever they fit side by side; where they
 * do not, the schema errors come first.
 */
export function simulatedAnswer(
  record: ReplayRecord,
  simulation: Simulation,
  pool: AnswerPool,
  chance: Chance,
): string {
  const { expected } = record;
  const schema = record.request.responseSchema;
  if (expected === undefined) return NOTHING_EXPECTED;
  const structure = structureOf(expected);
  const draw = chance("answer");
  if (structure === undefined && schema === undefined) {
    const right = plainText(expected);
    return draw < simulation.accuracy ? right : wrongText(right, pool.labels, chance);
  }
  const right = structure ?? expected;
  if (draw >= 1 - simulation.schemaErrorRate) return brokenJson(right, schema, chance);
  return JSON.stringify(
    draw < simulation.accuracy ? right : wrongJson(right, schema, pool, chance),
  );
}

function plainText(expected: JsonValue): string {
  return typeof expected === "string" ? expected : JSON.stringify(expected);
}
