import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { schemaFiles } from "../../../scripts/schema-files.ts";
import { parseDocument } from "../../../src/documents/source-document.ts";

const root = resolve(import.meta.dirname, "../../..");
const files = await schemaFiles();

function accepts(schemaName: string): (documentFile: string) => readonly string[] {
  const schema: unknown = JSON.parse(files.get(`${schemaName}.schema.json`) ?? "{}");
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema as object);
  return (file) => {
    const { value } = parseDocument(file, readFileSync(file, "utf8"));
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

function documentsIn(folder: string, pattern: RegExp): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}

const policyProblems = accepts("policy");
const registryProblems = accepts("registry");
const datasetProblems = accepts("dataset");

test.each([...files])("schema/%s is what `node scripts/write-schemas.ts` writes", (name, text) => {
  expect(readFileSync(join(root, "schema", name), "utf8")).toBe(text);
});

test("the sample documents follow the published schemas", () => {
  const policies = documentsIn(join(root, "policies"), /(?<!registry)\.yaml$/);
  expect(policies.length).toBeGreaterThan(0);
  for (const file of policies) expect([file, policyProblems(file)]).toEqual([file, []]);
  const registry = join(root, "policies/registry.yaml");
  expect(registryProblems(registry)).toEqual([]);
  for (const file of documentsIn(join(root, "datasets"), /\.dataset\.yaml$/)) {
    expect([file, datasetProblems(file)]).toEqual([file, []]);
  }
});

const published = resolve(root, "../shared/reference/policy-examples");

test.skipIf(!existsSync(published))(
  "the published policies follow the schema (skipped without ../shared)",
  () => {
    for (const file of documentsIn(published, /\.yaml$/)) {
      expect([file, policyProblems(file)]).toEqual([file, []]);
    }
  },
);

test("a prices file follows its schema", () => {
  const schema: unknown = JSON.parse(files.get("prices.schema.json") ?? "{}");
  const validate = new Ajv2020({ strict: true }).compile(schema as object);
  const entry = { provider: "openai", model: "gpt-5*", input_per_mtok_usd: 1, tiers: [] };
  expect(validate({ prices: [entry] })).toBe(true);
  expect(validate({ prices: [{ ...entry, input_usd: 1 }] })).toBe(false);
  expect(validate({ prices: [{ model: "m" }] })).toBe(false);
});

test("an editor is told of an unknown key", () => {
  const schema: unknown = JSON.parse(files.get("policy.schema.json") ?? "{}");
  const validate = new Ajv2020().compile(schema as object);
  expect(validate({ falback: {} })).toBe(false);
});
