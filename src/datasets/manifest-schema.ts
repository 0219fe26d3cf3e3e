import { z } from "../documents/shape.ts";
import { logFormatNames } from "./logs/log-format.ts";
import type { ManifestShape } from "./manifest-shape.ts";

const name = z.string().min(1);
const column = name.describe(
  "A CSV column by its exact name, or a dotted path in JSON (a key that holds the dots wins)",
);

const derivedTag = z
  .strictObject({
    from: column,
    pattern: name.describe("A regular expression; its first group is the tag's value"),
  })
  .describe("A tag cut out of a column");

const outcomeFields = {
  response: column.optional().describe("The answer's text"),
  accepted: column.optional().describe("true/false in any case, or 1/0"),
  score: column.optional().describe("A graded score; acceptance.min_score decides"),
  input_tokens: column.optional().describe("All input tokens, cached ones included"),
  cached_input_tokens: column.optional(),
  output_tokens: column.optional().describe("All output tokens, reasoning included"),
  reasoning_tokens: column.optional(),
  cost_usd: column.optional().describe("The table's own cost; else usage times price"),
  latency_ms: column.optional(),
  latency_s: column.optional(),
  first_token_ms: column.optional(),
  first_token_s: column.optional(),
  error: column.optional().describe("An error class, such as rate_limit"),
  served_model: column.optional(),
  signals: z
    .record(name, column)
    .optional()
    .describe("Run-time facts about the answer that a trigger may see"),
};

const usageBasis = z
  .enum(["inside", "outside"])
  .optional()
  .describe("Whether a log's input count holds the cached tokens (inside) or not (outside)");

const source = z.strictObject({
  path: z
    .union([name, z.array(name).min(1)])
    .describe("Beside the manifest: a file, a list of files or a glob; gzip is read too"),
  format: name.describe(`csv or jsonl; of a log also ${logFormatNames.join(", ")}`),
  cost_unit: z.enum(["usd", "cents"]).optional().describe("What a log's cost counts"),
  usage_basis: usageBasis,
  latency_parts: z
    .literal("sum")
    .optional()
    .describe("A log's latency ends with the first token: generation time is added to it"),
});

const record = z.strictObject({
  id: z
    .union([column, z.strictObject({ row_number: z.literal(true) })])
    .optional()
    .describe("A column, or {row_number: true} for the data row's number from 1"),
  prompt: column.optional().describe("One user message"),
  messages: column.optional().describe("A full list of messages, as JSON"),
  expected: column.optional().describe("What a good answer holds"),
  group: column.optional().describe("Records that belong together"),
  workflow: column.optional().describe("Requests that make one outcome together"),
  owner: column.optional().describe("Who pays"),
  arrived_at: z
    .union([column, z.strictObject({ from: column, unit: z.enum(["s", "ms", "us", "ns"]) })])
    .optional()
    .describe(
      "ISO 8601, or seconds or milliseconds since 1970; of a log, numbers need {from, unit}",
    ),
  sla_ms: column.optional(),
  max_output_tokens: column.optional(),
  tools: column
    .optional()
    .describe("A list of tools as JSON, in the form of OpenAI, Anthropic, or name and parameters"),
  tool_choice: column.optional().describe("auto, required, none, or the name of a tool"),
  response_schema: column
    .optional()
    .describe("A JSON Schema for the answer, before the one that a grader names"),
  stream: column.optional().describe("Whether the answer is to come as a stream: true or false"),
  tags: z.record(name, z.union([column, derivedTag])).optional(),
  features: z.record(name, column).optional().describe("What a policy may look at"),
});

const log = z
  .strictObject({
    routes: z
      .record(name, name)
      .optional()
      .describe("The log's names of routes or models, each with the registry's route"),
    fold: z
      .union([
        z.literal("none"),
        z.strictObject({
          by: column.optional().describe("What calls of one request share"),
          max_gap_ms: z
            .number()
            .min(0)
            .optional()
            .describe("The longest time from a failed call to the next of its request; 60000"),
        }),
      ])
      .optional()
      .describe("How calls become requests; none: each is one"),
    cost: z
      .enum(["logged", "recomputed"])
      .optional()
      .describe("Which cost counts: the log's own (the default), or usage times price"),
  })
  .optional()
  .describe("How a request log is read");

const grader = z
  .looseObject({
    grader: name.describe("Such as exact_match, numeric, json_schema or recorded"),
    name: name.optional().describe("The metric's name, where it is not the grader's"),
    required: z.boolean().optional().describe("Whether an accepted outcome must pass it"),
  })
  .describe("A grader with its options");

/** A dataset manifest as users write it. */
export const manifestSchema: z.ZodType<ManifestShape> = z.strictObject({
  dataset: name.describe("The dataset's name"),
  kind: z.enum(["golden", "log", "outcomes"]),
  source,
  record: record.optional().describe("Where each part of a record is found; a log format knows"),
  outcomes: z
    .record(name, z.strictObject(outcomeFields))
    .optional()
    .describe("A wide table: one entry a route"),
  outcome: z
    .strictObject({
      route: column.optional().describe("The column that names the route; only a log may lack it"),
      join: column.optional().describe("The column that names the record; record.id if absent"),
      ...outcomeFields,
      propensity: column
        .optional()
        .describe("Of a log: how likely its policy was to choose the route it chose"),
      propensities: z
        .record(name, column)
        .optional()
        .describe("Of a log: by route, how likely its policy was to choose it"),
      usage_basis: usageBasis,
    })
    .optional()
    .describe("A long table: a row a record and route; of a log: a row a call"),
  log,
  exclude: z
    .array(
      z.strictObject({
        path: name.describe("A CSV or JSONL file of values"),
        field: column.describe("Its column that holds the value"),
        equals: name.describe("The part of the record, or the column, that is compared"),
      }),
    )
    .optional()
    .describe("Records to leave out"),
  scoring: z.array(grader).min(1).optional(),
  acceptance: z.strictObject({ min_score: z.number().optional() }).optional(),
});
