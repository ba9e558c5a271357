// Hands a file to the browser, which asks where to put it or puts it among the downloads.
const LONG_ENOUGH_MS = 60_000; // slow phones write large files slowly

export function saveFile(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), LONG_ENOUGH_MS);
}
