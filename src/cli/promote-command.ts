import type { Command } from "commander";
import type { PromoteFlags, RollbackFlags } from "../run/promotion/shown-promotion.ts";
import { runAction } from "./command-action.ts";
import { exitCodes } from "./exit-code.ts";
import type { CommandContext } from "./command-context.ts";

interface Output {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const PROMOTE_EXAMPLES = `
The policy, its registry and the run are archived under promotions/, which is meant to be committed.
A run that says anything but promote needs --override, and every later report shows it.

Examples
  routeproof promote reports/2026-11-21-041022-3f9a2c --approved-by "R. Osei" --why "41 % cheaper"
  routeproof promote reports/2026-11-21-041022-3f9a2c --approved-by "R. Osei" --why "41 % cheaper" \\
    --override "the failing segment is switched off next week"
`;

const ROLLBACK_EXAMPLE = `
No policy file is edited: the archived version before is named, with the drill that tries it.

Example
  routeproof rollback --policy support_by_risk --approved-by "R. Osei" --why "refunds are refused"
`;

export function definePromote(command: Command, context: CommandContext): void {
  command
    .argument("<run>", "the folder of a run that is complete and says promote")
    .option("--candidate <name>", "which of the run's candidates (default: its only one)")
    .option("--approved-by <who>", "who approves it")
    .option("--why <text>", "why")
    .option("--override <reason>", "promote against the verdict; shown in every later report")
    .option("--json", "print the decision as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", PROMOTE_EXAMPLES)
    .action((folder: string, flags: PromoteFlags & Output) =>
      runAction(context, flags, () => promoteCommand(folder, flags, context)),
    );
}

async function promoteCommand(
  folder: string,
  { json, debug: _debug, ...flags }: PromoteFlags & Output,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { resolvePromotion, shownPromotion } = await import("../run/promotion/shown-promotion.ts");
  const { promote } = await import("../run/promotion/promote.ts");
  const { PROMOTIONS } = await import("../run/promotion/promotion-log.ts");
  const note = (message: string) => terminal.err(`${message}\n`);
  const world = { root: PROMOTIONS, nowMs: Date.now(), redaction, note };
  const promotion = await promote(resolvePromotion(folder, flags), world);
  if (promotion.kind === "refused") {
    const { policy, decision, because } = promotion;
    const code = exitCodes[decision];
    const message = `the verdict on ${policy} is ${decision}: ${because}`;
    if (json === true) {
      const hint = "--override REASON promotes it all the same";
      terminal.out(`${JSON.stringify({ error: { exit_code: code, message, hint } })}\n`);
    }
    terminal.err(`not promoted: ${message}\n`);
    terminal.err(
      `exit ${code}: --override REASON promotes it all the same, and is shown ever after\n`,
    );
    return code;
  }
  const { width, colour } = terminal;
  const shown = shownPromotion(promotion);
  terminal.out(json === true ? shown.json() : shown.text({ width, colour }));
  return exitCodes.promote;
}

export function defineRollback(command: Command, context: CommandContext): void {
  command
    .option("--policy <name>", "the policy's name")
    .option("--approved-by <who>", "who approves it")
    .option("--why <text>", "why")
    .option("--json", "print the decision as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", ROLLBACK_EXAMPLE)
    .action((flags: RollbackFlags & Output) =>
      runAction(context, flags, () => rollbackCommand(flags, context)),
    );
}

async function rollbackCommand(
  { json, debug: _debug, ...flags }: RollbackFlags & Output,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { resolveRollback, shownRollback } = await import("../run/promotion/shown-promotion.ts");
  const { rollback } = await import("../run/promotion/rollback.ts");
  const { PROMOTIONS } = await import("../run/promotion/promotion-log.ts");
  const world = { root: PROMOTIONS, nowMs: Date.now(), redaction };
  const shown = shownRollback(await rollback(resolveRollback(flags), world));
  const { width, colour } = terminal;
  terminal.out(json === true ? shown.json() : shown.text({ width, colour }));
  return exitCodes.promote;
}
