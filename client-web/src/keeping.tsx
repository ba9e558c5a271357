// Looking after a group: planning and leading meetings, the register, how the group lives.
// Fetched when somebody comes who does that.
export { KeepMeeting, PlanMeeting } from "./parts/keep-plan";
export { KeepRound, StepOn } from "./parts/keep-round";
export { AfterMeeting, ToRegister } from "./parts/register";
export { KeepView } from "./views/keep";
