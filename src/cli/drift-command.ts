import type { Command } from "commander";
import type { DriftFlags } from "../run/logs/drift-options.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends DriftFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Nothing is called and nothing is decided: a shift is shown, and the figures of a run in the log's mix.

Examples
  routeproof drift datasets/support-triage.dataset.yaml prod.dataset.yaml
  routeproof drift datasets/support-triage.dataset.yaml prod.dataset.yaml \\
    --run reports/2026-11-21-041022-3f9a2c
`;

export function defineDrift(command: Command, context: CommandContext): void {
  command
    .argument("<golden>", "manifest of the golden set")
    .argument("<log>", "manifest of the request log (kind: log)")
    .option("--run <run>", "a run over the golden set: compare its routes and weigh its figures")
    .option("--seed <n>", "what all chance depends on (default: 1)")
    .option("--json", "print the report as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((golden: string, log: string, flags: Flags) =>
      runAction(context, flags, () => driftCommand(golden, log, flags, context)),
    );
}

async function driftCommand(
  golden: string,
  log: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { resolveDrift } = await import("../run/logs/drift-options.ts");
  const { drift } = await import("../run/logs/drift.ts");
  const { shownDrift } = await import("../run/logs/shown-drift.ts");
  const shown = shownDrift(await drift(resolveDrift(golden, log, flags), redaction));
  const { width, colour } = terminal;
  terminal.out(flags.json === true ? shown.json() : shown.text({ width, colour }));
  return exitCodes.promote;
}
