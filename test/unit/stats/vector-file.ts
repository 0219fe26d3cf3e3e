import type { Vector } from "./vector-fields.ts";

/** What a vector is held to when its file does not say. */
const TOLERANCE = 1e-9;

/** The vectors of a file's text; throws an Error that names the first one with a wrong shape. */
export function readVectors(text: string): readonly Vector[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new Error("expected a list of vectors");
  if (parsed.length === 0) throw new Error("the list holds no vector");
  return parsed.map(readVector);
}

function readVector(value: unknown, index: number): Vector {
  const place = `vector ${index + 1}`;
  if (!isFields(value)) throw new Error(`${place} is not an object`);
  const { name, method, input, expected, tolerance = TOLERANCE } = value;
  if (typeof name !== "string") throw new Error(`${place} has no text in "name"`);
  if (typeof method !== "string") throw new Error(`${place} (${name}) has no text in "method"`);
  if (!isFields(input)) throw new Error(`${place} (${name}) has no object in "input"`);
  if (!isFields(expected)) throw new Error(`${place} (${name}) has no object in "expected"`);
  if (typeof tolerance !== "number") {
    throw new Error(`${place} (${name}) has a "tolerance" that is not a number`);
  }
  return { name, method, input, expected, tolerance };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
