// Copies text, also where the clipboard API is missing (plain http, older phones).

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.readOnly = true;
  document.body.appendChild(box);
  box.select();
  const done = document.execCommand("copy");
  document.body.removeChild(box);
  if (before instanceof HTMLElement) {
    before.focus();
  }
  return done;
}
