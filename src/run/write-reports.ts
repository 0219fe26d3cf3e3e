import { join } from "node:path";
import { formats } from "../reports/formats.ts";
import type { RunReport } from "../reports/run-report.ts";
import { formatNames, type FormatName } from "./options/run-options.ts";
import { writeFileWhole } from "./write-file.ts";

/** Writes the named reports beside the run, `comparison.json` always; returns what was written. */
export function writeReports(
  report: RunReport,
  names: readonly FormatName[],
  folder: string,
): readonly string[] {
  return formatNames
    .filter((name) => name === "json" || names.includes(name))
    .flatMap((name) => [formats[name], ...(formats[name].beside ?? [])])
    .map(({ file, render }) => {
      const path = join(folder, file);
      writeFileWhole(path, render(report));
      return path;
    });
}
