import { textOf, type Turn } from "./conversation.ts";

/** Whether a turn speaks for the application and not for one of the two sides. */
export function isSystemTurn({ role }: Turn): boolean {
  return role === "system" || role === "developer";
}

/** How many turns stand before the conversation begins. */
export function leadingSystemTurns(turns: readonly Turn[]): number {
  const first = turns.findIndex((turn) => !isSystemTurn(turn));
  return first === -1 ? turns.length : first;
}

/** The system's turns before the conversation, as one text; absent: there are none. */
export function systemText(turns: readonly Turn[]): string | undefined {
  const leading = turns.slice(0, leadingSystemTurns(turns));
  return leading.length === 0 ? undefined : leading.map(textOf).join("\n\n");
}
