import { expect, test } from "vitest";
import { runCommand, shellWord, toolCommand } from "../../../src/reports/run-command.ts";
import { aManifest } from "./a-run-report.ts";

test("the command of a run names every choice that was made", () => {
  const { options } = aManifest();
  const manifest = aManifest({
    provider: "simulated",
    options: {
      ...options,
      registry: "registry.yaml",
      prices: "prices.yaml",
      limit: 10,
      sample: 5,
      repeat: 3,
      strict: true,
      store_text: "none",
    },
  });
  expect(runCommand(manifest)).toBe(
    "routeproof run --dataset datasets/support.dataset.yaml --baseline policies/prod.yaml " +
      "--candidate 'policies/cheap first.yaml' --registry registry.yaml --prices prices.yaml --provider simulated " +
      "--limit 10 --sample 5 --filter intent=refund --seed 7 --repeat 3 --concurrency 16 " +
      "--max-error-rate 0.05 --strict --store-text none",
  );
});

test("a word with anything a shell would read is quoted", () => {
  expect(shellWord("it's $HOME")).toBe("'it'\\''s $HOME'");
  expect(shellWord("")).toBe("''");
  expect(toolCommand("show", "reports/run-7", "a;b")).toBe("routeproof show reports/run-7 'a;b'");
});
