/**
 * p-value of "not every gate is met": the largest of the gates' own, without correction.
 * Without gates nothing is refused. Source: Berger (1982), Technometrics 24:295.
 */
export function intersectionUnionP(pValues: readonly number[]): number {
  return pValues.length === 0 ? 1 : Math.max(...pValues);
}

/** The chance that all gates pass, from the chance of each. */
export interface JointPower {
  /** If the gates have nothing to do with each other. */
  readonly independent: number;
  /** Whatever they have to do with each other, it is no less (Bonferroni). */
  readonly atLeast: number;
}

export function jointPower(powers: readonly number[]): JointPower {
  const missed = powers.reduce((sum, power) => sum + (1 - power), 0);
  return {
    independent: powers.reduce((product, power) => product * power, 1),
    atLeast: Math.max(0, 1 - missed),
  };
}

/** The power that each of so many gates needs for all to pass with the power asked for. */
export function powerPerGate(gates: number, joint: number): JointPower {
  return { independent: joint ** (1 / gates), atLeast: 1 - (1 - joint) / gates };
}
