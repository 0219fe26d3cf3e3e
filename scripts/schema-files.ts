// The JSON Schemas that editors use, made from the schemas that the program itself reads with.
import { format } from "prettier";
import { manifestSchema } from "../src/datasets/manifest-schema.ts";
import { jsonSchemaOf, type z } from "../src/documents/shape.ts";
import { policySchema } from "../src/policies/shapes/policy-schema.ts";
import { pricesSchema } from "../src/policies/shapes/prices-schema.ts";
import { qualityTableSchema } from "../src/policies/shapes/quality-schema.ts";
import { registrySchema } from "../src/policies/shapes/registry-schema.ts";

const sources: readonly {
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType;
}[] = [
  { name: "policy", title: "routeproof policy", schema: policySchema },
  { name: "registry", title: "routeproof registry of routes", schema: registrySchema },
  { name: "prices", title: "routeproof prices", schema: pricesSchema },
  { name: "quality-table", title: "routeproof quality table", schema: qualityTableSchema },
  { name: "dataset", title: "routeproof dataset manifest", schema: manifestSchema },
];

/** The text of each file in schema/, by its name. */
export async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { name, title, schema } of sources) {
    const text = JSON.stringify({ title, ...jsonSchemaOf(schema) });
    files.set(`${name}.schema.json`, await format(text, { parser: "json", printWidth: 100 }));
  }
  return files;
}
