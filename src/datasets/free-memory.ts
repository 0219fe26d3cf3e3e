/**
 * Gives an array's memory back at once: a collection may come after as much again was asked for.
 * The array is empty then; of one that is empty already nothing is left to give.
 */
export function freeMemory({ buffer }: ArrayBufferView<ArrayBuffer>): void {
  if (!buffer.detached) buffer.transfer(0);
}
