// Pictures on canvases: thumbnails, the piano roll, waveforms and spectrograms.
import { pretty, spelled } from "./pitch.js";

export const DRUMS = 128;
const NOTE_BYTES = 12;

/** Twelve hues a third of the circle apart from the next, so that neighbours differ; drums have ink. */
export function hue(channel) {
  return (28 + channel * 137.508) % 360;
}

export function colour(channel, isDark, alpha = 1) {
  return `oklch(${isDark ? 0.76 : 0.56} ${isDark ? 0.14 : 0.15} ${hue(channel)} / ${alpha})`;
}

export const isDark = () => document.documentElement.dataset.theme === "dark";
export const inkOf = (element, name) => getComputedStyle(element).getPropertyValue(name).trim();

/** Notes as the server packs them, in typed arrays. */
export function unpack(buffer) {
  const view = new DataView(buffer);
  const count = Math.floor(buffer.byteLength / NOTE_BYTES);
  const notes = {
    count,
    onset: new Float32Array(count),
    length: new Float32Array(count),
    pitch: new Uint8Array(count),
    velocity: new Uint8Array(count),
    program: new Uint8Array(count),
    channel: new Uint8Array(count),
    longest: 0,
    end: 0,
  };
  for (let i = 0; i < count; i++) {
    const at = i * NOTE_BYTES;
    notes.onset[i] = view.getFloat32(at, true);
    notes.length[i] = view.getFloat32(at + 4, true);
    notes.pitch[i] = view.getUint8(at + 8);
    notes.velocity[i] = view.getUint8(at + 9);
    notes.program[i] = view.getUint8(at + 10);
    notes.channel[i] = view.getUint8(at + 11);
    notes.longest = Math.max(notes.longest, notes.length[i]);
    notes.end = Math.max(notes.end, notes.onset[i] + notes.length[i]);
  }
  return notes;
}

/** Channels with their programs, how many notes each has, drums last. */
export function parts(notes) {
  const parts = new Map();
  for (let i = 0; i < notes.count; i++) {
    const channel = notes.channel[i];
    let part = parts.get(channel);
    if (!part) parts.set(channel, (part = { channel, programs: new Set(), notes: 0, isDrums: false }));
    part.notes++;
    if (notes.program[i] === DRUMS) part.isDrums = true;
    else part.programs.add(notes.program[i]);
  }
  return [...parts.values()].sort((a, b) => a.isDrums - b.isDrums || a.channel - b.channel);
}

/** The first note that begins at a time or later. */
export function firstFrom(notes, time) {
  let low = 0;
  let high = notes.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes.onset[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A canvas as large as its box, in the device's pixels; its context draws in CSS pixels. */
export function fit(canvas) {
  const scale = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** A thumbnail: three bytes a note, or a curve of loudness. */
export function thumbnail(canvas, base64, kind, at = null) {
  const { context, width, height } = fit(canvas);
  const ink = inkOf(canvas, "--roll");
  const soft = inkOf(canvas, "--ink-3");
  if (base64) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    if (kind === "audio") {
      const bar = width / bytes.length;
      context.fillStyle = ink;
      // Quiet sounds have bright spectrograms, too: what is below a third hardly sounds.
      for (let i = 0; i < bytes.length; i++) {
        const tall = Math.max(1, (Math.max(0, bytes[i] / 255 - 0.3) / 0.5) * height);
        context.fillRect(i * bar, (height - Math.min(height, tall)) / 2, Math.max(1, bar - 0.6), Math.min(height, tall));
      }
    } else {
      const drums = [];
      let low = 127;
      let high = 0;
      for (let i = 2; i < bytes.length; i += 3) {
        if (bytes[i] >= DRUMS) continue;
        low = Math.min(low, bytes[i]);
        high = Math.max(high, bytes[i]);
      }
      const only = high < low;
      const floor = only ? 0 : height * 0.76;
      const row = Math.max(1.2, Math.min(3, floor / Math.max(12, high - low + 1)));
      context.fillStyle = ink;
      for (let i = 0; i < bytes.length; i += 3) {
        if (bytes[i + 2] >= DRUMS) {
          drums.push(i);
          continue;
        }
        const y = 1 + ((high - bytes[i + 2]) / Math.max(1, high - low)) * (floor - row - 2);
        context.fillRect((bytes[i] / 256) * width, y, Math.max(1, (bytes[i + 1] / 256) * width - 0.4), row);
      }
      context.fillStyle = only ? ink : soft;
      for (const i of drums) {
        const place = drumRow(bytes[i + 2] - DRUMS);
        const y = floor + 1 + place * (height - floor - 3);
        context.fillRect((bytes[i] / 256) * width, y, only ? 2 : 1.2, only ? 3 : 1.6);
      }
    }
  }
  if (at !== null) {
    context.fillStyle = inkOf(canvas, "--accent");
    context.fillRect(at * width, 0, 1.5, height);
  }
}

/** Kick below, snare above it, cymbals on top: 0 is the top. */
function drumRow(pitch) {
  if (pitch <= 36) return 1;
  if (pitch <= 40) return 0.72;
  if ([42, 44, 46, 22, 26].includes(pitch)) return 0.3;
  if ([41, 43, 45, 47, 48, 50, 58].includes(pitch)) return 0.5;
  return 0.08;
}

const BLACK = new Set([1, 3, 6, 8, 10]);
const DRUM_CLASSES = 9;
export const SNAP_PX = 8;
const KEYS_WIDTH = 58;
const JUST_S = 0.001;
const LANE = 17;
const BETWEEN = 8;

const ALPHAS = [0.12, 0.55, 0.77, 0.99];
const shadesOf = new Map();

/** A drum's name in the few letters that there is room for. */
const shortDrum = (name) => name.replace("closed hi-hat", "closed").replace("open hi-hat", "open").replace("high tom", "hi tom");

/** A colour of a style sheet as pixels of an image: of what is muted, and of soft to loud notes. */
function shades(style) {
  if (!shadesOf.has(style)) {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context.fillStyle = style;
    context.fillRect(0, 0, 1, 1);
    const rgba = context.getImageData(0, 0, 1, 1).data;
    shadesOf.set(style, ALPHAS.map((alpha) => new Uint32Array(new Uint8ClampedArray([...rgba.slice(0, 3), alpha * 255]).buffer)[0]));
  }
  return shadesOf.get(style);
}

/**
 * What a timeline shows above the notes, from top to bottom: the bars' numbers, and what changes in the course of a
 * piece. Each lane has a name and its texts by time, or stretches.
 */
function lanes({ bars, markers = [], keys = [], metres = [], tempos = [], words = [], pedal = [] }) {
  const of = (texts, least, text = (value) => value) =>
    texts.length >= least &&
    texts.map(([time, value]) => [time, text(value)]).filter(([, shown], i, all) => !i || texts === words || shown !== all[i - 1][1]);
  return [
    { name: "bar", bars: bars.length > 0 },
    { name: "part", texts: of(markers, 1) },
    { name: "key", texts: of(keys, 1, pretty) },
    { name: "metre", texts: of(metres, 2) },
    { name: "bpm", texts: of(tempos, 2, (tempo) => String(Math.round(tempo))), curve: tempos },
    { name: "words", texts: of(words, 1, (word) => word.trim()) },
    { name: "pedal", stretches: pedal.length > 0 && pedal },
  ].filter((lane) => lane.bars || lane.texts || lane.stretches);
}

/** How high the lanes of a timeline are. */
export const lanesHeight = (timeline) => lanes(timeline).length * LANE;

/** A piano roll with drums in rows of their own, and lanes over the same time above it. */
export class Roll {
  /**
   * @param timeline at least its bars
   * @param kit of the drums, { names, of_pitch }, as the lake tells it
   * @param key by which pitches are spelled
   */
  constructor(canvas, notes, timeline, kit, key) {
    this.canvas = canvas;
    this.notes = notes;
    this.timeline = timeline;
    this.bars = timeline.bars;
    this.lanes = lanes(timeline);
    this.kit = kit;
    this.key = key;
    this.from = 0;
    this.seconds = Math.max(2, Math.min(notes.end, canvas.clientWidth / 60));
    this.hidden = new Set();
    this.lit = -1;
    /** Notes before this second are of another piece, which goes on there. */
    this.since = 0;
    /** What is repeated, [from, to] in seconds, or null. */
    this.region = null;
    let low = 127;
    let high = 0;
    this.hasDrums = false;
    this.drumRows = DRUM_CLASSES;
    for (let i = 0; i < notes.count; i++) {
      if (notes.program[i] === DRUMS) {
        this.hasDrums = true;
        if (kit.of_pitch[notes.pitch[i]] < 0) this.drumRows = DRUM_CLASSES + 1;
        continue;
      }
      low = Math.min(low, notes.pitch[i]);
      high = Math.max(high, notes.pitch[i]);
    }
    this.hasPitches = high >= low;
    const spare = Math.max(0, 24 - (high - low)) / 2;
    this.low = Math.max(0, Math.floor(low - 1 - spare));
    this.high = Math.min(127, Math.ceil(high + 1 + spare));
  }

  /** Lanes are on top, then pitches, then drums. */
  layout() {
    const width = this.canvas.clientWidth - KEYS_WIDTH;
    const top = this.lanes.length * LANE;
    const height = this.canvas.clientHeight - top;
    const drums = this.hasDrums ? (this.hasPitches ? Math.min(150, height * 0.4) : height) : 0;
    const pitches = this.hasPitches ? height - drums - (drums ? BETWEEN : 0) : 0;
    const drumsTop = top + pitches + (pitches && drums ? BETWEEN : 0);
    return { width, top, drums, pitches, drumsTop, row: pitches / (this.high - this.low + 1), drumRow: drums / this.drumRows };
  }

  x(time, width = this.canvas.clientWidth - KEYS_WIDTH) {
    return KEYS_WIDTH + ((time - this.from) / this.seconds) * width;
  }

  time(x) {
    return this.from + ((x - KEYS_WIDTH) / (this.canvas.clientWidth - KEYS_WIDTH)) * this.seconds;
  }

  zoom(factor, around = this.from + this.seconds / 2) {
    const seconds = Math.max(0.5, Math.min(Math.max(2, this.notes.end), this.seconds * factor));
    this.move(around - ((around - this.from) * seconds) / this.seconds, seconds);
  }

  move(from, seconds = this.seconds) {
    this.seconds = seconds;
    this.from = Math.max(0, Math.min(from, Math.max(0, this.notes.end - seconds)));
  }

  /** Where a note lies; null for those of channels that are hidden. */
  box(i, place) {
    const x = this.x(this.notes.onset[i], place.width);
    if (this.notes.program[i] === DRUMS) {
      const kind = this.kit.of_pitch[this.notes.pitch[i]];
      const bottom = place.drumsTop + (kind < 0 ? this.drumRows : DRUM_CLASSES - kind) * place.drumRow - 1;
      const tall = Math.max(2, (place.drumRow - 2) * (this.notes.velocity[i] / 127));
      return [x, bottom - tall, 4, tall];
    }
    const width = Math.max(2, (this.notes.length[i] / this.seconds) * place.width - 1);
    return [x, place.top + (this.high - this.notes.pitch[i]) * place.row, width, Math.max(2, place.row - 0.6)];
  }

  /** Pixel by pixel: thousands of rectangles on a canvas take longer than a frame. */
  paintNotes(place, width, height, scale) {
    this.layer ??= document.createElement("canvas");
    const { layer } = this;
    const context = layer.getContext("2d");
    if (layer.width !== width || layer.height !== height || !this.image) {
      layer.width = width;
      layer.height = height;
      this.image = context.createImageData(width, height);
    }
    const pixels = new Uint32Array(this.image.data.buffer).fill(0);
    const { notes } = this;
    const dark = isDark();
    const drums = shades(inkOf(this.canvas, "--ink"));
    const before = shades(inkOf(this.canvas, "--ink-3"));
    const inks = Array.from({ length: 16 }, (_, channel) => shades(colour(channel, dark)));
    const left = Math.round(KEYS_WIDTH * scale);
    const first = firstFrom(notes, this.from - notes.longest);
    const end = firstFrom(notes, this.from + this.seconds);
    for (let i = first; i < end; i++) {
      const [x, y, w, h] = this.box(i, place);
      const from = Math.max(left, Math.round(x * scale));
      const to = Math.min(width, Math.max(Math.round(x * scale) + 1, Math.round((x + w) * scale)));
      const bottom = Math.min(height, Math.max(Math.round(y * scale) + 1, Math.round((y + h) * scale)));
      const channel = notes.channel[i];
      const isBefore = notes.onset[i] < this.since - JUST_S;
      const ink = isBefore ? before : notes.program[i] === DRUMS ? drums : inks[channel];
      const isMuted = this.hidden.has(channel);
      const shade = isMuted ? ink[0] : ink[1 + Math.min(2, Math.floor(notes.velocity[i] / 43))];
      for (let row = Math.max(0, Math.round(y * scale)); row < bottom; row++) {
        for (let at = row * width + from; at < row * width + to; at++) if (!isMuted || !pixels[at]) pixels[at] = shade;
      }
    }
    context.putImageData(this.image, 0, 0);
    return layer;
  }

  /** Everything that stays while the playhead moves. */
  paint(canvas, all, height) {
    const scale = devicePixelRatio || 1;
    canvas.width = this.canvas.width;
    canvas.height = this.canvas.height;
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const place = this.layout();
    const ink = (name) => inkOf(this.canvas, name);
    const line = ink("--line");
    const text = ink("--ink-2");
    context.font = `11px ${inkOf(this.canvas, "--mono")}`;
    context.textBaseline = "middle";
    if (place.pitches) {
      context.fillStyle = ink("--lane");
      for (let pitch = this.low; pitch <= this.high; pitch++) {
        if (BLACK.has(pitch % 12)) {
          context.fillRect(KEYS_WIDTH, place.top + (this.high - pitch) * place.row, place.width, place.row);
        }
      }
    }
    context.fillStyle = line;
    this.paintBars(context, place, all, height);
    context.drawImage(this.paintNotes(place, canvas.width, canvas.height, scale), 0, 0, all, height);
    this.lanes.forEach((lane, number) => this.paintLane(context, lane, number * LANE, all, ink));
    context.fillStyle = text;
    context.textAlign = "right";
    context.font = `11px ${inkOf(this.canvas, "--mono")}`;
    for (let pitch = this.low; place.pitches && pitch <= this.high; pitch++) {
      if (pitch % 12 === 0 || place.row >= 11) {
        const y = place.top + (this.high - pitch + 0.5) * place.row;
        if (y > place.top + 5 && y < place.top + place.pitches - 4) context.fillText(spelled(pitch, this.key), KEYS_WIDTH - 8, y);
      }
    }
    if (place.drums) {
      if (place.pitches) {
        context.fillStyle = line;
        context.fillRect(0, place.drumsTop - BETWEEN / 2, all, 1);
      }
      context.font = `${Math.min(11, Math.floor(place.drumRow - 1))}px ${inkOf(this.canvas, "--mono")}`;
      for (let row = 0; row < this.drumRows; row++) {
        const y = place.drumsTop + row * place.drumRow;
        context.fillStyle = line;
        if (row) context.fillRect(KEYS_WIDTH, Math.round(y), place.width, 1);
        context.fillStyle = text;
        context.fillText(shortDrum(this.kit.names[DRUM_CLASSES - 1 - row] ?? "other"), KEYS_WIDTH - 6, y + place.drumRow / 2);
      }
    }
    context.textAlign = "left";
  }

  /** Lines of bars and, where there is room, of beats; of drums also of sixteenths. Within a bar they are even. */
  paintBars(context, place, all, height) {
    const { bars } = this;
    const step = Math.max(1, Math.ceil(bars.filter((b) => b >= this.from && b < this.from + this.seconds).length / 40));
    const { metres = [] } = this.timeline;
    let metre = 0;
    for (let bar = 0; bar < bars.length; bar++) {
      while (metre + 1 < metres.length && metres[metre + 1][0] <= bars[bar] + 1e-6) metre++;
      const x = this.x(bars[bar]);
      const end = bar + 1 < bars.length ? this.x(bars[bar + 1]) : 2 * x - this.x(bars[bar - 1] ?? 2 * bars[bar] - this.notes.end);
      if (end < KEYS_WIDTH || x > all) continue;
      if (bar % step === 0 && x >= KEYS_WIDTH - 1) context.fillRect(Math.round(x), 0, 1, height);
      const [beats, beat] = (metres[metre]?.[1] ?? "4/4").split("/").map(Number);
      const lines = (count, least, from, alpha) => {
        if (!Number.isInteger(count) || (end - x) / count < least) return;
        context.globalAlpha = alpha;
        for (let i = 1; i < count; i++) {
          const at = Math.round(x + ((end - x) * i) / count);
          if (at >= KEYS_WIDTH && at <= all) context.fillRect(at, from, 1, height - from);
        }
        context.globalAlpha = 1;
      };
      if (place.drums) lines((16 * beats) / beat, 7, place.drumsTop, 0.4);
      lines(beats, 16, place.top, 0.55);
    }
  }

  paintLane(context, lane, y, all, ink) {
    const middle = y + LANE / 2;
    context.fillStyle = ink("--line");
    context.fillRect(0, y + LANE - 1, all, 1);
    context.fillStyle = ink("--ink-2");
    context.font = `10px ${ink("--mono")}`;
    context.textAlign = "right";
    context.fillText(lane.name, KEYS_WIDTH - 8, middle);
    context.textAlign = "left";
    context.font = `11px ${ink("--mono")}`;
    context.save();
    context.beginPath();
    context.rect(KEYS_WIDTH, y, all - KEYS_WIDTH, LANE);
    context.clip();
    if (lane.bars) {
      let last = -100;
      this.bars.forEach((time, bar) => {
        const x = this.x(time);
        if (x < KEYS_WIDTH - 1 || x > all - 14 || x - last < 34) return;
        context.fillText(String(bar + 1), x + 4, middle);
        last = x;
      });
    }
    if (lane.curve && lane.texts) this.paintCurve(context, lane.curve, y, all, ink);
    const isDense = lane.name === "words" || lane.curve;
    lane.texts?.forEach?.(([time, text], i) => {
      const x = this.x(time);
      const end = i + 1 < lane.texts.length ? Math.min(all, this.x(lane.texts[i + 1][0])) : all;
      // What goes on stays in sight.
      const from = lane.name === "words" ? x : Math.max(KEYS_WIDTH + (lane.curve ? 4 : 0), x);
      if (end <= KEYS_WIDTH || x > all) return;
      if (!isDense) context.fillRect(Math.round(x), y, 1, LANE - 1);
      if (context.measureText(text).width + (isDense ? 3 : 8) <= end - from) context.fillText(text, from + (isDense ? 0 : 4), middle);
    });
    context.fillStyle = ink("--roll");
    lane.stretches?.forEach?.(([from, to]) => {
      const x = this.x(from);
      const end = this.x(to);
      if (end < KEYS_WIDTH || x > all) return;
      context.fillRect(x, y + 6, Math.max(1, end - x - 1), LANE - 12);
    });
    context.restore();
  }

  /** A line of steps from the slowest tempo to the fastest. */
  paintCurve(context, tempos, y, all, ink) {
    const values = tempos.map(([, tempo]) => tempo);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const level = (tempo) => y + 3 + (1 - (tempo - low) / (high - low || 1)) * (LANE - 7);
    context.strokeStyle = ink("--accent");
    context.globalAlpha = 0.5;
    context.beginPath();
    tempos.forEach(([time, tempo], i) => {
      const x = this.x(time);
      if (i) context.lineTo(x, level(tempos[i - 1][1]));
      context.lineTo(x, level(tempo));
    });
    context.lineTo(all, level(values[values.length - 1]));
    context.stroke();
    context.globalAlpha = 1;
  }

  draw(playhead) {
    const { context, width, height } = fit(this.canvas);
    const state = [this.from, this.seconds, width, height, this.canvas.width, isDark(), [...this.hidden]].join();
    if (this.painted !== state) {
      this.still ??= document.createElement("canvas");
      this.paint(this.still, width, height);
      this.painted = state;
    }
    const ink = (name) => inkOf(this.canvas, name);
    const place = this.layout();
    context.drawImage(this.still, 0, 0, width, height);
    context.save();
    context.beginPath();
    context.rect(KEYS_WIDTH, 0, place.width, height);
    context.clip();
    // What sounds at the playhead, and the note that belongs to a token.
    context.strokeStyle = ink("--ink");
    context.lineWidth = 1.5;
    for (let i = firstFrom(this.notes, playhead - this.notes.longest); i < this.notes.count && this.notes.onset[i] <= playhead; i++) {
      if (this.notes.onset[i] + Math.max(0.08, this.notes.length[i]) > playhead && !this.hidden.has(this.notes.channel[i])) {
        context.strokeRect(...this.box(i, place));
      }
    }
    if (this.lit >= 0) {
      context.strokeStyle = ink("--accent");
      context.lineWidth = 3;
      const [x, y, w, h] = this.box(this.lit, place);
      context.strokeRect(x - 2, y - 2, w + 4, h + 4);
    }
    context.fillStyle = ink("--accent");
    if (this.region) {
      const [from, to] = this.region.map((time) => this.x(time));
      context.globalAlpha = 0.14;
      context.fillRect(from, 0, to - from, height);
      context.globalAlpha = 1;
      context.fillRect(from, 0, to - from, 3);
    }
    const at = this.x(playhead);
    context.fillRect(at - 0.75, 0, 1.5, height);
    context.restore();
  }

  /** Saves what is seen as a PNG file of this name. */
  save(name) {
    const image = document.createElement("canvas");
    image.width = this.canvas.width;
    image.height = this.canvas.height;
    const context = image.getContext("2d");
    context.fillStyle = inkOf(this.canvas, "--sheet");
    context.fillRect(0, 0, image.width, image.height);
    context.drawImage(this.still, 0, 0);
    const link = Object.assign(document.createElement("a"), { href: image.toDataURL("image/png"), download: name });
    link.click();
  }

  /** The time at a point, that of a bar's line close to it. */
  snapped(x) {
    const time = this.time(x);
    const near = this.bars.find((bar) => Math.abs(this.x(bar) - x) < SNAP_PX);
    return Math.max(0, Math.min(near ?? time, this.notes.end));
  }

  /** The note below a point; -1 for none. */
  at(x, y) {
    const place = this.layout();
    const time = this.time(x);
    for (let i = firstFrom(this.notes, time + 0.2) - 1; i >= 0 && this.notes.onset[i] >= time - this.notes.longest - 0.2; i--) {
      const [left, top, width, height] = this.box(i, place);
      if (x >= left - 1 && x <= left + width + 1 && y >= top - 1 && y <= top + height + 1) return i;
    }
    return -1;
  }
}

/** Pairs of least and largest samples, with what was played in the accent's colour. */
export function waveform(canvas, peaks, share) {
  const { context, width, height } = fit(canvas);
  const bars = Math.min(peaks.length / 2, Math.floor(width / 3));
  const played = inkOf(canvas, "--accent");
  const coming = inkOf(canvas, "--roll");
  for (let bar = 0; bar < bars; bar++) {
    const from = Math.floor((bar * peaks.length) / 2 / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / 2 / bars));
    let low = 0;
    let high = 0;
    for (let i = from; i < to; i++) {
      low = Math.min(low, peaks[2 * i]);
      high = Math.max(high, peaks[2 * i + 1]);
    }
    context.fillStyle = bar / bars < share ? played : coming;
    const top = (1 - high / 127) * (height / 2);
    context.fillRect((bar * width) / bars, top, Math.max(1, width / bars - 1), Math.max(1.5, ((high - low) / 127) * (height / 2)));
  }
}

/** From black over violet and orange to pale yellow: stops evenly spaced in lightness. */
const STOPS = [[8, 4, 20], [44, 17, 96], [105, 24, 122], [166, 42, 104], [219, 76, 68], [248, 131, 36], [252, 195, 72], [252, 250, 188]];

/** Colours the gray levels of a spectrogram. */
export function spectrogram(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height);
  const table = Array.from({ length: 256 }, (_, level) => {
    const place = (level / 255) * (STOPS.length - 1);
    const stop = Math.min(STOPS.length - 2, Math.floor(place));
    return STOPS[stop].map((from, i) => from + (STOPS[stop + 1][i] - from) * (place - stop));
  });
  for (let i = 0; i < data.data.length; i += 4) {
    const rgb = table[data.data[i]];
    data.data[i] = rgb[0];
    data.data[i + 1] = rgb[1];
    data.data[i + 2] = rgb[2];
  }
  context.putImageData(data, 0, 0);
}
