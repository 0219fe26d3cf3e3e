import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The order in which suites run: a single long file at the end would leave a core idle. */
const suites = ["wire", "faults", "e2e", "browser", "finance", "golden", "alone", "unit"];

class LongSuitesFirst extends BaseSequencer {
  /** Within a suite as ever: large files first. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification): number => suites.indexOf(project.name);
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

const suite = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});

const unit = suite("unit", 20_000).test;
/** Unit tests that put something else in a module's place, which no other test may meet. */
const alone = "test/unit/**/*.alone.test.ts";

const config: ViteUserConfig = defineConfig({
  test: {
    // By default one core is left alone, and of two that is half of the machine.
    maxWorkers: "100%",
    sequence: { sequencer: LongSuitesFirst },
    projects: [
      // Starting a process and loading the same modules for each of these files took half their time.
      { test: { ...unit, exclude: [alone], isolate: false } },
      { test: { ...unit, name: "alone", include: [alone] } },
      suite("wire", 60_000),
      suite("golden", 60_000),
      suite("faults", 120_000),
      suite("finance", 120_000),
      suite("browser", 120_000),
      suite("e2e", 120_000),
    ],
  },
});

export default config;
