import { glob, stat } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";

/** A path of a manifest as it resolves against the manifest's own folder. */
export function besideFile(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** Why a path cannot be read as data; absent: it can. */
export async function unreadableReason(path: string): Promise<string | undefined> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) return `${path} is a directory, not a file`;
    if (!status.isFile()) return `${path} is not a regular file, and data is read twice`;
    return undefined;
  } catch (error) {
    return whyUnreadable(path, error);
  }
}

/** A failed look at a file, in plain words. */
export function whyUnreadable(path: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") return `there is no file ${path}`;
  if (code === "EACCES" || code === "EPERM") return `no permission to read ${path}`;
  if (code === "EISDIR") return `${path} is a directory, not a file`;
  return `${path} cannot be read (${code === "" ? String(error) : code})`;
}

/** The files that one path of a manifest stands for: itself, or the matches of a glob by name. */
export async function filesNamed(path: string): Promise<readonly string[]> {
  if (!/[*?[{]/.test(path)) return [path];
  const isLiteral = await stat(path).then(
    () => true,
    () => false,
  );
  if (isLiteral) return [path];
  const found: string[] = [];
  for await (const match of glob(path)) found.push(match);
  return found.sort();
}
