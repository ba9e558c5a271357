// Reads a list that the server gives in pages, whole.

const PAGES_MAX = 50; // more than any service has: a fault would otherwise ask for ever

interface Page<R> { rows: readonly R[]; more: boolean; last: string | undefined }

export async function allPages<R>(
  get: (after: string | undefined) => Promise<Page<R>>,
): Promise<R[]> {
  const all: R[] = [];
  let after: string | undefined;
  for (let i = 0; i < PAGES_MAX; i += 1) {
    const page = await get(after);
    all.push(...page.rows);
    after = page.last;
    if (!page.more || after === undefined) {
      break;
    }
  }
  return all;
}
