import type { Command } from "commander";
import type { DrillReport } from "../core/drill-report.ts";
import type { DrillFlags } from "../run/drills/drill-policies.ts";
import { runAction } from "./command-action.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-code.ts";

interface Flags extends DrillFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

const EXAMPLES = `
Examples
  routeproof drill --policy policies/support-baseline.yaml
  routeproof drill --policy policies/classes --json
  routeproof drill --policy P --gateway http://127.0.0.1:8787/v1 --upstream-port 9101
`;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
];

export function defineDrill(command: Command, context: CommandContext): void {
  command
    .option("--policy <path>", "a policy, or a folder of policies; repeatable", collect)
    .option("--registry <file>", "the routes; default: what the policies name, else made up")
    .option("--as-of <day>", "the day that approvals are held against (default: today)")
    .option("--gateway <url>", "drill this gateway on 127.0.0.1 instead of the engine")
    .option(
      "--upstream-port <n>",
      "where its configuration looks for its upstream: ours, that fails",
    )
    .option("--header <name:value>", "sent to the gateway with every request; repeatable", collect)
    .option("--api-key-env <name>", "the variable that holds the gateway's key; default: no key")
    .option("--json", "print the table as JSON")
    .option("--debug", "show stack traces")
    .addHelpText("after", EXAMPLES)
    .action((flags: Flags) => runAction(context, flags, () => drillCommand(flags, context)));
}

async function drillCommand(
  flags: Flags,
  { terminal, redaction }: CommandContext,
): Promise<number> {
  const { drillPolicies, drillJson, renderDrill, hasDifference } =
    await import("../run/drills/drill-policies.ts");
  const reports = await drillPolicies(flags, { redaction, env: (name) => process.env[name] });
  const code = reports.some(hasDifference) ? exitCodes.reject : exitCodes.promote;
  terminal.out(
    flags.json === true
      ? drillJson(reports)
      : reports
          .map((report) => renderDrill(report, { width: terminal.width, colour: terminal.colour }))
          .join("\n"),
  );
  terminal.err(`exit ${code}: ${await nextStep(reports)}\n`);
  return code;
}

/** What was found, and where to look. */
async function nextStep(reports: readonly DrillReport[]): Promise<string> {
  const { drillSentence, hasDifference } = await import("../run/drills/drill-policies.ts");
  const { terminalText } = await import("../run/describe-error.ts");
  const broken = reports.filter(hasDifference);
  const [only] = reports;
  if (reports.length === 1 && only !== undefined) {
    const advice =
      broken.length === 0
        ? ""
        : `; mend what differs, then: routeproof drill --policy ${only.file}`;
    return terminalText(`${drillSentence(only)}${advice}`);
  }
  if (broken.length === 0) return `${reports.length} policies do what they promise`;
  const [first] = broken;
  return terminalText(
    `${broken.length} of ${reports.length} policies do not do what they promise; look closer: routeproof drill --policy ${first?.file}`,
  );
}
