/** What is asked of policies, by the ids under which docs/policies.md has a section for each. */
export const policyLines: readonly string[] = [
  ...numbered("P", 13),
  ...numbered("R", 13),
  "C1",
  "C7",
  "M6",
];

/**
 * Lines that are not built in full: their sections say what works today, without an example, and no
 * test bears their name. Whoever builds one takes it out.
 */
export const unfinishedLines: ReadonlySet<string> = new Set([
  "P2",
  "P3",
  "P4",
  "P5",
  "P6",
  "P7",
  "P8",
  "P9",
  "P11",
  "P12",
  "R6",
  "R7",
  "R8",
  "R9",
  "R10",
  "C1",
  "C7",
  "M6",
]);

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}
