/**
 * The page of a big run and the pages of its records: how long writing them takes, in how much memory,
 * how large they get and how soon Chromium has them open. Usage: npm run bench:report [-- RECORDS...]
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../test/support/chromium.ts";
import { writeOutcomeTable } from "./outcome-table.ts";
import { median, timed } from "./timed-process.ts";

const ROUNDS = 3;
const main = resolve(import.meta.dirname, "../dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "routeproof-bench-"));

/** Every record of the smaller run has a page; of the larger one those that changed, the default. */
const cases: readonly { readonly records: number; readonly pages: readonly string[] }[] = [
  { records: 100_000, pages: ["--record-pages", "all"] },
  { records: 1_000_000, pages: [] },
];
const wanted = process.argv.slice(2).map(Number);

try {
  console.log(
    `machine: ${cpus().length} × ${cpus()[0]?.model}, ${gib(totalmem())} GiB, Node ${process.version}`,
  );
  for (const { records, pages } of cases) {
    if (wanted.length === 0 || wanted.includes(records)) await measure(records, pages);
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(records: number, pages: readonly string[]): Promise<void> {
  const at = (name: string): string => join(folder, `${records}`, name);
  await writeOutcomeTable(join(folder, `${records}`), records);
  const inputs = ["--dataset", at("table.dataset.yaml"), "--baseline", at("baseline.yaml")];
  const run = ["run", ...inputs, "--candidate", at("candidate.yaml"), "--quiet"];
  const others = ["--format", "json,md,csv,junit"];
  const bare = await timed(process.execPath, [main, ...run, ...others, "--out", at("bare")]);
  const whole = await timed(process.execPath, [main, ...run, ...pages, "--out", at("run")]);
  const again = await timed(process.execPath, [
    main,
    "report",
    at("run"),
    "--format",
    "html",
    ...pages,
  ]);
  const files = readdirSync(at("run/records")).map((name) => at(join("run/records", name)));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const largest = Math.max(...files.map((file) => statSync(file).size));
  const [middle = at("run/report.html")] = files.slice(Math.floor(files.length / 2));
  console.log(`\n${records} records × 2 policies ${pages.join(" ")}`);
  console.log(`run without html  ${seconds(bare.seconds)}, ${bare.peakMb.toFixed(0)} MB`);
  console.log(`run with html     ${seconds(whole.seconds)}, ${whole.peakMb.toFixed(0)} MB`);
  console.log(`html of kept run  ${seconds(again.seconds)}, ${again.peakMb.toFixed(0)} MB`);
  console.log(
    `report.html       ${megabytes(statSync(at("run/report.html")).size)} (2 MB is asked)`,
  );
  console.log(
    `records/          ${files.length} files, ${megabytes(bytes)}, the largest ${megabytes(largest)}`,
  );
  console.log(`report opens in   ${await openedMs(at("run/report.html"))} ms (1,000 is asked)`);
  console.log(`a record page in  ${await openedMs(middle)} ms (300 is asked)`);
  rmSync(join(folder, `${records}`), { recursive: true });
}

/** Milliseconds from asking for a file to its `load` event, the median, in a fresh context each. */
async function openedMs(file: string): Promise<string> {
  const browser = await launchChromium();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    const startedAtMs = performance.now();
    await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
    times.push(performance.now() - startedAtMs);
    await context.close();
  }
  await browser.close();
  return median(times).toFixed(0);
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

function gib(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(0);
}
