import { rmSync } from "node:fs";

/**
 * Takes its folder away from a file that is open: it goes on as long as it is open, and a process
 * that is killed leaves nothing of other people's prompts behind. Where a system lets no open file
 * lose its name, it stands there until it is closed.
 */
export function forgetName(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Whoever closes the file removes it.
  }
}
