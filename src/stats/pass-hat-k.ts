/**
 * The chance that k answers drawn without replacement from `answers`, of which `accepted` are, are
 * all accepted: an unbiased estimate of k fresh answers all being. Source: Yao and others (2024),
 * tau-bench, arXiv:2406.12045. Null: fewer answers than k.
 */
export function passHatK(accepted: number, answers: number, k: number): number | null {
  if (k < 1 || k > answers) return null;
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn += 1) {
    chance *= Math.max(0, accepted - drawn) / (answers - drawn);
  }
  return chance;
}
