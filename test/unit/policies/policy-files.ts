import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HarnessError } from "../../../src/core/harness-error.ts";
import { readPolicy, type LoadedPolicy } from "../../../src/policies/read-policy.ts";
import { readRegistry, type LoadedRegistry } from "../../../src/policies/read-registry.ts";

/** Two routes and a budget, enough for most policies of these tests. */
export const smallRegistry = `
routes:
  small: {provider: openai, model: s-1, capabilities: {tool_calling: true}, price: {input_per_mtok_usd: 0.25, output_per_mtok_usd: 2}}
  large: {provider: anthropic, model: l-1, capabilities: {tool_calling: true, vision: true}}
budgets: {approved_budget: 0.05}
`;

/** A folder of documents that lives as long as the test that made it. */
export class PolicyFiles implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "policies-"));

  write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  policy(text: string, registry?: string): Promise<LoadedPolicy> {
    return readPolicy(this.write("p.yaml", text), registry);
  }

  registry(text: string): Promise<LoadedRegistry> {
    return readRegistry(this.write("registry.yaml", text));
  }

  /** The problems that reading throws, one a line, with the folder left out. */
  async problemsOf(reading: Promise<unknown>): Promise<readonly string[]> {
    const error: unknown = await reading.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return [];
    if (!(error instanceof HarnessError) || error.code !== "invalid-input") throw error;
    const lines = error.message.replaceAll(`${this.folder}/`, "").split("\n");
    return error.problems.length === 0 ? lines : lines.slice(1);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
