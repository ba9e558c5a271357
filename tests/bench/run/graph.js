// Draws what `make bench` measured, as SVG on standard output: how long a message takes at
// which rate, and how many are answered.
//   FROM=a.ndjson,b.ndjson node bench/run/graph.js > performance.svg

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../lib/traffic.js';
import { keptIn, median } from './table.js';
import { DELIVERY_MS } from './search.js';

const WIDTH = 520; // of all, so narrow that it reads on a phone
const LEFT = 52;
const LINE = 18; // from one line of words to the next
const LETTER = 8.5; // about
const PLOT = { top: 54, width: 400, height: 230 };
const TIMES = [1, 10, 100, 1_000]; // [ms]; what takes longer stands at the edge
const BAR = { left: 96, width: 300, step: 24, thick: 14 };
const BARS = [['closed', 'groups/s', 'Answered a second, 20 groups of 50'],
  ['pairs', 'pairs/s', 'Answered a second, 500 pairs']];

/** Told apart without colour; Kith, the first, by its weight. */
const STROKES = ['', '7 3', '2 3', '9 3 2 3', '12 4', '4 4', '9 3 2 3 2 3', '1 4'];

const STYLE = `
  svg { --ink: #111; --faint: #d4d4d4; --paper: #fff; --bar: #ccc; --strong: #808080 }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #eee; --faint: #444; --paper: #16181b; --bar: #444; --strong: #8a8a8a }
  }
  text { fill: var(--ink) }
  .title { font-weight: bold }
  .grid { stroke: var(--faint) }
  .line { fill: none; stroke: var(--ink); stroke-width: 1.5 }
  .line.kith { stroke-width: 3.5 }
  .point { fill: var(--ink) }
  .point.late { fill: var(--paper); stroke: var(--ink) }
  .bar { fill: var(--bar) }
  .bar.kith { fill: var(--strong) }
  .pole { stroke: var(--ink); stroke-width: 0.6 }
  .limit { stroke: var(--ink) }
  .whisker { stroke: var(--ink); stroke-width: 1.5 }`;

const at = (value) => Number(value.toFixed(1));
const text = (x, y, words, more = '') => `<text x="${at(x)}" y="${at(y)}"${more}>${words}</text>`;
const ruler = ([x1, y1], [x2, y2], name) =>
  `<line class="${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
const count = (value) => Math.round(value).toLocaleString('en-GB');

/** A place for each value, as far apart as their logarithms. */
function scale([least, most], [from, to]) {
  const share = (value) => Math.log(value / least) / Math.log(most / least);
  return (value) => from + (to - from) * Math.min(1, Math.max(0, share(value)));
}

/** 1, 2, 5, 10, 20 … from what is not above the least to what is not below the most. */
function ticks(least, most) {
  const all = [1, 10, 100, 1_000, 10_000, 100_000].flatMap((ten) => [1, 2, 5].map((n) => n * ten));
  const first = all.findLastIndex((tick) => tick <= least);
  const last = all.findIndex((tick) => tick >= most);
  return all.slice(Math.max(0, first), last < 0 ? all.length : last + 1);
}

// ---- delivery against the rate

/** {rate, ms, late} of all rounds, up to the first rate that is too much. */
function curve(entries) {
  const tried = entries.flatMap((entry) => entry.lines?.[0]?.tried ?? [])
    .filter((one) => !one.failed && one.p99_ms > 0);
  const rates = [...new Set(tried.map((one) => one.rate))].sort((a, b) => a - b);
  const points = rates.map((rate) => {
    const same = tried.filter((one) => one.rate === rate);
    return { rate, ms: median(same.map((one) => one.p99_ms)),
      late: !same.some((one) => one.keepsUp) };
  });
  const end = points.findIndex((point) => point.late);
  return end < 0 ? points : points.slice(0, end + 1);
}

/**
 * Where each label stands above the plot, like flags on poles: in the lowest row in which no
 * pole of another, nor its flag, is in the way.
 */
function hoist(labels) {
  const placed = [];
  for (const label of [...labels].sort((a, b) => b.x - a.x)) {
    const end = label.x + label.peer.length * LETTER + 12;
    const inTheWay = placed.filter((other) => other.x <= end);
    placed.push({ ...label, row: 1 + Math.max(-1, ...inTheWay.map((other) => other.row)) });
  }
  return placed;
}

function drawFlag({ peer, x, y, row }, plotTop) {
  const height = plotTop - 8 - row * (LINE - 1);
  return [ruler([x, y - 4], [x, height - 10], 'pole'),
    text(x + 4, height, peer, peer === 'kith' ? ' class="title"' : '')];
}

function drawCurve({ peer, points }, number, place) {
  const kith = peer === 'kith' ? ' kith' : '';
  const way = points.map((p) => place(p).map(at).join(' ')).join(' L');
  const dash = STROKES[number % STROKES.length];
  return [`<path class="line${kith}" d="M${way}"${dash && ` stroke-dasharray="${dash}"`}/>`,
    ...points.map((p) => {
      const [x, y] = place(p);
      return `<circle class="point${p.late ? ' late' : ''}" cx="${at(x)}" cy="${at(y)}" r="3.5"/>`;
    })];
}

function drawAxes({ top, height, width }, rates, place) {
  const bottom = top + height;
  const [least] = rates;
  return [
    ...TIMES.flatMap((ms) => {
      const [, y] = place({ rate: least, ms });
      return [ruler([LEFT, y], [LEFT + width, y], 'grid'),
        text(LEFT - 6, y + 5, count(ms), ' text-anchor="end"')];
    }),
    ...rates.flatMap((rate) => {
      const [x] = place({ rate, ms: TIMES[0] });
      return [ruler([x, top], [x, bottom], 'grid'),
        text(x, bottom + LINE, count(rate), ' text-anchor="middle"')];
    }),
    text(LEFT + width / 2, bottom + 2 * LINE, 'messages a second', ' text-anchor="middle"'),
  ];
}

/** {height, parts}, or nothing where no rates were measured. */
function ratePanel(peers, entries, top) {
  const curves = peers.map((peer) => ({ peer,
    points: curve(entries.filter((e) => e.work === 'rate' && e.peer === peer)) }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) {
    return null;
  }
  const all = curves.flatMap(({ points }) => points.map((p) => p.rate));
  const rates = ticks(Math.min(...all), Math.max(...all));
  const x = scale([rates[0], rates.at(-1)], [LEFT, LEFT + PLOT.width]);
  const labels = hoist(curves.map(({ peer, points }) => ({ peer, x: x(points.at(-1).rate) })));
  const rows = 1 + Math.max(...labels.map((label) => label.row));
  const plot = { ...PLOT, top: top + PLOT.top + rows * (LINE - 1) };
  const y = scale([TIMES[0], TIMES.at(-1)], [plot.top + plot.height, plot.top]);
  const place = ({ rate, ms }) => [x(rate), y(ms)];
  const endOf = (peer) => curves.find((one) => one.peer === peer).points.at(-1);
  const limit = y(DELIVERY_MS);
  return { height: plot.top - top + plot.height + 3 * LINE, parts: [
    text(8, top + LINE, '99 of 100 deliveries take at most [ms]', ' class="title"'),
    text(8, top + 2 * LINE, `20 groups of 50; ○ does not keep up: over ${DELIVERY_MS} ms, or lost`),
    ...drawAxes(plot, rates, place),
    ruler([LEFT, limit], [LEFT + plot.width, limit], 'limit'),
    ...labels.flatMap((label) => drawFlag({ ...label, y: y(endOf(label.peer).ms) }, plot.top)),
    ...curves.flatMap((one) => drawCurve(one, peers.indexOf(one.peer), place)),
  ] };
}

// ---- messages a second

function barPanel(peers, entries, top, [work, name, title]) {
  const rows = peers.map((peer) => ({ peer, values: entries
    .filter((e) => e.work === work && e.peer === peer)
    .map((e) => e.values?.[name]).filter(Number.isFinite) })).filter((row) => row.values.length);
  if (rows.length === 0) {
    return null;
  }
  const most = Math.max(...rows.flatMap((row) => row.values));
  const x = (value) => BAR.left + BAR.width * value / most;
  return { height: (rows.length + 2) * BAR.step, parts: [
    text(8, top + LINE, title, ' class="title"'),
    ...rows.flatMap(({ peer, values }, i) =>
      drawBar({ peer, values, x, top: top + LINE + 12 + i * BAR.step })),
  ] };
}

/** The median as a bar; a line from the least to the most. */
function drawBar({ peer, values, x, top }) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const middle = top + BAR.thick / 2;
  const kith = peer === 'kith' ? ' kith' : '';
  const end = x(median(values));
  return [
    text(BAR.left - 8, top + 12, peer, ` text-anchor="end"${kith && ' class="title"'}`),
    `<rect class="bar${kith}" x="${BAR.left}" y="${at(top)}" width="${at(end - BAR.left)}" ` +
      `height="${BAR.thick}"/>`,
    ...(most > least ? [ruler([x(least), middle], [x(most), middle], 'whisker'),
      ruler([x(least), top], [x(least), top + BAR.thick], 'whisker'),
      ruler([x(most), top], [x(most), top + BAR.thick], 'whisker')] : []),
    text(x(most) + 8, top + 12, count(median(values))),
  ];
}

// ---- all of it

/** `entries` as in table(); the peers stand in the order in which they were measured. */
export function graph(entries) {
  const peers = [...new Set(entries.map((e) => e.peer))];
  let top = 0;
  const parts = [];
  for (const draw of [ratePanel, ...BARS.map((bar) => (...args) => barPanel(...args, bar))]) {
    const panel = draw(peers, entries, top);
    top += panel?.height ?? 0;
    parts.push(...panel?.parts ?? []);
  }
  return [`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH * 1.25}" ` +
    `viewBox="0 0 ${WIDTH} ${top}" role="img" aria-labelledby="t" font-family="sans-serif" ` +
    'font-size="15">', '<title id="t">Kith and other servers: delivery at rising rates, and ' +
    'answered messages a second</title>', `<style>${STYLE}\n</style>`,
    `<rect width="${WIDTH}" height="${top}" style="fill: var(--paper)"/>`,
    ...parts, '</svg>', ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = process.env.FROM || path.join(ROOT, 'build/bench/results.ndjson');
  process.stdout.write(graph(files.split(',').flatMap(keptIn)));
}
