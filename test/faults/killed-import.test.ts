import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aFolder } from "../support/a-folder.ts";
import { litellmLog } from "../support/log-generators/litellm.ts";
import { ended, routeproof, startRouteproof } from "../support/routeproof.ts";
import { skipSaying } from "../support/skip-saying.ts";

/** What a process has open, by the names that the system gives: a nameless file is "(deleted)". */
function openFiles(pid: number | undefined): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => readlinkSync(join(folder, name)));
  } catch {
    return [];
  }
}

test("an import that is killed leaves no prompts in the temporary folder, and the next one is whole", async (context) => {
  if (!existsSync("/proc/self/fd")) skipSaying(context, "the system does not show open files");
  const folder = aFolder();
  const log = join(folder, "spend.jsonl");
  writeFileSync(log, `${[...litellmLog(40_000).lines].join("\n")}\n`);
  const temporary = join(folder, "tmp");
  mkdirSync(temporary);
  const args = (out: string): readonly string[] => [
    "import",
    "litellm",
    log,
    "-o",
    out,
    "--name=l",
  ];
  const killed = join(folder, "killed");
  const child = startRouteproof(args(killed), { env: { TMPDIR: temporary } });
  const end = ended(child);
  const holdsEvents = (): boolean =>
    openFiles(child.pid).some((file) => file.startsWith(temporary) && file.endsWith(" (deleted)"));
  while (child.exitCode === null && !holdsEvents()) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGKILL");
  expect(await end).toBe("SIGKILL");
  expect(readdirSync(temporary).filter((name) => name.startsWith("routeproof-"))).toEqual([]);
  expect(existsSync(killed)).toBe(false);

  expect(routeproof(args(killed)).code).toBe(0);
  expect(existsSync(`${killed}.partial`)).toBe(false);
  const other = join(folder, "unkilled");
  expect(routeproof(args(other)).code).toBe(0);
  const records = (out: string): string => readFileSync(join(out, "records.jsonl"), "utf8");
  expect(records(killed) === records(other)).toBe(true);
});
