import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { SourceDocument } from "../../documents/source-document.ts";
import { readShape, z } from "../../documents/shape.ts";
import { dayOf, isLongerThanDay } from "./invoice-day.ts";

/** Pages of a usage export: one document, or the pages one after the other in a list. */
export function readPages<Bucket extends z.ZodType>(
  document: SourceDocument,
  bucket: Bucket,
): readonly { readonly data: readonly z.output<Bucket>[]; readonly path: readonly number[] }[] {
  const page = z.looseObject({ data: z.array(bucket), has_more: z.boolean().optional() });
  const isList = Array.isArray(document.value);
  const pages = isList ? readShape(z.array(page), document) : [readShape(page, document)];
  const last = pages.at(-1);
  if (last === undefined) {
    throw new HarnessError("invalid-input", `${document.file}: holds no page of usage`);
  }
  if (last.has_more === true) {
    throw new HarnessError(
      "invalid-input",
      `${document.file}: is incomplete: its last page says that there is more (has_more)`,
      { hint: "fetch the pages that follow and put all of them into one list: [page, page, …]" },
    );
  }
  return pages.map(({ data }, index) => ({
    data: data as readonly z.output<Bucket>[],
    path: isList ? [index] : [],
  }));
}

/** The day of a bucket; throws where it is longer than a day. */
export function bucketDay(
  document: SourceDocument,
  path: readonly (string | number)[],
  fromMs: number,
  toMs: number | undefined,
): string {
  if (toMs === undefined || !isLongerThanDay(fromMs, toMs)) return dayOf(fromMs);
  throw invalidInput(document.file, [
    {
      file: document.file,
      ...document.locate(path),
      message: "is a bucket of more than a day, which cannot be reconciled by day",
      hint: "export with a bucket width of 1d or less",
    },
  ]);
}
