import { expect, test } from "vitest";
import { policiesPage, examplesIn } from "../../support/policies-page.ts";
import { differencesIn } from "../../support/drilled-documents.ts";
import { PolicyFiles } from "../policies/policy-files.ts";
import { readPolicy } from "../../../src/policies/read-policy.ts";
import { readRegistry } from "../../../src/policies/read-registry.ts";
import { drillPolicy } from "../../../src/run/drills/drill.ts";

const examples = examplesIn(policiesPage);
const policies = examples.filter(({ text }) => text.startsWith("policy_name:"));

test("C7: the page has policies for most of what can be written", () => {
  expect(policies.length).toBeGreaterThan(20);
});

test.each(policies.map(({ file }) => file))("%s keeps what it promises", async (file) => {
  using files = new PolicyFiles();
  for (const example of examples) files.write(example.file, example.text);
  const loaded = await readPolicy(`${files.folder}/${file}`);
  const { registry } = await readRegistry(loaded.registryFile ?? "");
  const report = await drillPolicy(loaded, registry, { seed: 1, asOfMs: Date.UTC(2026, 10, 25) });
  const undrilled = report.rows.filter(({ status }) => status === "not_drilled");
  expect(differencesIn(report).filter((line) => line.startsWith("fail"))).toEqual([]);
  expect(undrilled.map(({ id }) => id).filter((id) => id.startsWith("fallback."))).toEqual([]);
});
