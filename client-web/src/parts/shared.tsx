// What two people share, and one thing in which they differ.
import { matchingWords } from "../strings-matching";

export interface SharedProps {
  shared: readonly string[];
  difference: string | undefined;
  heading?: "h2" | "h3"; // one below the heading that stands above
}

export function Shared({ shared, difference, heading: Heading = "h3" }: SharedProps) {
  return (
    <>
      {shared.length === 0 && <p class="quiet">{matchingWords.sharedNone}</p>}
      {shared.length > 0 && <Heading class="small-title">{matchingWords.sharedTitle}</Heading>}
      {shared.length > 0 && (
        <ul class="shared">{shared.map((line) => <li key={line}>{line}</li>)}</ul>
      )}
      {difference && <Heading class="small-title">{matchingWords.differenceTitle}</Heading>}
      {difference && <p>{difference}</p>}
    </>
  );
}
