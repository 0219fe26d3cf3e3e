/** A share as a reason tells it, such as `7 %`: without the last binary digits of 0.07 times 100. */
export function percentWords(share: number): string {
  return `${Number((share * 100).toPrecision(12))} %`;
}
