// The pages of the desk about safety: fetched when one of them is opened.
export { LeadPages } from "./views/desk-lead";
