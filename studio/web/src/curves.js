// Curves of many points on a canvas, and what a training has told of itself so far.
import { get } from "./api.js";
import { colour, fit, inkOf, isDark } from "./canvas.js";

const LEFT = 52;
const BOTTOM = 26;
const TOP = 8;
const RIGHT = 8;

/** The metrics of one training: a column of numbers by name, of which more come while it goes on. */
export class Metrics {
  constructor(id) {
    this.id = id;
    this.next = 0;
    this.count = 0;
    this.columns = new Map();
    this.pairs = new Map();
  }

  /** Asks for what is new; whether there was anything. */
  async load() {
    let hasChanged = false;
    for (;;) {
      const answer = await get(`/runs/${this.id}/metrics`, { since: this.next });
      const again = answer.from !== this.next;
      if (again) {
        this.count = 0;
        this.columns.clear();
        this.pairs.clear();
      }
      if (answer.count) this.add(answer);
      hasChanged ||= again || answer.count > 0;
      const isAll = answer.next === this.next || answer.next >= answer.size;
      this.next = answer.next;
      if (isAll) return hasChanged;
    }
  }

  add({ count, columns }) {
    this.pairs.clear();
    const all = this.count + count;
    for (const name of new Set([...this.columns.keys(), ...Object.keys(columns)])) {
      let column = this.columns.get(name);
      if (!column || column.length < all) {
        const longer = new Float64Array(Math.max(1024, all * 2)).fill(NaN);
        if (column) longer.set(column.subarray(0, this.count));
        this.columns.set(name, (column = longer));
      }
      columns[name]?.forEach((value, i) => (column[this.count + i] = value ?? NaN));
    }
    this.count = all;
  }

  /** Points that have both numbers: { x, y }, by x. */
  points(of, over) {
    const key = `${of} ${over}`;
    if (!this.pairs.has(key)) this.pairs.set(key, this.paired(of, over));
    return this.pairs.get(key);
  }

  paired(of, over) {
    const xs = this.columns.get(over);
    const ys = this.columns.get(of);
    if (!xs || !ys) return { x: new Float64Array(0), y: new Float64Array(0) };
    const x = new Float64Array(this.count);
    const y = new Float64Array(this.count);
    let count = 0;
    for (let i = 0; i < this.count; i++) {
      if (Number.isFinite(xs[i]) && Number.isFinite(ys[i])) {
        x[count] = xs[i];
        y[count++] = ys[i];
      }
    }
    return { x: x.subarray(0, count), y: y.subarray(0, count) };
  }
}

/** An exponential moving average whose first values are not drawn to 0; weight 0 changes nothing. */
export function smoothed(values, weight) {
  if (!weight) return values;
  const out = new Float64Array(values.length);
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < values.length; i++) {
    sum = sum * weight + (1 - weight) * values[i];
    weights = weights * weight + (1 - weight);
    out[i] = sum / weights;
  }
  return out;
}

/** The index of the value at a place or before it; -1 where all are behind it. */
export function indexAt(sorted, place) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Round numbers within a range, about so many. */
export function ticks(from, to, about) {
  const raw = (to - from) / Math.max(1, about);
  if (!(raw > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((of) => of * power).find((of) => of >= raw * 0.999);
  const out = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) out.push(Number((i * step).toPrecision(12)));
  return out;
}

/** Powers of ten within a range, and the steps 2 and 5 between them where there are few. */
function logTicks(from, to) {
  const out = [];
  const steps = Math.log10(to / from) < 3 ? [1, 2, 5] : [1];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    for (const step of steps) {
      const value = Number((step * 10 ** power).toPrecision(12));
      if (value >= from && value <= to) out.push(value);
    }
  }
  return out.length > 1 ? out : [from, to];
}

const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
export function figure(value) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(1);
  return size >= 10_000 ? short.format(value) : String(Number(value.toPrecision(4)));
}

/** What was found of curves, by their ordinates: what does not change is looked at once. */
const envelopes = new WeakMap();

/**
 * What half pixels can tell apart of a curve: from each its abscissa's pixel and the first, least, largest and last
 * value, and the least and largest of all. Values that a logarithm lacks are left out.
 */
function envelope({ x, y }, isLog, [fromX, toX], across) {
  const known = envelopes.get(y);
  if (known && known.isLog === isLog && known.fromX === fromX && known.toX === toX && known.across === across) return known;
  const scale = (2 * across) / (toX - fromX || 1);
  const found = { isLog, fromX, toX, across, at: [], first: [], least: [], most: [], last: [], low: Infinity, high: -Infinity };
  let column = -1;
  for (let i = 0; i < x.length; i++) {
    const value = y[i];
    if (isLog && value <= 0) continue;
    const at = Math.round((x[i] - fromX) * scale) / 2;
    const end = found.at.length - 1;
    if (at !== column) {
      column = at;
      found.at.push(at);
      for (const values of [found.first, found.least, found.most, found.last]) values.push(value);
    } else {
      if (value < found.least[end]) found.least[end] = value;
      if (value > found.most[end]) found.most[end] = value;
      found.last[end] = value;
    }
  }
  for (const value of found.least) found.low = Math.min(found.low, value);
  for (const value of found.most) found.high = Math.max(found.high, value);
  envelopes.set(y, found);
  return found;
}

/** Draws what the half pixels of a curve can tell apart. */
function path(context, { at, first, least, most, last }, place) {
  context.beginPath();
  for (let i = 0; i < at.length; i++) {
    const x = LEFT + at[i];
    context.lineTo(x, place.y(first[i]));
    if (least[i] !== most[i]) {
      context.lineTo(x, place.y(least[i]));
      context.lineTo(x, place.y(most[i]));
    }
    context.lineTo(x, place.y(last[i]));
  }
}

/** The ends of most values, without the few that are far from all others: what is seen through what is smoothed. */
function usual(values, isLog) {
  const some = [];
  for (let i = 0; i < values.length; i += Math.ceil(values.length / 1000)) if (!isLog || values[i] > 0) some.push(values[i]);
  some.sort((a, b) => a - b);
  const few = Math.floor(some.length / 50);
  return some.length ? [some[few], some[some.length - few - 1]] : [Infinity, -Infinity];
}

/** The least and the largest abscissa of curves; null for no point. */
export function extent(curves) {
  const known = curves.filter(({ points }) => points.x.length).map(({ points: { x } }) => [x[0], x[x.length - 1]]);
  return known.length ? [Math.min(...known.map(([from]) => from)), Math.max(...known.map(([, to]) => to))] : null;
}

/** Curves of this and that many pixels: scales from numbers to pixels and back. */
function scales(curves, isLog, [fromX, toX], width, height) {
  let fromY = Infinity;
  let toY = -Infinity;
  const across = width - LEFT - RIGHT;
  for (const { shown, points, weight } of curves) {
    const { low, high } = envelope(shown, isLog, [fromX, toX], across);
    const [least, most] = weight ? usual(points.y, isLog) : [low, high];
    fromY = Math.min(fromY, low, least);
    toY = Math.max(toY, high, most);
  }
  if (!(fromY <= toY)) return null;
  if (fromX === toX) toX = fromX + 1;
  if (fromY === toY) {
    const around = Math.abs(fromY) * 0.1 || 1;
    fromY -= isLog ? around * 0.5 : around;
    toY += around;
  } else if (!isLog) {
    const spare = (toY - fromY) * 0.05;
    fromY -= spare;
    toY += spare;
  }
  const down = height - TOP - BOTTOM;
  const level = isLog ? Math.log : (value) => value;
  const low = level(fromY);
  const high = level(toY);
  return {
    isLog,
    across,
    fromX,
    toX,
    fromY,
    toY,
    x: (value) => LEFT + ((value - fromX) / (toX - fromX)) * across,
    y: (value) => TOP + (1 - (level(value) - low) / (high - low)) * down,
    value: (pixel) => fromX + ((pixel - LEFT) / across) * (toX - fromX),
  };
}

/** A curve to draw; the number chooses its colour, and what validation finds is a firm line. */
export const curve = (id, number, points, weight, isFirm) =>
  ({ id, number, points, weight, isFirm, shown: { x: points.x, y: smoothed(points.y, weight) } });

/**
 * Draws curves over a range of abscissas. Where they are smoothed, what was measured shows through. The place of
 * values; null for none.
 */
export function draw(canvas, curves, isLog, range) {
  const { context, width, height } = fit(canvas);
  const place = range && scales(curves, isLog, range, width, height);
  if (!place) return null;
  const dark = isDark();
  const ink = (name) => inkOf(canvas, name);
  context.font = `11px ${ink("--mono")}`;
  context.fillStyle = ink("--line");
  const rows = isLog ? logTicks(place.fromY, place.toY) : ticks(place.fromY, place.toY, (height - TOP - BOTTOM) / 56);
  const columns = ticks(place.fromX, place.toX, (width - LEFT) / 84);
  for (const value of rows) context.fillRect(LEFT, Math.round(place.y(value)), width - LEFT - RIGHT, 1);
  for (const value of columns) context.fillRect(Math.round(place.x(value)), TOP, 1, height - TOP - BOTTOM);
  context.fillStyle = ink("--ink-2");
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const value of rows) context.fillText(figure(value), LEFT - 8, Math.max(TOP + 4, place.y(value)));
  context.textBaseline = "alphabetic";
  for (const value of columns) {
    const text = figure(value);
    const half = context.measureText(text).width / 2;
    context.textAlign = "center";
    context.fillText(text, Math.max(LEFT + half - 4, Math.min(width - half, place.x(value))), height - 8);
  }
  context.save();
  context.beginPath();
  context.rect(LEFT, 0, width - LEFT, height - BOTTOM + 1);
  context.clip();
  context.lineJoin = "round";
  for (const curve of curves) {
    if (curve.weight) {
      context.lineWidth = 1;
      context.strokeStyle = colour(curve.number, dark, 0.28);
      path(context, envelope(curve.points, isLog, range, place.across), place);
      context.stroke();
    }
  }
  const hasFirm = curves.some((curve) => curve.isFirm);
  for (const curve of curves) {
    context.lineWidth = hasFirm && !curve.isFirm ? 1.25 : 2;
    context.strokeStyle = context.fillStyle = colour(curve.number, dark, hasFirm && !curve.isFirm ? 0.7 : 1);
    path(context, envelope(curve.shown, isLog, range, place.across), place);
    context.stroke();
    const { x, y } = curve.shown;
    if (x.length && x.length <= 40 && (curve.isFirm || x.length === 1)) {
      for (let i = 0; i < x.length; i++) {
        if (isLog && y[i] <= 0) continue;
        context.beginPath();
        context.arc(place.x(x[i]), place.y(y[i]), 2.5, 0, 7);
        context.fill();
      }
    }
  }
  context.restore();
  return place;
}

/** The line and the dots of the values below the pointer. */
export function drawCursor(canvas, curves, place, at) {
  const { context, height } = fit(canvas);
  if (!place || at === null || at < place.fromX || at > place.toX) return;
  const x = place.x(at);
  context.fillStyle = inkOf(canvas, "--ink-3");
  context.fillRect(Math.round(x), TOP, 1, height - TOP - BOTTOM);
  for (const { shown, number } of curves) {
    const i = indexAt(shown.x, at);
    if (i < 0 || (place.isLog && shown.y[i] <= 0)) continue;
    context.beginPath();
    context.arc(place.x(shown.x[i]), place.y(shown.y[i]), 4, 0, 7);
    context.fillStyle = colour(number, isDark());
    context.fill();
  }
}
