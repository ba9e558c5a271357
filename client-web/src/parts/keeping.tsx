// What those who look after a group have more than its members: fetched when one of them comes.
import { fetched } from "./fetched";

export const Keeping = fetched(() => import("../keeping"));
