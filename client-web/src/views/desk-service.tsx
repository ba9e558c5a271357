// What holds for the whole service: the deputy, numbers for a crisis, mail and calls.
import { loadService, serviceTask } from "../models/desk-service";
import { useDesk } from "../models/desk-live";
import { CrisisNumbers } from "../parts/crisis-numbers";
import { DeputyCard } from "../parts/deputy-card";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { LettersCard } from "../parts/letters-card";
import { leadWords as text } from "../strings-lead";

export function DeskService() {
  useDesk(loadService, serviceTask);
  return (
    <>
      <PageHeading>{text.pages.service}</PageHeading>
      <FormError text={serviceTask.error.value} />
      <div class="desk-parts">
        <div>
          <LettersCard />
          <DeputyCard />
        </div>
        <CrisisNumbers />
      </div>
    </>
  );
}
