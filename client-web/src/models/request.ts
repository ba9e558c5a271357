// The one way for models and views to ask the server something over the live connection.
import { noConnection } from "../lib/rpc-error";
import type { CommandName, Params, Results } from "../lib/wire";
import type { Connection } from "./connection";

let connection: Connection | null = null;

export function useConnection(live: Connection): void {
  connection = live;
}

export function request<C extends CommandName>(
  method: C, params: Params[C],
): Promise<Results[C]> {
  return connection ? connection.request<Results[C]>(method, params) : Promise.reject(noConnection());
}
