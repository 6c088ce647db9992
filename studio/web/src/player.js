// What sounds: MIDI files by a synthesizer in an audio worklet, audio files by the browser. One clock
// for both, asked by whoever draws a playhead.
import { effect, signal } from "@preact/signals";
import { Sequencer, WorkletSynthesizer } from "spessasynth_lib";
import { bytes, get, isRecorded, ofItem, own, source } from "./api.js";

export const current = signal(null);
export const playing = signal(false);
export const waiting = signal(false);
export const failure = signal("");
export const duration = signal(0);
export const looping = signal(false);
export const volume = signal(stored("volume", 0.8));
export const muted = signal(new Set());
export const queue = signal([]);

/** What is played over and over of the item, [from, to] in seconds; null for all of it, once. */
export const region = signal(null);
const LOOK_EVERY_MS = 8;
const SETTLED_MS = 100;

/** Gives rows around one of a list, so that next and previous work; set by the list that is shown. */
let neighbours = null;
let context, gain, analyser, element, synth, sequencer, ready;
let turn = 0;

function stored(name, otherwise) {
  const value = Number(localStorage.getItem(name) ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

/** From a disk browsers take a worklet only as an address that is the program itself. */
const program = async (name) =>
  isRecorded ? `data:text/javascript,${encodeURIComponent(new TextDecoder().decode(await own(name)))}` : name;

/** The worklet and the sounds; fetched before they are needed, as a page may do without a gesture. */
export function prepare() {
  ready ??= (async () => {
    context = new AudioContext({ latencyHint: "interactive" });
    gain = new GainNode(context, { gain: volume.value ** 2 });
    analyser = new AnalyserNode(context, { fftSize: 2048 });
    gain.connect(analyser).connect(context.destination);
    element = new Audio();
    element.addEventListener("ended", ended);
    new MediaElementAudioSourceNode(context, { mediaElement: element }).connect(gain);
    const [, base, better] = await Promise.all([
      context.audioWorklet.addModule(await program("synth.min.js")),
      own("jdk.sf2"),
      own("sounds.sf3"),
    ]);
    synth = new WorkletSynthesizer(context);
    // One instrument alone is as loud as music is; where many sound at once a limiter holds them.
    const louder = new GainNode(context, { gain: 2.4 });
    const limiter = new DynamicsCompressorNode(context, { threshold: -8, knee: 6, ratio: 12, attack: 0.002, release: 0.12 });
    synth.connect(louder);
    louder.connect(limiter).connect(gain);
    await synth.isReady;
    // Instruments that the better sounds lack are the built-in ones.
    await synth.soundBankManager.addSoundBank(better, "better");
    await synth.soundBankManager.addSoundBank(base, "base");
    synth.soundBankManager.priorityOrder = ["better", "base"];
    sequencer = new Sequencer(synth, { skipToFirstNoteOn: false });
    sequencer.loopCount = 0;
    sequencer.eventHandler.addEvent("songEnded", "player", ended);
  })().catch((error) => {
    failure.value = `Sound is not available: ${error.message}`;
    ready = null;
    throw error;
  });
  return ready;
}

const isAudio = () => current.value?.kind === "audio";

/** A loop brings its MIDI along, many rounds of it. */
const isLoop = () => current.value?.kind === "loop";

/** Seconds from the beginning of what is played. */
export function now() {
  if (!current.value || waiting.value || !ready) return 0;
  const time = isAudio() ? element.currentTime : sequencer?.midiData ? sequencer.currentHighResolutionTime : 0;
  if (isLoop()) return Math.max(0, time) % (duration.value || 1);
  return Math.max(0, Math.min(time, duration.value || Infinity));
}

/** Root mean square of what sounds now, dB of full scale. */
export function level() {
  if (!analyser) return -Infinity;
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  return 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

/** Goes back to where the region begins; the synthesizer takes a while to say that it has. */
let backAtMs = 0;
effect(() => {
  if (!region.value || !playing.value || waiting.value) return;
  const [from, to] = region.value;
  const timer = setInterval(() => {
    if (performance.now() - backAtMs < SETTLED_MS || now() < to) return;
    backAtMs = performance.now();
    seek(from);
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
});

export function setRegion(ends) {
  region.value = ends && ends[1] - ends[0] > 0.05 ? ends : null;
}

export async function play(item, from = 0) {
  const mine = ++turn;
  failure.value = "";
  const isOther = current.value?.id !== item.id;
  stop();
  current.value = item;
  duration.value = item.duration ?? 0;
  if (isOther) {
    muted.value = new Set();
    region.value = null;
  }
  waiting.value = true;
  try {
    await Promise.all([prepare(), context?.resume()]);
    if (item.kind === "audio") {
      element.src = await source(ofItem(item.id, "audio"));
      element.loop = looping.value;
      element.currentTime = from;
      await context.resume();
      if (mine !== turn) return;
      await element.play();
    } else {
      const midi = item.midi ?? (await (item.make?.() ?? bytes(ofItem(item.id, "midi"))));
      await context.resume();
      if (mine !== turn) return;
      duration.value = item.duration ?? 0;
      sequencer.loadNewSongList([{ binary: midi, fileName: item.id }]);
      sequencer.loopCount = looping.value || isLoop() ? Infinity : 0;
      if (from) sequencer.currentTime = from;
      sequencer.play();
      applyMuted();
    }
    if (mine === turn) playing.value = true;
  } catch (error) {
    if (mine === turn && error.name !== "AbortError") failure.value = await reason(item, error);
  } finally {
    if (mine === turn) waiting.value = false;
  }
}

/** An audio element only says that it cannot play; what the server says of the source is of more use. */
async function reason(item, error) {
  if (item.kind !== "audio") return error.message;
  return get(ofItem(item.id, "peaks"), { count: 1 }).then(() => error.message, (failed) => failed.message);
}

function stop() {
  element?.pause();
  if (sequencer && !sequencer.paused) sequencer.pause();
  playing.value = false;
}

/** Another loop is to be played instead: the next toggle begins anew. */
export function forget() {
  stop();
  current.value = null;
}

export function toggle() {
  if (!current.value || waiting.value) return;
  if (playing.value) {
    stop();
  } else if (!ready || now() >= duration.value - 0.05) {
    play(current.value, region.value?.[0]);
  } else {
    context.resume();
    if (isAudio()) element.play();
    else sequencer.play();
    playing.value = true;
  }
}

export function seek(seconds) {
  if (!current.value || waiting.value) return;
  const to = Math.max(0, Math.min(seconds, duration.value));
  if (isAudio()) element.currentTime = to;
  else if (sequencer?.midiData) {
    sequencer.currentTime = to;
    if (!playing.value) sequencer.pause();
    applyMuted();
  } else play(current.value, to);
}

export function setVolume(value) {
  volume.value = value;
  localStorage.setItem("volume", value);
  if (gain) gain.gain.setTargetAtTime(value ** 2, context.currentTime, 0.01);
}

export function setLooping(value) {
  looping.value = value;
  if (element) element.loop = value;
  if (sequencer) sequencer.loopCount = value || isLoop() ? Infinity : 0;
}

/** Channels of a MIDI file that are not heard. */
export function setMuted(channels) {
  muted.value = channels;
  applyMuted();
}

function applyMuted() {
  synth?.midiChannels.forEach((channel, number) =>
    channel.setSystemParameter("isMuted", muted.value.has(number % 16)));
}

export function setNeighbours(giver) {
  neighbours = giver;
}

/** The next one of the queue, else of the list that was shown last; -1 for the one before. */
export async function skip(by) {
  const [first, ...others] = queue.value;
  if (by > 0 && first) {
    queue.value = others;
    return play(first);
  }
  const other = await neighbours?.(current.value, by);
  if (other) await play(other);
  return other;
}

function ended() {
  if (looping.value) return;
  if (region.value) {
    play(current.value, region.value[0]);
    return;
  }
  playing.value = false;
  if (queue.value.length) skip(1);
}

// For tests: what is measured is what is heard.
window.partita = { level, now, current: () => current.value, region: () => region.value, clock: () => context?.currentTime };
