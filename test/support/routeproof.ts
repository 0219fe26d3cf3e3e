import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { text as textOf } from "node:stream/consumers";

export const projectRoot: string = resolve(import.meta.dirname, "../..");
export const builtMain: string = resolve(projectRoot, "dist/cli/main.js");

/** For a run of which a test reads no page and no sheet: its comparison is all that is written. */
export const numbersOnly = "--format=json";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the built command line to its end, as a user would. */
export function routeproof(args: readonly string[], around: Surroundings = {}): Finished {
  assertBuilt();
  const done = spawnSync(process.execPath, [builtMain, ...args], {
    cwd: around.cwd ?? projectRoot,
    env: environment(around),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** The same beside a server that the test itself runs: it goes on answering. */
export async function routeproofBeside(
  args: readonly string[],
  around: Surroundings = {},
): Promise<Finished> {
  assertBuilt();
  const child = spawn(process.execPath, [builtMain, ...args], {
    cwd: around.cwd ?? projectRoot,
    env: environment(around),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    ended(child),
  ]);
  return { code: typeof code === "number" ? code : null, stdout, stderr };
}

/** Runs the built command line as a user without rights, or says why that cannot be done here. */
export function routeproofUnprivileged(args: readonly string[]): Finished | string {
  assertBuilt();
  const nobody = 65_534;
  const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const run = (words: readonly string[]) =>
    spawnSync(process.execPath, [builtMain, ...words], {
      ...identity,
      cwd: "/",
      env: environment({}),
      encoding: "utf8",
    });
  if (run(["--version"]).status !== 0) return "another user may not read this checkout";
  const done = run(args);
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Starts the built command line and leaves it running. */
export function startRouteproof(args: readonly string[], around: Surroundings = {}): ChildProcess {
  assertBuilt();
  return spawn(process.execPath, [builtMain, ...args], {
    cwd: around.cwd ?? projectRoot,
    env: environment(around),
    stdio: ["ignore", "ignore", "pipe"],
  });
}

export function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((done) => child.on("exit", (code, signal) => done(signal ?? code)));
}

/** The tests' own CI must not decide whether `--strict` is on. */
function environment(around: Surroundings): Record<string, string | undefined> {
  return { ...process.env, CI: "", NO_COLOR: "1", ...around.env };
}

function assertBuilt(): void {
  if (!existsSync(builtMain)) throw new Error("dist/ is missing: npm run build");
}
