import type { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { OpenExchange } from "./exchange.ts";

/**
 * Notes in each exchange when its request really left, and whether its connection was new. Undici
 * tells both on diagnostics channels; a request is created within its attempt, but written wherever
 * a connection becomes free. Returns how to stop.
 */
export function noteSentRequests(attempts: AsyncLocalStorage<OpenExchange>): () => void {
  const exchangeOf = new WeakMap<object, OpenExchange>();
  const usedSockets = new WeakSet<object>();
  const created = (message: unknown): void => {
    const request = objectIn(message, "request");
    const exchange = attempts.getStore();
    if (request !== undefined && exchange !== undefined) exchangeOf.set(request, exchange);
  };
  const written = (message: unknown): void => {
    const request = objectIn(message, "request");
    const socket = objectIn(message, "socket");
    const exchange = request && exchangeOf.get(request);
    if (exchange === undefined || socket === undefined) return;
    exchange.sentAtMs = exchange.nowMs();
    exchange.openedConnection = !usedSockets.has(socket);
    usedSockets.add(socket);
  };
  subscribe("undici:request:create", created);
  subscribe("undici:client:sendHeaders", written);
  return () => {
    unsubscribe("undici:request:create", created);
    unsubscribe("undici:client:sendHeaders", written);
  };
}

function objectIn(message: unknown, field: string): object | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const value: unknown = Reflect.get(message, field);
  return typeof value === "object" && value !== null ? value : undefined;
}
