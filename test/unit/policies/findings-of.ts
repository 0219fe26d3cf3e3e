import { expect } from "vitest";
import { problemLine } from "../../../src/core/problem.ts";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import { priceFindings } from "../../../src/policies/checks/check-prices.ts";
import { findingsOfPolicy } from "../../../src/run/problems/findings-of-policy.ts";
import { PolicyFiles } from "./policy-files.ts";

const registryText = `
routes:
  small: {provider: openai, model: s-1, capabilities: {tool_calling: true, vision: true}, price: {input_per_mtok_usd: 0.25, output_per_mtok_usd: 2}}
  large: {provider: anthropic, model: l-1, capabilities: {tool_calling: true, vision: true}, price: {input_per_mtok_usd: 3, output_per_mtok_usd: 9}}
  plain: {provider: google, model: p-1, capabilities: {tool_calling: true, streaming: false}}
  mute: {provider: google, model: m-1, capabilities: {streaming: false}}
  trial: {provider: google, model: t-1, lifecycle: experimental, capabilities: {tool_calling: true, vision: true}}
  flaky: {provider: openai, model: f-1, capabilities: {tool_calling: true, vision: true}, simulation: {latency: {p50_ms: 1, p95_ms: 2}, errors: {first_token_timeout: 0.1}, accuracy: 1}}
  open_route: {provider: openai, model: o-1, source_scope: open, capabilities: {tool_calling: true, vision: true, regions: [eu]}, price: {input_per_mtok_usd: 1, output_per_mtok_usd: 1}}
budgets: {approved_budget: 0.05}
`;

const asOf = "2026-11-25";

/** What a policy says in vain, a line each; its problems are none. */
export async function findingsOf(text: string, day: string = asOf): Promise<readonly string[]> {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  const loaded = await files.policy(`${text}\nregistry: registry.yaml\n`);
  const problems = checkPolicy(loaded, registry).map(problemLine);
  expect(problems).toEqual([]);
  const found = [
    ...findingsOfPolicy(loaded, registry, Date.parse(`${day}T12:00:00Z`)),
    ...priceFindings(loaded.template, loaded.policy, registry),
  ];
  return found.map((finding) => problemLine(finding).replaceAll(`${files.folder}/`, ""));
}

/** What keeps a policy from running, a line each. */
export async function problemsOf(text: string): Promise<readonly string[]> {
  using files = new PolicyFiles();
  const { registry } = await files.registry(registryText);
  const loaded = await files.policy(`${text}\nregistry: registry.yaml\n`);
  return checkPolicy(loaded, registry).map((problem) =>
    problemLine(problem).replaceAll(`${files.folder}/`, ""),
  );
}
