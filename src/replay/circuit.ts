/** A route's breaker: closed lets calls through, open none, half-open one probe at a time. */
export interface Circuit {
  readonly state: "closed" | "open" | "half_open";
  /** Of the last opening; meaningless while closed. */
  readonly openedAtMs: number;
  /** Why it opened; absent: it is closed. */
  readonly because: string | undefined;
  readonly isProbing: boolean;
  /** Probes in a row that went well since it was half-open. */
  readonly goodProbes: number;
}

/** How long a circuit stays open, and what closes it. */
export interface CircuitRule {
  readonly cooldownMs: number;
  /** Good probes in a row that close it. */
  readonly probes: number;
}

export const closedCircuit: Circuit = {
  state: "closed",
  openedAtMs: 0,
  because: undefined,
  isProbing: false,
  goodProbes: 0,
};

/** Opens it, or opens it again. */
export function opened(atMs: number, because: string): Circuit {
  return { state: "open", openedAtMs: atMs, because, isProbing: false, goodProbes: 0 };
}

/** The circuit as it stands at a time: one that was open for its cooldown is half-open. */
export function circuitAt(circuit: Circuit, atMs: number, { cooldownMs }: CircuitRule): Circuit {
  if (circuit.state !== "open" || atMs - circuit.openedAtMs < cooldownMs) return circuit;
  return { ...circuit, state: "half_open" };
}

/** Whether a call may be sent. */
export function letsThrough(circuit: Circuit): boolean {
  return circuit.state === "closed" || mayProbe(circuit);
}

export function mayProbe({ state, isProbing }: Circuit): boolean {
  return state === "half_open" && !isProbing;
}

/** A call is sent to find out; only where `mayProbe`. */
export function probing(circuit: Circuit): Circuit {
  return { ...circuit, isProbing: true };
}

/** The probe was never sent, or nobody knows how it ended: the next one may try. */
export function withoutProbe(circuit: Circuit): Circuit {
  return circuit.isProbing ? { ...circuit, isProbing: false } : circuit;
}

/** A good probe is a step towards closing; a bad one opens the circuit again, for a whole cooldown. */
export function probed(
  circuit: Circuit,
  atMs: number,
  isError: boolean,
  rule: CircuitRule,
): Circuit {
  if (isError) return opened(atMs, "its probe failed");
  const goodProbes = circuit.goodProbes + 1;
  if (goodProbes >= rule.probes) return closedCircuit;
  return { ...circuit, isProbing: false, goodProbes };
}
