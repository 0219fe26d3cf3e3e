import { invalidInput } from "../core/harness-error.ts";
import type { Problem } from "../core/problem.ts";
import type { Price, ProviderName } from "../core/route.ts";
import { readShape } from "../documents/shape.ts";
import { readDocument, type SourceDocument } from "../documents/source-document.ts";
import { priceOf } from "./price-of.ts";
import type { PriceEntryShape } from "./shapes/price-shape.ts";
import { pricesSchema } from "./shapes/prices-schema.ts";
import { secretProblems } from "./secret-problems.ts";

/** A prices file, and where it stands. */
export interface LoadedPrices {
  /** The price of a model at a moment (milliseconds since 1970); absent: the file has none. */
  readonly priceOf: (provider: ProviderName, model: string, atMs: number) => Price | undefined;
  readonly document: SourceDocument;
}

/** An entry with its days as moments. */
interface Entry {
  readonly shape: PriceEntryShape;
  /** Models whose names begin so; with `isExact` the whole name. */
  readonly model: string;
  readonly isExact: boolean;
  readonly fromMs: number;
  /** The first moment that is too late. */
  readonly untilMs: number;
}

const DAY_MS = 86_400_000;

/** Reads a prices file; throws all its problems at once. */
export async function readPrices(file: string): Promise<LoadedPrices> {
  const document = await readDocument(file);
  const secrets = secretProblems(document);
  if (secrets.length > 0) throw invalidInput(file, secrets);
  const entries = readShape(pricesSchema, document).prices.map(entryOf);
  const problems = overlaps(entries, document);
  if (problems.length > 0) throw invalidInput(file, problems);
  const priced = entries.map((entry) => ({ ...entry, price: priceOf(entry.shape) }));
  return {
    document,
    priceOf: (provider, model, atMs) =>
      priced.find(
        (entry) =>
          entry.shape.provider === provider &&
          names(entry, model) &&
          entry.fromMs <= atMs &&
          atMs < entry.untilMs,
      )?.price,
  };
}

function entryOf(shape: PriceEntryShape): Entry {
  const isExact = !shape.model.endsWith("*");
  return {
    shape,
    model: isExact ? shape.model : shape.model.slice(0, -1),
    isExact,
    fromMs: shape.effective_from === undefined ? -Infinity : dayMs(shape.effective_from),
    untilMs: shape.effective_to === undefined ? Infinity : dayMs(shape.effective_to) + DAY_MS,
  };
}

function dayMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function names({ model, isExact }: Entry, asked: string): boolean {
  return isExact ? asked === model : asked.startsWith(model);
}

/** Two entries that both price one model at one moment: which of them holds would be a guess. */
function overlaps(entries: readonly Entry[], document: SourceDocument): readonly Problem[] {
  return entries.flatMap((entry, index) => {
    const earlier = entries.slice(0, index).findIndex((other) => overlap(entry, other));
    if (earlier < 0) return [];
    const { line } = document.locate(["prices", earlier]);
    return {
      file: document.file,
      ...document.locate(["prices", index]),
      message: `"prices.${index}" overlaps "prices.${earlier}" on line ${line}: both price ${sharedModel(entry, entries[earlier])} at the same time`,
      hint: "narrow the model, or set effective_from and effective_to",
    };
  });
}

function overlap(one: Entry, other: Entry): boolean {
  return (
    one.shape.provider === other.shape.provider &&
    one.fromMs < other.untilMs &&
    other.fromMs < one.untilMs &&
    (names(one, other.model) || names(other, one.model)) &&
    !(one.isExact && other.isExact && one.model !== other.model)
  );
}

/** The narrower of two names that overlap. */
function sharedModel(one: Entry, other: Entry | undefined): string {
  const length = ({ model, isExact }: Entry): number => model.length + (isExact ? 0.5 : 0);
  return other !== undefined && length(other) > length(one) ? other.shape.model : one.shape.model;
}
