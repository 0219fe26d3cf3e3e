import { isJsonObject, type JsonObject } from "../core/json.ts";
import { jsonIn, readJson, type Fault } from "./read-cell.ts";
import type { Cell } from "./table-row.ts";

/** Datasets have few schemas and many records: beyond these, equal ones are no longer shared. */
const MOST_KEPT = 64;
const LONGEST_KEPT = 100_000;

/** Reads the schemas of a dataset's records; equal ones become one object. */
export class ResponseSchemas {
  readonly #kept = new Map<string, JsonObject>();

  /** Absent: the cell is empty, or a fault was told. */
  read(cell: Cell, column: string, fault: Fault): JsonObject | undefined {
    if (cell === undefined || cell === null || cell === "") return undefined;
    const text = typeof cell === "string" ? cell : JSON.stringify(readJson(cell, column, fault));
    if (text === undefined) return undefined;
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    const schema = readJson(typeof cell === "string" ? jsonIn(cell) : cell, column, fault);
    if (!isJsonObject(schema)) {
      fault(column, "expected a JSON Schema: an object as JSON");
      return undefined;
    }
    if (this.#kept.size < MOST_KEPT && text.length <= LONGEST_KEPT) this.#kept.set(text, schema);
    return schema;
  }
}
