import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";

/** Longer texts are sentences, not labels that another record might have. */
const LABEL_MAX_CHARS = 40;

/** Values that one field has in other records. */
export interface FieldValues {
  readonly distinct: readonly JsonValue[];
  /** Whether values repeat, as those of a closed list do. */
  readonly isChoice: boolean;
}

/** What other records expect: believable wrong answers are right ones in the wrong place. */
export interface AnswerPool {
  /** Short plain answers, such as labels. */
  readonly labels: readonly string[];
  /** By field name, wherever in the answer it stands. */
  readonly fields: ReadonlyMap<string, FieldValues>;
}

/** Gathers labels and field values of a sample of expectations. */
export function answerPool(answers: readonly JsonValue[]): AnswerPool {
  const labels = new Set<string>();
  const seen = new Map<string, { readonly values: Map<string, JsonValue>; count: number }>();
  const visit = (value: JsonValue): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isJsonObject(value)) return;
    for (const [name, field] of Object.entries(value)) {
      let entry = seen.get(name);
      if (entry === undefined) seen.set(name, (entry = { values: new Map(), count: 0 }));
      entry.values.set(JSON.stringify(field), field);
      entry.count += 1;
      visit(field);
    }
  };
  for (const answer of answers) {
    const structure = structureOf(answer);
    if (structure !== undefined) visit(structure);
    else if (isLabel(answer)) labels.add(answer);
  }
  const fields = new Map<string, FieldValues>();
  for (const [name, { values, count }] of seen) {
    fields.set(name, { distinct: [...values.values()], isChoice: values.size * 2 <= count });
  }
  return { labels: [...labels], fields };
}

export function isLabel(answer: JsonValue): answer is string {
  return typeof answer === "string" && answer.length <= LABEL_MAX_CHARS && !answer.includes("\n");
}

/** The object or list that an expectation is, or that its text holds. */
export function structureOf(expected: JsonValue): JsonObject | readonly JsonValue[] | undefined {
  if (typeof expected === "object") return expected ?? undefined;
  if (typeof expected !== "string" || !/^\s*[{[]/.test(expected)) return undefined;
  try {
    const parsed: JsonValue = JSON.parse(expected);
    return typeof parsed === "object" ? (parsed ?? undefined) : undefined;
  } catch {
    // A text that only looks like JSON is a text.
    return undefined;
  }
}
