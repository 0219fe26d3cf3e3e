import { invalidInput } from "../core/harness-error.ts";
import type { Policy } from "../core/policy.ts";
import type { Problem } from "../core/problem.ts";
import { readShape } from "../documents/shape.ts";
import { parseDocument } from "../documents/source-document.ts";
import { noAttachments } from "./attachments.ts";
import { policyOf } from "./policy-of.ts";
import { policySchema } from "./shapes/policy-schema.ts";
import { templateOf } from "./template.ts";

/**
 * A policy that nobody wrote: every record goes to one route, and what passes by itself is tried
 * once more, unless one attempt is all. `timeoutMs` absent: as long as a provider may take.
 */
export function pinnedPolicy(
  route: string,
  timeoutMs: number | undefined,
  attempts: 1 | 2 = 2,
): Policy {
  const file = `route ${route}`;
  const document = parseDocument(
    file,
    JSON.stringify({
      policy_name: file,
      route_selection: { strategy: "pinned", primary_route: route },
      ...(timeoutMs !== undefined && { latency: { timeout_ms: timeoutMs } }),
      fallback:
        attempts === 1
          ? { max_attempts: 1 }
          : { max_attempts: 2, retry_same_route_once: ["transient_error"] },
    }),
  );
  const problems: Problem[] = [];
  const template = templateOf(readShape(policySchema, document), document);
  const source = { file, stem: file, registry: undefined, attachments: noAttachments };
  const policy = policyOf(template, source, problems, []);
  if (problems.length > 0) throw invalidInput(file, problems);
  return policy;
}
