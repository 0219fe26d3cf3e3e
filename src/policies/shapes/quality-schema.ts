import { z } from "../../documents/shape.ts";
import { count, name, nameList, share } from "../amounts.ts";
import type { QualityTableShape } from "./quality-shape.ts";

const amount = z.number().min(0).max(1_000_000_000).optional();

const entry = z
  .strictObject({
    n: count.describe("Records behind it."),
    quality: share.describe("Share of its answers that were accepted."),
    lower: share.optional().describe("Lower bound of that share, at 95 % from one side."),
    cost_usd: amount.describe("Mean of a request."),
    p95_ms: amount.describe("Time to the end of the answer."),
    output_tokens: amount.describe("Mean of an answer."),
  })
  .refine(({ quality, lower }) => lower === undefined || lower <= quality, {
    error: "is above quality",
    path: ["lower"],
  });

const line = z.record(name, entry).describe("By route.");

/** A quality table as a user writes it, or `report --quality-table` does. */
export const qualityTableSchema: z.ZodType<QualityTableShape> = z.strictObject({
  $schema: z.string().optional(),
  task: name.optional().describe("The tag by which tasks are told apart."),
  fitted_on: z
    .strictObject({
      dataset: name,
      sha256: name,
      records: count,
      sample: nameList.describe("Fingerprints of some of the records."),
    })
    .optional()
    .describe("What it was computed from: replayed on that, it knows the answers."),
  quality: z
    .strictObject({
      overall: line.describe("Over all tasks, by route."),
      tasks: z.record(name, line).optional().describe("By task, then by route."),
    })
    .superRefine(({ overall, tasks = {} }, context) => {
      if (Object.keys(overall).length === 0) {
        context.addIssue({ code: "custom", message: "names no route", path: ["overall"] });
      }
      for (const [task, routes] of Object.entries(tasks)) {
        for (const route of Object.keys(routes)) {
          if (Object.hasOwn(overall, route)) continue;
          const message = "is not in overall, which speaks of every route";
          context.addIssue({ code: "custom", message, path: ["tasks", task, route] });
        }
      }
    }),
});
