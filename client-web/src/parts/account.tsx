// One's account: fetched as soon as one is signed in, or has to set up how one signs in.
import { fetched } from "./fetched";

export const Account = fetched(() => import("../account"));
