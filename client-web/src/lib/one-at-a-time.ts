/** Reads once at a time; what is asked for meanwhile is read once more afterwards. */
export function oneAtATime(load: () => Promise<void>): () => Promise<void> {
  let isLoading = false;
  let isAskedAgain = false;
  return async () => {
    if (isLoading) {
      isAskedAgain = true;
      return;
    }
    isLoading = true;
    try {
      do {
        isAskedAgain = false;
        await load();
      } while (isAskedAgain);
    } finally {
      isLoading = false;
    }
  };
}

/** The same for each key: what is asked later never comes before what was asked earlier. */
export function oneAtATimeEach(load: (key: string) => Promise<void>): (key: string) => Promise<void> {
  const loads = new Map<string, () => Promise<void>>();
  return (key) => {
    const known = loads.get(key) ?? oneAtATime(() => load(key));
    loads.set(key, known);
    return known();
  };
}
