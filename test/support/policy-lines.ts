/** What is asked of policies, by the ids under which docs/policies.md has a section for each. */
export const policyLines: readonly string[] = [
  ...numbered("P", 13),
  ...numbered("R", 13),
  "C1",
  "C7",
  "M6",
];

function numbered(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}
