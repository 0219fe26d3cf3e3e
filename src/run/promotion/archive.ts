import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { sha256Hex } from "../../core/canonical-json.ts";
import type { DecisionEntry } from "../../core/decision-entry.ts";
import { HarnessError } from "../../core/harness-error.ts";

/** A file of an archive: its name in there, and its bytes. */
export interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const VERSION_CHARS = 12;
const NAME_HASH_CHARS = 8;
const NAME_CHARS = 40;

/** Where the promotion of a version on a run is archived: names are any text, folders are not. */
export function archiveFolder(
  root: string,
  { policy, version, run_id: run }: Pick<DecisionEntry, "policy" | "version" | "run_id">,
): string {
  const slug = policy
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, NAME_CHARS);
  const name = `${slug}-${sha256Hex(policy).slice(0, NAME_HASH_CHARS)}`.replace(/^-/, "");
  return join(root, name, shortVersion(version), run ?? "rollback");
}

/** The beginning of a version's hash, which is what people name it by. */
export function shortVersion(version: string): string {
  return version.replace("sha256:", "").slice(0, VERSION_CHARS);
}

/** Writes an archive whole or not at all; one that stands is left as it is. */
export function writeArchive(folder: string, files: readonly ArchivedFile[]): void {
  if (existsSync(folder)) return;
  const beside = `${folder}.tmp`;
  try {
    rmSync(beside, { recursive: true, force: true });
    for (const { name, bytes } of files) {
      const path = join(beside, name);
      mkdirSync(dirname(path), { recursive: true });
      const descriptor = openSync(path, "wx");
      try {
        writeFileSync(descriptor, bytes);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
    }
    renameSync(beside, folder);
  } catch (cause) {
    rmSync(beside, { recursive: true, force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError("storage", `${folder}: could not be written: ${why}`, { cause });
  }
}
