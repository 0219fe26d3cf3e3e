import type { JsonObject } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import { MAX_QUOTES, type Quote, quoteReader } from "./answer-quotes.ts";
import type { Grader, GraderSetup, Judge, OptionProblem } from "./grader.ts";
import { isSet, optionalText } from "./grader-options.ts";
import { excerpt, unscored, wrong } from "./make-score.ts";
import { normalizer, normalizeSchema } from "./normalization.ts";
import { quoteFinder, sourceText } from "./quoted-source.ts";
import { type RequiredSpan, requiredSpans } from "./required-spans.ts";

/** What the answer quotes stands in the request's document, and it quotes what it has to. */
export const citations: Grader = {
  reads: "text",
  optionsSchema: {
    type: "object",
    properties: {
      source: { type: "string", minLength: 1 },
      fields: { type: "array", minItems: 1, items: { type: "string", minLength: 1 } },
      min_quote_chars: { type: "integer", minimum: 1 },
      must_quote: { type: "boolean" },
      allow_ellipsis: { type: "boolean" },
      allow_fence: { type: "boolean" },
      normalize: normalizeSchema,
    },
    additionalProperties: false,
  },
  check: checkCitations,
  prepare: prepareCitations,
};

function checkCitations(options: JsonObject): readonly OptionProblem[] {
  const source = optionalText(options, "source");
  const problems: OptionProblem[] = [];
  if (source !== undefined && source.split(".")[0] !== "messages") {
    const message = `${excerpt(source)} is no place among the request's messages`;
    problems.push({ path: ["source"], message, hint: "write messages.0.content, or leave it out" });
  }
  if ("fields" in options && "min_quote_chars" in options) {
    const message = '"min_quote_chars" means nothing beside fields, which hold whole quotes';
    problems.push({ path: ["min_quote_chars"], message, hint: "leave one of them out" });
  }
  return problems;
}

function prepareCitations(setup: GraderSetup): Judge {
  const { name, options, readAnswer, readExpected } = setup;
  const path = optionalText(options, "source");
  const normalize = normalizer(options["normalize"], []);
  const even = (text: string): string => normalize(text).replace(/\s+/gu, " ").trim();
  const find = quoteFinder(isSet(options, "allow_ellipsis"));
  const mustQuote = options["must_quote"] !== false;
  const where = path === undefined ? "" : ` at ${path}`;
  const noSource = unscored(name, `the request holds no text to quote from${where}`);
  const noQuote = wrong(name, "the answer quotes nothing");
  const sources = new WeakMap<ReplayRecord, string>();

  const sourceOf = (record: ReplayRecord): string | undefined => {
    const known = sources.get(record);
    if (known !== undefined) return known;
    const text = sourceText(record.request, path);
    if (text !== undefined) sources.set(record, even(text));
    return sources.get(record);
  };

  return (record, text) => {
    const source = sourceOf(record);
    if (source === undefined) return noSource;
    const spans = requiredSpans(record, readExpected);
    if (typeof spans === "string") return unscored(name, `what is expected ${spans}`);
    const wanted = spans.map((span) => ({ ...span, texts: span.texts.map(even) }));
    const lost = wanted.find(({ texts }) => !texts.some((passage) => source.includes(passage)));
    if (lost !== undefined) {
      const passage = excerpt(lost.texts[0] ?? "");
      return unscored(name, `what is expected does not stand in the source: ${passage}`);
    }
    const ownFields = spans.flatMap(({ field }) => field ?? []);
    const read = quoteReader(options, ownFields, readAnswer)(text);
    if (read.kind === "unreadable") return wrong(name, `the answer ${read.because}`);
    const { quotes } = read;
    if (quotes.length > MAX_QUOTES) {
      return wrong(name, `the answer holds more than the ${MAX_QUOTES} quotes that are checked`);
    }
    if (quotes.length === 0 && wanted.length === 0 && mustQuote) return noQuote;
    const found = quotes.map((quote) => ({ ...quote, parts: find(source, even(quote.text)) }));
    return judge(name, found, wanted);
  };
}

interface FoundQuote extends Quote {
  /** Absent: it does not stand in the source. */
  readonly parts: readonly string[] | undefined;
}

const NAMED_FAULTS = 3;

/** The share of quotes that are genuine and of passages that are cited; right only in full. */
function judge(
  name: string,
  quotes: readonly FoundQuote[],
  wanted: readonly RequiredSpan[],
): Score {
  const invented = quotes.filter(({ parts }) => parts === undefined);
  const uncited = wanted.filter((span) => !quotes.some((quote) => cites(quote, span)));
  const whole = quotes.length + wanted.length;
  const amiss = invented.length + uncited.length;
  const faults = [
    ...invented.map(({ text, field }) => `${at(field)}${excerpt(text)} is not in the source`),
    ...uncited.map(({ texts, field }) => `${at(field)}${excerpt(texts[0] ?? "")} is not cited`),
  ];
  const rest = faults.length > NAMED_FAULTS ? `; and ${faults.length - NAMED_FAULTS} more` : "";
  const because =
    amiss === 0
      ? `${quotes.length} quotes stand in the source, ${wanted.length} required passages are cited`
      : `${faults.slice(0, NAMED_FAULTS).join("; ")}${rest}`;
  const value = whole === 0 ? 1 : (whole - amiss) / whole;
  return { name, value, passed: amiss === 0, because };
}

function cites({ parts, field }: FoundQuote, span: RequiredSpan): boolean {
  if (parts === undefined || (span.field !== undefined && span.field !== field)) return false;
  return span.texts.some((passage) => parts.some((part) => part.includes(passage)));
}

const at = (field: string | undefined): string => (field === undefined ? "" : `${field}: `);
