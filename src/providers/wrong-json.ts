import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { AnswerPool, FieldValues } from "./answer-pool.ts";
import { pick, type Chance } from "./chance.ts";
import { fieldSchema, itemSchema, schemaHint, type SchemaHint } from "./schema-hint.ts";
import { wrongNumber } from "./wrong-number.ts";
import { wrongString } from "./wrong-string.ts";

/** Share of wrong objects with a second wrong field. */
const SECOND_FIELD_SHARE = 0.3;
/** Share of wrong fields that are left out, or null, where the schema allows it. */
const LEFT_OUT_SHARE = 0.2;

/**
 * A wrong answer of the right shape: one or two fields differ, and what is known of the schema is
 * kept. An answer that offers nothing to get wrong becomes null.
 */
export function wrongJson(
  right: JsonValue,
  schema: JsonValue | undefined,
  pool: AnswerPool,
  chance: Chance,
): JsonValue {
  return wrongValue({ name: "", value: right, schema, pool, chance }) ?? null;
}

/** One value in its place. */
interface Place {
  readonly name: string;
  readonly value: JsonValue;
  readonly schema: JsonValue | undefined;
  readonly pool: AnswerPool;
  readonly chance: Chance;
}

/** Absent: there is no believable other value. */
function wrongValue(place: Place): JsonValue | undefined {
  const { name, value, pool, chance } = place;
  const hint = schemaHint(place.schema);
  const { choices } = hint;
  if (choices !== undefined) return pick(othersThan(value, choices), chance, `${name} choice`);
  const known = pool.fields.get(name);
  if (known?.isChoice === true && !isStructure(value)) {
    const other = otherOfKind(value, known, chance, name);
    // A text outside of a closed list would break the schema that closes it.
    if (other !== undefined || typeof value === "string") return other;
  }
  if (typeof value === "number") return wrongNumber(value, hint, chance);
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") {
    const other = known === undefined ? undefined : otherOfKind(value, known, chance, name);
    return wrongString(value, typeof other === "string" ? other : undefined, chance);
  }
  if (value === null) {
    return known === undefined ? undefined : pick(othersThan(value, known.distinct), chance, name);
  }
  return isJsonObject(value) ? wrongObject(value, place) : wrongList(value, place, hint);
}

function wrongObject(value: JsonObject, place: Place): JsonObject | undefined {
  const { pool, chance } = place;
  const names = Object.keys(value);
  const start = Math.floor(chance(`${place.name} first field`) * names.length);
  const wanted = chance(`${place.name} second field`) < SECOND_FIELD_SHARE ? 2 : 1;
  const hint = schemaHint(place.schema);
  const fields = new Map(Object.entries(value));
  let altered = 0;
  for (let index = 0; index < names.length && altered < wanted; index += 1) {
    const name = names[(start + index) % names.length] ?? "";
    const schema = fieldSchema(place.schema, name);
    const left = leftOut(name, fields.get(name) ?? null, hint, schema, chance);
    if (left === "missing") fields.delete(name);
    else {
      const other =
        left === "null"
          ? null
          : wrongValue({ name, value: value[name] ?? null, schema, pool, chance });
      if (other === undefined) continue;
      fields.set(name, other);
    }
    altered += 1;
  }
  return altered === 0 ? undefined : Object.fromEntries(fields);
}

/** Whether a field is forgotten; only where the schema is known to allow it. */
function leftOut(
  name: string,
  value: JsonValue,
  parent: SchemaHint,
  schema: JsonValue | undefined,
  chance: Chance,
): "missing" | "null" | undefined {
  if (chance(`${name} left out`) >= LEFT_OUT_SHARE) return undefined;
  if (value !== null && schemaHint(schema).types.includes("null")) return "null";
  return parent.required !== undefined && !parent.required.includes(name) ? "missing" : undefined;
}

function wrongList(
  value: readonly JsonValue[],
  place: Place,
  hint: SchemaHint,
): readonly JsonValue[] | undefined {
  const { name, pool, chance } = place;
  const fewest = Math.max(1, hint.minItems ?? 0);
  if (value.length > fewest && chance(`${name} shorter`) < 0.5) return value.slice(0, -1);
  const at = Math.floor(chance(`${name} item`) * value.length);
  const item = value[at];
  if (item === undefined) return undefined;
  const other = wrongValue({ name, value: item, schema: itemSchema(place.schema), pool, chance });
  return other === undefined ? undefined : value.with(at, other);
}

function otherOfKind(
  value: JsonValue,
  known: FieldValues,
  chance: Chance,
  name: string,
): JsonValue | undefined {
  const others = known.distinct.filter((other) => typeof other === typeof value && other !== value);
  return pick(others, chance, `${name} other`);
}

function othersThan(value: JsonValue, choices: readonly JsonValue[]): readonly JsonValue[] {
  const text = JSON.stringify(value);
  return choices.filter((other) => JSON.stringify(other) !== text);
}

function isStructure(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}
