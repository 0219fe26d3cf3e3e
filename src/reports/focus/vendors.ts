import type { BillingKey } from "../../core/billing-row.ts";

/** Who sells what was called, and what it is called. */
export interface Vendor {
  readonly company: string;
  readonly service: string;
  /** Whether the seller is known to run it: of a server that only speaks a protocol nobody knows. */
  readonly isHost: boolean;
}

const vendors: Readonly<Record<NonNullable<BillingKey["provider"]>, Vendor>> = {
  openai: { company: "OpenAI", service: "OpenAI API", isHost: true },
  anthropic: { company: "Anthropic", service: "Anthropic API", isHost: true },
  google: { company: "Google", service: "Gemini API", isHost: true },
  openai_compatible: {
    company: "OpenAI-compatible server",
    service: "OpenAI-compatible API",
    isHost: false,
  },
};

const policyItself: Vendor = { company: "Own policy", service: "Classifier", isHost: false };

export function vendorOf(provider: BillingKey["provider"]): Vendor {
  return provider === undefined ? policyItself : vendors[provider];
}
