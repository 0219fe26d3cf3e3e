import { defineConfig, type ViteUserConfig } from "vitest/config";

const suite = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
  },
});

const config: ViteUserConfig = defineConfig({
  test: {
    // By default one core is left alone, and of two that is half of the machine.
    maxWorkers: "100%",
    projects: [
      suite("unit", 20_000),
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
