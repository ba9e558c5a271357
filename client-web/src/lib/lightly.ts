/** Does what a browser may forbid (storage); the page must work without. */
export function lightly(change: () => void): void {
  try {
    change();
  } catch {
    // As said above.
  }
}
