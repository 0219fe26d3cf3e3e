import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { HarnessError } from "../core/harness-error.ts";

interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** What tells a process from a later one with the same pid; absent where the system hides it. */
  readonly birth: string | undefined;
}

/**
 * One writer a folder; `what` says in messages what the folder holds. Returns the release; takes
 * over from a process that is gone.
 */
export function lockRun(
  path: string,
  what = "run",
): { readonly release: () => void; readonly note?: string } {
  const mine: LockOwner = { pid: process.pid, host: hostname(), birth: birthOf(process.pid) };
  let note: string | undefined;
  for (let round = 0; round < 2; round += 1) {
    try {
      const descriptor = openSync(path, "wx");
      writeSync(descriptor, JSON.stringify(mine));
      closeSync(descriptor);
      const release = (): void => rmSync(path, { force: true });
      return note === undefined ? { release } : { release, note };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") {
        throw new HarnessError("storage", `${path}: the ${what} folder could not be locked`, {
          cause,
        });
      }
    }
    const owner = readOwner(path);
    if (owner !== undefined && isAlive(owner)) {
      throw new HarnessError(
        "invalid-input",
        `${path}: process ${owner.pid} on ${owner.host} is writing this ${what} folder`,
        { hint: `wait for it to end, or stop it; if that machine is gone, delete ${path}` },
      );
    }
    rmSync(path, { force: true });
    note = `took over the lock of process ${owner?.pid ?? "unknown"}, which is gone`;
  }
  throw new HarnessError(
    "invalid-input",
    `${path}: another process took the ${what} folder just now`,
  );
}

function readOwner(path: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<LockOwner> | null;
    const isWhole = typeof owner?.pid === "number" && typeof owner.host === "string";
    return isWhole ? (owner as LockOwner) : undefined;
  } catch {
    // A process that was killed between creating and filling the lock leaves it empty.
    return undefined;
  }
}

function isAlive(owner: LockOwner): boolean {
  if (owner.host !== hostname()) return true;
  if (birthOf(owner.pid) !== owner.birth) return false;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat: clock ticks from boot to the start of the process. */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
