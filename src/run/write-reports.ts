import { join } from "node:path";
import { formats } from "../reports/formats.ts";
import type { RunReport } from "../reports/run-report.ts";
import { formatNames, type FormatName } from "./run-options.ts";
import { writeFileWhole } from "./write-file.ts";

/** Writes the named reports beside the run, `comparison.json` always; returns what was written. */
export function writeReports(
  report: RunReport,
  names: readonly FormatName[],
  folder: string,
): readonly string[] {
  return formatNames
    .filter((name) => name === "json" || names.includes(name))
    .map((name) => {
      const path = join(folder, formats[name].file);
      writeFileWhole(path, formats[name].render(report));
      return path;
    });
}
