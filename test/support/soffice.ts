import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestContext } from "vitest";
import { skipSaying } from "./skip-saying.ts";

/** Language identifiers of the office's own filter options. */
export const officeLocales = { "en-US": 1033, "de-DE": 1031 } as const;

/** Whether LibreOffice is there; in CI its absence is a failure, elsewhere it is said. */
export function hasSoffice(context: TestContext): boolean {
  const found = spawnSync("soffice", ["--version"], { encoding: "utf8" });
  if (found.status === 0) return true;
  const missing = "soffice is not installed (Debian: libreoffice-calc-nogui)";
  if ((process.env["CI"] ?? "") !== "") throw new Error(missing);
  skipSaying(context, missing);
  return false;
}

/** Tokens of the CSV filter: comma, quote, UTF-8, from line 1, then as each direction needs. */
const csvFilter = "Text - txt - csv (StarCalc)";

/**
 * A CSV file as LibreOffice takes it into a sheet and gives it back: to `.ods` with numbers and
 * formulas recognised, then to CSV with the cells' values. Throws where it does not do it.
 */
export function throughOffice(file: string, locale: keyof typeof officeLocales): string {
  const folder = mkdtempSync(join(tmpdir(), "routeproof-soffice-"));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`;
  const language = officeLocales[locale];
  const convert = (to: string, from: string, source: string): void => {
    const done = spawnSync(
      "soffice",
      [profile, "--headless", from, "--convert-to", to, "--outdir", join(folder, "out"), source],
      { encoding: "utf8" },
    );
    if (done.status !== 0 || /Error/.test(done.stderr)) {
      throw new Error(`soffice: ${done.stdout}${done.stderr}`);
    }
  };
  try {
    const evaluated = `44,34,76,1,,${language},false,true,false,false,false,-1,true`;
    convert("ods", `--infilter=${csvFilter}:${evaluated}`, file);
    const name = basename(file).replace(/\.csv$/, "");
    const asValues = "44,34,76,1,,0,false,false,false";
    convert(`csv:${csvFilter}:${asValues}`, "--norestore", join(folder, "out", `${name}.ods`));
    return readBack(join(folder, "out"), name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readBack(folder: string, name: string): string {
  const file = readdirSync(folder).find(
    (found) => found.startsWith(name) && found.endsWith(".csv"),
  );
  if (file === undefined) throw new Error(`soffice wrote no CSV of ${name}`);
  return readFileSync(join(folder, file), "utf8");
}
