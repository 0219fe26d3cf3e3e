import { spawnSync } from "node:child_process";
import { shellWord } from "../../src/reports/run-command.ts";
import { builtMain, projectRoot } from "./routeproof.ts";

/** Whether something here can stand in for a terminal. */
export const hasTerminal: boolean = spawnSync("script", ["--version"]).status === 0;

/** What a command shows on a terminal of so many columns, a line an entry. */
export function onTerminal(
  args: readonly string[],
  columns: number,
  env: Readonly<Record<string, string>> = {},
): readonly string[] {
  const command = [process.execPath, builtMain, ...args].map(shellWord).join(" ");
  const done = spawnSync("script", ["-qec", `stty cols ${columns}; ${command}`, "/dev/null"], {
    cwd: projectRoot,
    env: { ...process.env, CI: "", NO_COLOR: "1", SHELL: "/bin/sh", ...env },
    encoding: "utf8",
    input: "",
  });
  return done.stdout.replaceAll("\r\n", "\n").split("\n");
}
