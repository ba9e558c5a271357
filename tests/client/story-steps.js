// What the journeys through a story share.

export function button(page, name) {
  return page.getByRole('button', { name, exact: true });
}

export function heading(page, name) {
  return page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Opens one of the pages that one reaches from "Me". */
export async function openPage(page, name) {
  await page.getByRole('link', { name: 'Me', exact: true }).click();
  await button(page, name).click();
  await heading(page, name);
}

export async function openQuestion(page, short, question) {
  await page.getByRole('button', { name: new RegExp(`^(Answer|Change): ${short}$`) }).click();
  await heading(page, question);
}

export async function toList(page) {
  await button(page, 'All my answers').click();
  await heading(page, /^(My story|About me as a supporter)$/);
}

/** The server has the answer of the question that is open. */
export function saved(page) {
  return page.locator('.where').getByText('Saved.', { exact: true }).waitFor();
}

/** Goes on, skipping, until the question with this heading is asked. */
export async function goesTo(page, question) {
  const asked = page.getByRole('heading', { name: question, level: 1 });
  const on = page.getByRole('button', { name: /^(Skip|Next)$/ });
  await on.waitFor(); // a question stands there
  while (!(await asked.isVisible())) {
    const before = await page.getByRole('heading', { level: 1 }).innerText();
    await on.click();
    await page.waitForFunction(
      (words) => document.querySelector('h1')?.innerText !== words, before);
  }
}
