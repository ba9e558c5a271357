// Reads pictures of keys as a telephone's camera would (ISO/IEC 18004).

import jsQR from 'jsqr';

const SCALE = 4; // pixels to a square
const EDGE = 4; // light squares around, as the standard wants them

/** The text of a picture of rows (# dark, . light), or null. */
export function textOfRows(rows) {
  const side = (rows.length + 2 * EDGE) * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const square = rows[Math.floor(y / SCALE) - EDGE]?.[Math.floor(x / SCALE) - EDGE];
      pixels.fill(square === '#' ? 0 : 255, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return jsQR(pixels, side, side)?.data ?? null;
}

/** The text of the picture in `png`, the bytes of a file; `browser` draws it. Or null. */
export async function textOfPng(browser, png) {
  const page = await browser.newPage();
  try {
    const { pixels, width, height } = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      const drawn = context.getImageData(0, 0, image.width, image.height);
      return { pixels: [...drawn.data], width: image.width, height: image.height };
    }, png.toString('base64'));
    return jsQR(Uint8ClampedArray.from(pixels), width, height)?.data ?? null;
  } finally {
    await page.close();
  }
}
