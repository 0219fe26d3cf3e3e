import type { JsonValue } from "../core/json.ts";
import { CodeColumn } from "./code-column.ts";

/** More expected texts than this are free answers, not labels: no matrix could be read. */
const MOST_LABELS = 1_000;
const LONGEST_LABEL = 200;

/** Expected texts of the records, kept only while they look like labels. */
export class ExpectedLabels {
  readonly #labels: CodeColumn;
  #areLabels = true;

  constructor(records: number) {
    this.#labels = new CodeColumn(records);
  }

  set(ordinal: number, expected: JsonValue | undefined): void {
    if (!this.#areLabels || expected === undefined) return;
    const text = labelText(expected);
    this.#areLabels = text.length <= LONGEST_LABEL && this.#labels.texts.size < MOST_LABELS;
    if (this.#areLabels) this.#labels.set(ordinal, text);
  }

  /** Absent: nothing is expected of the record, or the dataset does not expect labels. */
  at(ordinal: number): string | undefined {
    const code = this.#areLabels ? this.#labels.at(ordinal) : 0;
    return code === 0 ? undefined : this.#labels.texts.text(code);
  }
}

function labelText(expected: JsonValue): string {
  return typeof expected === "string" ? expected : JSON.stringify(expected);
}
