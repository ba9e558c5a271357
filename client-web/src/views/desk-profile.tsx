// One person: her story, consents and what else her coordinator looks after.
import { useEffect, useState } from "preact/hooks";
import type { Role } from "../lib/wire";
import {
  closeProfile, loadProfile, openProfile, profile, profileTask, reasonAsked,
} from "../models/desk-profile";
import { route } from "../models/routes";
import { link, me } from "../models/state";
import { Field, focusField, FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { CasePeople, Consents, InCrisis, Queue, Readiness, Safety } from "../parts/profile-cards";
import { PrivateCheck } from "../parts/profile-check";
import { SafeToReach } from "../parts/profile-safe";
import { closeStory, ProfileStory } from "../parts/profile-story";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

const REASON_MAX = 400;

function useProfile(person: string): void {
  useEffect(() => {
    closeProfile();
    closeStory();
  }, [person]);
  useEffect(() => {
    if (link.value === "live") {
      loadProfile(person).catch((cause: unknown) => profileTask.explain(cause));
    }
  }, [person, link.value]);
}

/** Asked of a lead: whoever coordinates the area sees the page at once. */
function WhyForm({ person }: { person: string }) {
  const [error, setError] = useState<string | null>(null);
  const open = (form: HTMLFormElement) => {
    const why = valueOf(form, "reason").trim();
    setError(why === "" ? deskWords.reasonNeeded : null);
    if (why === "") {
      focusField(form, "reason");
    } else {
      void openProfile(person, why);
    }
  };
  return (
    <form
      class="card" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        open(event.currentTarget);
      }}
    >
      <p>{deskWords.lookText}</p>
      <Field
        name="reason" label={deskWords.lookWhy} hint={deskWords.lookHint} error={error}
        max={REASON_MAX} capitals="sentences"
      />
      <button type="submit" class="strong" disabled={profileTask.busy.value}>
        {deskWords.lookOpen}
      </button>
    </form>
  );
}

function whoWords(role: Role, areas: readonly string[]): string {
  const names = me.value?.areas ?? {};
  const where = words.list(areas.map((id) => names[id]?.name ?? "").filter(Boolean));
  return where === "" ? words.roles[role] : `${words.roles[role]}, ${where}`;
}

export function DeskProfile() {
  const here = route.value;
  const person = here.view === "desk" ? here.person ?? "" : "";
  useProfile(person);
  const now = profile.value;
  return (
    <>
      <button type="button" class="back" onClick={() => history.back()}>
        <span aria-hidden="true">‹ </span>{deskWords.profileBack}
      </button>
      <PageHeading>{now?.name ?? deskWords.storyTitle}</PageHeading>
      <FormError text={profileTask.error.value} />
      {now === null && !reasonAsked.value && (
        <p class="quiet">{profileTask.error.value ? "" : words.wait}</p>
      )}
      {reasonAsked.value && <WhyForm person={person} />}
      {now && (
        <>
          <p class="hint">
            {whoWords(now.role, now.areas)}. {deskWords.profileRead}
          </p>
          <div class="desk-parts">
            <ProfileStory person={person} now={now} />
            <div>
              <SafeToReach key={person} person={person} />
              <Safety person={person} now={now} />
              <Consents person={person} now={now} />
              <Queue person={person} now={now} />
              <PrivateCheck key={person} person={person} now={now} />
              <Readiness now={now} />
              <InCrisis person={person} now={now} />
              <CasePeople person={person} now={now} />
            </div>
          </div>
        </>
      )}
    </>
  );
}
