import type { Advice, AdviceNeeds, Advisor } from "../../core/advice.ts";
import { estimatedPromptTokens, promptChars, type ModelRequest } from "../../core/model-request.ts";
import type { RequestView } from "../../core/request-view.ts";
import type { RiskClass } from "../../core/risk-rule.ts";
import type { Strategy } from "../../core/strategy.ts";
import { moduleReason } from "../../routing/strategies/module.ts";
import { ModuleThread } from "./module-thread.ts";

export interface ModuleAdvisorOptions {
  readonly needs: Extract<AdviceNeeds, { readonly kind: "module" }>;
  readonly strategy: Extract<Strategy, { readonly kind: "module" }>;
  /** The workflow's own: of records that say nothing of theirs. */
  readonly riskClass: RiskClass | undefined;
}

/** Asks the team's own function; whoever opens it closes its thread in the end. */
export interface ModuleAdvisor extends Advisor {
  close(): Promise<void>;
}

/** A function that throws, hangs, ends its thread or answers nonsense gives advice that failed. */
export function createModuleAdvisor(options: ModuleAdvisorOptions): ModuleAdvisor {
  const { needs, strategy, riskClass } = options;
  const thread = new ModuleThread(needs.path, needs.exportName);
  const failed = (because: string): Advice => ({
    kind: "failed",
    because: `${needs.path} ${because}`,
  });
  return {
    async advise({ view }, _clock, signal) {
      signal.throwIfAborted();
      const question = questionOf(view, strategy.routes, riskClass);
      const answer = await thread.ask(question, needs.timeoutMs);
      if (answer.kind === "no_answer") return failed(answer.because);
      const { route, because = moduleReason(strategy.path) } = answer;
      if (strategy.routes.includes(route)) return { kind: "chosen", route, because };
      const list = strategy.routes.join(", ");
      return failed(`answered ${JSON.stringify(route.slice(0, 100))}, which is none of ${list}`);
    },
    close: () => thread.close(),
  };
}

/** What the function is given: what an expression of a policy may see, and no more. */
function questionOf(
  view: RequestView,
  routes: readonly string[],
  riskClass: RiskClass | undefined,
): unknown {
  const { tags, features, owner, workflow, request } = view;
  return {
    intent: tags["intent"] ?? null,
    risk: tags["risk_class"] ?? riskClass ?? null,
    sla_ms: request.slaMs ?? null,
    tags,
    features,
    owner: owner ?? null,
    workflow: workflow ?? null,
    request: requestFacts(request),
    routes,
  };
}

function requestFacts(request: ModelRequest): unknown {
  const { messages, tools, responseSchema, stream, slaMs, maxOutputTokens } = request;
  return {
    prompt_chars: promptChars(request),
    prompt_tokens: estimatedPromptTokens(request),
    messages,
    tools,
    wants_schema: responseSchema !== undefined,
    stream,
    sla_ms: slaMs ?? null,
    max_output_tokens: maxOutputTokens ?? null,
  };
}
