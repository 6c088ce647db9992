// Pictures of a query's answer: bars, points or a histogram, with axes.
import { fit, inkOf } from "./canvas.js";
import { figure, ticks } from "./curves.js";

const LEFT = 60;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 44;
const MOST_BARS = 130;
const isNumber = (value) => typeof value === "number";

/**
 * How an answer can be drawn: a number alone as a histogram; a name and a number as bars; two numbers, with or
 * without a name, as points. Null for no way.
 */
export function chartOf({ columns, rows }) {
  if (rows.length < 2) return null;
  const names = columns.map((column) => column.name);
  const areNumbers = columns.map((_, i) => rows.every((row) => row[i] === null || isNumber(row[i])) && rows.some((row) => isNumber(row[i])));
  const known = (...at) => rows.filter((row) => at.every((i) => isNumber(row[i])));
  if (columns.length === 1 && areNumbers[0]) return histogram(names[0], known(0).map((row) => row[0]));
  if (columns.length === 2 && areNumbers[1]) {
    const xs = rows.map((row) => row[0]);
    const areBars = rows.length <= MOST_BARS && new Set(xs).size === xs.length && (!areNumbers[0] || xs.every((x, i) => !i || x > xs[i - 1]));
    if (areBars) return { kind: "bars", x: names[0], y: names[1], bars: known(1).map(([name, value]) => [String(name), value]) };
    if (areNumbers[0]) return points(names[0], names[1], known(0, 1));
  }
  if (columns.length === 3 && !areNumbers[0] && areNumbers[1] && areNumbers[2]) return points(names[1], names[2], known(1, 2).map((row) => row.slice(1)));
  return null;
}

const points = (x, y, all) => (all.length > 1 ? { kind: "points", x, y, points: all } : null);

/** Bins between round numbers, about as many as the root of the count. */
function histogram(name, values) {
  if (values.length < 2) return null;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (low === high) return null;
  const [first, second] = ticks(low, high, Math.max(5, Math.min(40, Math.sqrt(values.length))));
  const width = second - first;
  const from = Math.floor(low / width);
  const counts = new Array(Math.floor(high / width) - from + 1).fill(0);
  for (const value of values) counts[Math.floor(value / width) - from]++;
  return { kind: "histogram", x: name, y: "rows", from: from * width, width, counts };
}

/** What a chart shows, in words. */
export const described = (chart) => (chart.kind === "histogram" ? `Histogram of ${chart.x}` : `${chart.y} by ${chart.x}`);

const padded = (low, high) => (low === high ? [low - 1, high + 1] : [low, high]);
const ends = (values) => [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];

export function drawChart(canvas, chart) {
  const { context, width, height } = fit(canvas);
  const ink = (name) => inkOf(canvas, name);
  const across = width - LEFT - RIGHT;
  const down = height - TOP - BOTTOM;
  const values = { bars: () => chart.bars.map(([, value]) => value), histogram: () => chart.counts, points: () => chart.points.map(([, y]) => y) }[chart.kind]();
  let [low, high] = ends(values);
  if (chart.kind === "points") [low, high] = padded(low, high);
  else [low, high] = padded(Math.min(0, low), Math.max(0, high));
  const y = (value) => TOP + (1 - (value - low) / (high - low)) * down;
  context.font = `11px ${ink("--mono")}`;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const value of ticks(low, high, down / 48)) {
    context.fillStyle = ink("--line");
    context.fillRect(LEFT, Math.round(y(value)), across, 1);
    context.fillStyle = ink("--ink-2");
    context.fillText(figure(value), LEFT - 8, y(value));
  }
  context.textAlign = "center";
  const label = (text, at) => {
    const half = context.measureText(text).width / 2;
    context.fillText(text, Math.max(half, Math.min(width - half, at)), height - BOTTOM + 14);
  };
  if (chart.kind === "bars") drawBars(context, chart.bars, y, across, ink, label);
  else {
    const [from, to] =
      chart.kind === "histogram" ? [chart.from, chart.from + chart.width * chart.counts.length] : padded(...ends(chart.points.map(([value]) => value)));
    const x = (value) => LEFT + ((value - from) / (to - from)) * across;
    context.fillStyle = ink("--ink-2");
    for (const value of ticks(from, to, across / 54)) label(figure(value), x(value));
    context.fillStyle = ink("--accent");
    if (chart.kind === "histogram") {
      chart.counts.forEach((count, bin) => {
        const left = x(chart.from + bin * chart.width);
        context.fillRect(left, y(count), Math.max(1, across / chart.counts.length - 1), y(0) - y(count));
      });
    } else {
      context.globalAlpha = chart.points.length > 500 ? 0.35 : 0.7;
      for (const [at, value] of chart.points) context.fillRect(x(at) - 2, y(value) - 2, 4, 4);
      context.globalAlpha = 1;
    }
  }
  context.fillStyle = ink("--ink");
  context.font = `12px ${ink("--body")}`;
  context.fillText(chart.x, LEFT + across / 2, height - 10);
  context.save();
  context.translate(10, TOP + down / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(chart.y, 0, 0);
  context.restore();
}

/** Names stand below bars that have room for them. */
function drawBars(context, bars, y, across, ink, label) {
  const each = across / bars.length;
  const widest = bars.reduce((most, [name]) => Math.max(most, context.measureText(name.slice(0, 18)).width), 0);
  const step = Math.ceil((widest + 10) / each);
  bars.forEach(([name, value], i) => {
    context.fillStyle = ink("--accent");
    context.fillRect(LEFT + i * each + each * 0.08, Math.min(y(value), y(0)), Math.max(1, each * 0.84), Math.max(1, Math.abs(y(value) - y(0))));
    context.fillStyle = ink("--ink-2");
    if (i % step === 0) label(name.length > 18 ? `${name.slice(0, 17)}…` : name, LEFT + (i + 0.5) * each);
  });
}
