/**
 * Share of one record's candidate probability on actions that the logging policy never takes
 * there. Both distributions are over the same actions in the same order.
 */
export function unsupportedMass(logging: Float64Array, candidate: Float64Array): number {
  let mass = 0;
  for (const [action, probability] of candidate.entries()) {
    if (!(logging[action]! > 0)) mass += probability;
  }
  return mass;
}

/** Whether a log can speak for a candidate at all, over its records so far. */
export interface PolicySupport {
  readonly records: number;
  /** Sum over the records of what `unsupportedMass` says. */
  readonly unsupported: number;
  readonly recordsWithout: number;
  /** Smallest logged probability above 0, of any action; null before the first record. */
  readonly leastProbability: number | null;
}

export const NO_SUPPORT_SEEN: PolicySupport = {
  records: 0,
  unsupported: 0,
  recordsWithout: 0,
  leastProbability: null,
};

/** The support after one more record. */
export function withRecord(
  support: PolicySupport,
  logging: Float64Array,
  candidate: Float64Array,
): PolicySupport {
  const mass = unsupportedMass(logging, candidate);
  const least = logging.reduce(
    (smallest, probability) => (probability > 0 ? Math.min(smallest, probability) : smallest),
    support.leastProbability ?? Infinity,
  );
  return {
    records: support.records + 1,
    unsupported: support.unsupported + mass,
    recordsWithout: support.recordsWithout + (mass > 0 ? 1 : 0),
    leastProbability: Number.isFinite(least) ? least : null,
  };
}

/** Mean unsupported mass; null without a record. Any above 0: the value is not identified. */
export function unsupportedShare({ records, unsupported }: PolicySupport): number | null {
  return records === 0 ? null : unsupported / records;
}
