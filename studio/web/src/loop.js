// A loop as a MIDI file that repeats it many times: a sequencer's own jump back comes up to a block of
// samples late, repeated notes are on time.
import { DRUMS } from "./canvas.js";

const ROUNDS = 64;
const TICKS_PER_S = 10_000;
const MICROS_PER_QUARTER = 500_000;
// Controllers by which the synthesizer knows where to go on after the last round.
const LOOP_START = 116;
const LOOP_END = 117;

const variable = (number) => {
  const bytes = [number & 127];
  for (let left = number >> 7; left; left >>= 7) bytes.unshift((left & 127) | 128);
  return bytes;
};
const big = (number, size) => Array.from({ length: size }, (_, i) => (number >> (8 * (size - 1 - i))) & 255);

/** Notes of canvas.js, repeated every so many seconds. */
export function repeated(notes, seconds) {
  const events = [[0, 0, [0xb0, LOOP_START, 0]], [Math.round(ROUNDS * seconds * TICKS_PER_S), 0, [0xb0, LOOP_END, 0]]];
  const at = (round, time) => Math.round((round * seconds + Math.min(time, seconds)) * TICKS_PER_S);
  for (let i = 0; i < notes.count; i++) {
    if (notes.program[i] !== DRUMS) events.push([0, 0, [0xc0 | notes.channel[i], notes.program[i]]]);
    for (let round = 0; round < ROUNDS; round++) {
      events.push([at(round, notes.onset[i]), 2, [0x90 | notes.channel[i], notes.pitch[i], notes.velocity[i]]]);
      events.push([at(round, notes.onset[i] + notes.length[i]), 1, [0x80 | notes.channel[i], notes.pitch[i], 0]]);
    }
  }
  events.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const track = [0, 0xff, 0x51, 3, ...big(MICROS_PER_QUARTER, 3)];
  let time = 0;
  for (const [tick, , bytes] of events) {
    track.push(...variable(tick - time), ...bytes);
    time = tick;
  }
  track.push(0, 0xff, 0x2f, 0);
  const division = (TICKS_PER_S * MICROS_PER_QUARTER) / 1e6;
  const head = [77, 84, 104, 100, ...big(6, 4), ...big(0, 2), ...big(1, 2), ...big(division, 2)];
  return Uint8Array.from([...head, 77, 84, 114, 107, ...big(track.length, 4), ...track]).buffer;
}
