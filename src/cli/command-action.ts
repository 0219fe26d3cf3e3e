import { HarnessError } from "../core/harness-error.ts";
import { exitCodeOfError } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

/**
 * Runs a command and turns what it throws into a message and an exit code.
 * With `--json` the message is one JSON line, for programs that read it.
 */
export async function runAction(
  { terminal, exit }: CommandContext,
  options: { readonly debug?: boolean; readonly json?: boolean },
  action: () => Promise<number>,
): Promise<void> {
  try {
    exit(await action());
  } catch (error) {
    const code = exitCodeOfError(error);
    const { messageOf } = await import("../run/describe-error.ts");
    const { message, hint } = messageOf(error);
    if (options.json === true) {
      terminal.out(
        `${JSON.stringify({ error: { exit_code: code, message, hint: hint ?? null } })}\n`,
      );
    }
    terminal.err(`error: ${message}\n`);
    if (options.debug === true && error instanceof Error) terminal.err(`${error.stack}\n`);
    const next =
      hint ??
      (error instanceof HarnessError
        ? "mend that and run it again"
        : "run it again with --debug and report the stack");
    terminal.err(`exit ${code}: ${next}\n`);
    exit(code);
  }
}
