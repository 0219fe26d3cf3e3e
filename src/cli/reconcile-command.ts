import type { Command } from "commander";
import type { ReconcileFlags } from "../run/reconcile/reconcile-run.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends ReconcileFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof reconcile reports/2026-11-21-041022-3f9a2c --invoice openai-usage.json
  routeproof reconcile reports/2026-11-21-041022-3f9a2c \\
    --invoice usage.json --invoice costs.json --tolerance 0.005 --out differences.csv
  routeproof reconcile reports/2026-11-21-041022-3f9a2c \\
    --invoice export.csv --invoice-format columns.yaml --policy support_baseline
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineReconcile(command: Command, context: CommandContext): void {
  command
    .argument("<run>", "a run folder")
    .option("--invoice <file>", "the export; repeatable, for usage and costs apart", collect)
    .option(
      "--invoice-format <format>",
      "focus, openai, anthropic, or a column map MAP.yaml (default: by the file)",
    )
    .option(
      "--policy <name>",
      "hold the calls of one policy against it; needed where none was sent",
    )
    .option("--provider <name>", "whose export it is, where its format does not say")
    .option("--tolerance <share>", "of the invoice that may stay unexplained (default: 0.01)")
    .option("--out <file>", "write all rows as a CSV sheet")
    .option("--json", "print the result as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((folder: string, flags: Flags) =>
      runAction(context, flags, () => reconcileCommand(folder, flags, context)),
    );
}

const codes = {
  within: exitCodes.promote,
  over: exitCodes.reject,
  no_overlap: exitCodes.inconclusive,
} as const;

const words = {
  within: "everything is explained within the tolerance",
  over: "more stays unexplained than the tolerance allows; look at the rows with --out FILE.csv",
  no_overlap: "the run and the invoice share no day, model and measure; name another export",
} as const;

async function reconcileCommand(
  folder: string,
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { reconcileRun } = await import("../run/reconcile/reconcile-run.ts");
  const found = await reconcileRun(folder, flags, redaction);
  const look = { width: terminal.width, colour: terminal.colour };
  terminal.out(flags.json === true ? found.json() : found.text(look));
  const code = codes[found.status];
  terminal.err(`exit ${code}: ${words[found.status]}\n`);
  return code;
}
