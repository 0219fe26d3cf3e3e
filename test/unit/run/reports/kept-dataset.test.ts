import { join } from "node:path";
import { expect, test } from "vitest";
import { openKeptDataset } from "../../../../src/run/reports/kept-dataset.ts";
import { aFolder } from "../../../support/a-folder.ts";
import { aReport } from "../../reports/a-run-report.ts";

const { manifest } = aReport();

async function reasonAt(dataset: string): Promise<string | undefined> {
  const kept = await openKeptDataset({ ...manifest, options: { ...manifest.options, dataset } });
  return "because" in kept ? kept.because : undefined;
}

test("a path that begins where the run was started says so, where it leads nowhere", async () => {
  expect(await reasonAt("elsewhere/gone.dataset.yaml")).toBe(
    "the dataset cannot be read: elsewhere/gone.dataset.yaml: there is no such file; the run's paths begin in the folder where it was started",
  );
  const gone = join(aFolder(), "gone.dataset.yaml");
  expect(await reasonAt(gone)).toBe(`the dataset cannot be read: ${gone}: there is no such file`);
});
