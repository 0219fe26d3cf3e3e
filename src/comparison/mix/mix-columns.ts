import { estimatedPromptTokens, userText } from "../../core/model-request.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { CodeColumn } from "../code-column.ts";
import { NumberColumn } from "../number-column.ts";
import { scriptOf } from "./script-of-text.ts";

/** Tags that say what language a record is in, the most direct first. */
const languageTags = ["language", "locale", "lang"] as const;

const HOUR_MS = 3_600_000;

/** A tag of more values names things, such as customers: it has no mix to speak of. */
export const MOST_VALUES = 1_000;

/** What two sets of records are made of, record by record: never their texts. */
export class MixColumns {
  readonly records: number;
  /** Those of the first set; the second's follow. */
  readonly firstRecords: number;
  readonly tags: ReadonlyMap<string, CodeColumn>;
  /** By tag where both sets have one, else by script. */
  readonly languageTag: string | undefined;
  readonly languages: CodeColumn;
  /** Of the prompt; NaN: not known. */
  readonly tokens: NumberColumn;
  /** Of the day, in UTC. */
  readonly hours: CodeColumn;
  /** Lengths that a log counted, of each set: the others are estimated from texts. */
  readonly counted: [number, number] = [0, 0];

  /** `tagNames`: tags that both sets have. */
  constructor(first: number, second: number, tagNames: readonly string[]) {
    this.records = first + second;
    this.firstRecords = first;
    this.tags = new Map(tagNames.map((name) => [name, new CodeColumn(this.records)]));
    this.languageTag = languageTags.find((name) => tagNames.includes(name));
    this.languages = new CodeColumn(this.records);
    this.tokens = new NumberColumn(this.records, Number.NaN);
    this.hours = new CodeColumn(this.records);
  }

  /** Once for each record of both sets; `set` is 0 for the first, 1 for the second. */
  observe({ ordinal, request, tags, arrivedAtMs }: ReplayRecord, set: 0 | 1): void {
    const row = set === 0 ? ordinal : this.firstRecords + ordinal;
    for (const [name, column] of this.tags) {
      if (column.texts.size <= MOST_VALUES) column.set(row, tags[name]);
    }
    const language =
      this.languageTag === undefined ? scriptOf(userText(request)) : tags[this.languageTag];
    this.languages.set(row, language);
    const isRedacted = request.messages.length === 0;
    if (isRedacted && request.promptTokens !== undefined) this.counted[set] += 1;
    if (!isRedacted || request.promptTokens !== undefined) {
      this.tokens.set(row, estimatedPromptTokens(request));
    }
    if (arrivedAtMs !== undefined) this.hours.set(row, hourOf(arrivedAtMs));
  }
}

/** Such as `09h`. */
function hourOf(ms: number): string {
  const hour = Math.floor(ms / HOUR_MS) % 24;
  return String((hour + 24) % 24)
    .padStart(2, "0")
    .concat("h");
}
