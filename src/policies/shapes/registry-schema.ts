import { failureKinds } from "../../core/failure.ts";
import { parameterNames } from "../../core/parameter-names.ts";
import { endpointFamilies, providerNames } from "../../core/route.ts";
import { z } from "../../documents/shape.ts";
import { count, milliseconds, name, nameList, share, usdAmount } from "../amounts.ts";
import { gateBounds, type GateBound } from "../gate-bounds.ts";
import { gateSchema } from "./gate-schema.ts";
import { priceSchema } from "./price-schema.ts";
import type { RegistryShape } from "./registry-shape.ts";

const spread = z
  .strictObject({ p50_ms: milliseconds, p95_ms: milliseconds })
  .refine(({ p50_ms, p95_ms }) => p50_ms <= p95_ms, { error: "has a p95 below its p50" });

const errors = z
  .partialRecord(z.enum(failureKinds), share)
  .refine((shares) => sumOf(shares) <= 1, {
    error: "the shares of its errors add up to more than 1",
  })
  .optional();

const seconds = z.number().min(0).max(31_622_400);

const incident = z
  .strictObject({
    from_s: seconds.describe("Seconds of the replay's time, from its start."),
    to_s: seconds.describe("Its end, no longer part of it."),
    errors: errors.describe("In place of the route's own."),
    latency_factor: z.number().positive().max(10_000).optional().describe("Default: 1."),
  })
  .refine(({ from_s, to_s }) => from_s < to_s, { error: "ends before it starts", path: ["to_s"] })
  .refine(({ errors, latency_factor }) => errors !== undefined || latency_factor !== undefined, {
    error: "changes nothing: give it errors or latency_factor",
  });

const incidents = z
  .array(incident)
  .min(1)
  .superRefine((list, context) => {
    for (const [index, { from_s: start }] of list.entries()) {
      const before = list[index - 1];
      if (before === undefined || before.to_s <= start) continue;
      const message = "starts before the one above it has ended: they go in order, one at a time";
      context.addIssue({ code: "custom", message, path: [index, "from_s"] });
    }
  });

const exitCriteria = z
  .strictObject({
    to: z.enum(["managed", "deprecated"]).describe("The stage that it moves on to."),
    gates: z.array(gateSchema).min(1),
  })
  .superRefine(({ gates }, context) => {
    for (const [index, gate] of gates.entries()) {
      const relative = gateBounds.find((bound) => isRelative(bound) && gate[bound] !== undefined);
      if (relative !== undefined) {
        const message = "needs a baseline, and a route has none: use min or max";
        context.addIssue({ code: "custom", message, path: ["gates", index, relative] });
      }
      if (gate.route !== undefined) {
        const message = "names a route: the criteria speak of the one that they stand under";
        context.addIssue({ code: "custom", message, path: ["gates", index, "route"] });
      }
    }
  })
  .describe("What the route has to show before it moves on.");

const simulation = z
  .strictObject({
    latency: spread,
    first_token: spread.optional(),
    errors,
    accuracy: share,
    schema_error_rate: share.optional(),
    output_tokens: count.optional(),
    incidents: incidents.optional(),
  })
  .describe("How the route behaves when no provider is called.");

const route = z.strictObject({
  provider: z.enum(providerNames),
  model: name,
  endpoint_family: z.enum(endpointFamilies).optional(),
  base_url: z
    .string()
    .refine(isPlainHttpUrl, { error: "expected an http or https address without a password" })
    .optional(),
  api_key_env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
      error: "expected the name of an environment variable, never the key itself",
    })
    .optional()
    .describe("Names an environment variable; keys never stand in a file."),
  parameters: z
    .looseObject(Object.fromEntries(parameterNames.map((name) => [name, z.unknown().optional()])))
    .optional()
    .describe(
      "In our words; each wire has some of them, and check refuses the others. extra_body: fields of the vendor's own. " +
        "extra_headers: request headers by name, for a gateway (provider openai_compatible).",
    ),
  capabilities: z
    .object({ context_window: count.optional(), regions: nameList.optional() })
    .catchall(z.boolean())
    .optional(),
  lifecycle: z
    .enum(["experimental", "managed", "deprecated"])
    .optional()
    .describe("Default: managed."),
  source_scope: z.enum(["open", "closed"]).optional(),
  limits: z
    .strictObject({
      requests_per_minute: count.optional(),
      tokens_per_minute: count.optional(),
      max_concurrency: count.optional(),
    })
    .optional()
    .describe("Of live calls to this route; waiting for them is no latency."),
  price: priceSchema.optional().describe("US dollars; overrides the price catalog."),
  simulation: simulation.optional(),
  exit_criteria: exitCriteria.optional(),
});

/** `registry.yaml` as a user writes it. */
export const registrySchema: z.ZodType<RegistryShape> = z.strictObject({
  $schema: z.string().optional(),
  routes: z.record(name, route),
  budgets: z
    .record(name, usdAmount)
    .optional()
    .describe("US dollars by a name that policies may give instead of an amount."),
});

function isRelative(bound: GateBound): boolean {
  return bound !== "min" && bound !== "max";
}

function sumOf(shares: Readonly<Record<string, number | undefined>>): number {
  return Object.values(shares).reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}
