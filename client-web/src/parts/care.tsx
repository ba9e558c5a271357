// Help, reports and decisions: fetched as soon as one is signed in, or asks for help.
import { fetched } from "./fetched";

export const Care = fetched(() => import("../care"));
