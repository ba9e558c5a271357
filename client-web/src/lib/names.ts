// What people are called on the desk's pages.
import { deskWords } from "../strings-desk";

interface Named { name: string }

/** The server gives no name for somebody who is no longer here. */
export function nameOf({ name }: Named): string {
  return name || deskWords.gone;
}

export function pairName({ carer, supporter }: { carer: Named; supporter: Named }): string {
  return deskWords.pairName(nameOf(carer), nameOf(supporter));
}
