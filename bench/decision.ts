/**
 * What a decision costs in processor time, without any call: policies of fifty rules of which none
 * matches, policies that compare routes, and one that looks for neighbours among reference prompts. Usage: npm run bench:decision [-- DECISIONS]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { readPolicy } from "../src/policies/read-policy.ts";
import { readRegistry } from "../src/policies/read-registry.ts";
import { createRouter } from "../src/routing/create-router.ts";
import {
  policies,
  promptsText,
  qualityText,
  registryText,
  signals,
  views,
} from "./decision-inputs.ts";
import { median } from "./timed-process.ts";

const ROUNDS = 7;
/** What the compiler needs is not measured. */
const WARM_UP_ROUNDS = 2;
const decisions = Number(process.argv[2] ?? 50_000);
const folder = mkdtempSync(join(tmpdir(), "routeproof-bench-"));

try {
  write("registry.yaml", registryText);
  write("quality.yaml", qualityText);
  write("prompts.jsonl", promptsText);
  console.log(`machine: ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
  console.log(`${decisions} decisions, median of ${ROUNDS}`);
  for (const { name, selection, target, share = 1 } of policies) {
    const asked = target === undefined ? "" : ` (less than ${target} is asked)`;
    console.log(
      `${name.padEnd(16)} ${(await microseconds(selection, share * decisions)).toFixed(2)} µs${asked}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Of one decision under a policy. */
async function microseconds(selection: string, count: number): Promise<number> {
  const text = `policy_name: bench\nregistry: registry.yaml\nroute_selection:\n${selection}`;
  const { policy, qualityTable } = await readPolicy(write("policy.yaml", text));
  const { registry } = await readRegistry(join(folder, "registry.yaml"));
  const options = { seed: 1, estimateNanoUsd: () => undefined, qualityTable };
  const router = createRouter(policy, registry, options);
  const rounds = Array.from({ length: WARM_UP_ROUNDS + ROUNDS }, () => {
    // The machine may have other work: its clock would count that too.
    const before = process.cpuUsage();
    for (let index = 0; index < count; index += 1) {
      router.decide(views[index % views.length]!, signals);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / count;
  });
  return median(rounds.slice(WARM_UP_ROUNDS));
}
