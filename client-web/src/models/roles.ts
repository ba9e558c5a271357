// Which parts one has in the service.
import type { Role } from "../lib/wire";
import { me } from "./state";

export function hasRole(role: Role): boolean {
  return me.value?.roles.some((grant) => grant.role === role) ?? false;
}
