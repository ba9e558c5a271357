// Whether one is the deputy: she sees what is about a lead, and agrees as the second person.
import { computed, signal } from "@preact/signals";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { me } from "./state";

const named = signal<string | null>(null);

export const isDeputy = computed(() => named.value !== null && named.value === me.value?.person);

export const loadDeputy = oneAtATime(async () => {
  named.value = (await request("deputy.get", {})).deputy?.person ?? null;
});
