// One's account: the second step of signing in, what happened to it, the way back in. Fetched
// after signing in, or when somebody who signs in needs it.
import { startAccount } from "./models/account";

export { AccountNotices } from "./parts/account-notices";
export { PasskeyCard } from "./parts/passkey-card";
export { SecondFactorCard } from "./parts/second-factor-card";
export { ForgotView } from "./views/forgot";
export { InviteCodeView } from "./views/invite-code";
export { SecondFactorView } from "./views/second-factor";

startAccount();
