// What sounds: MIDI files by a synthesizer in an audio worklet, audio files by the browser. One clock
// for both, asked by whoever draws a playhead.
import { batch, effect, signal } from "@preact/signals";
import { BasicMIDI } from "spessasynth_core";
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
const FOLLOW_EVERY_MS = 50;

/** What comes next is given to the audio clock so long before it sounds; until then pauses and jumps are free. */
const AHEAD_S = 1.5;

/** Longer ones begin after the one before, as their samples would fill the memory. */
const LONGEST_FOLLOWING_S = 600;

/** What is to sound at once is scheduled as much later, as the audio thread is ahead of this one. */
const SOON_S = 0.02;

/** What rings on after the last note. */
const TAIL_S = 2;
const SETTLED_MS = 100;

/** Gives rows around one of a list, so that next and previous work; set by the list that is shown. */
let neighbours = null;
let context, gain, analyser, element, synth, sequencer, ready;
let turn = 0;

/** The next of the queue as samples, and once it is scheduled its node and when it begins: {item, buffer, node, at}. */
let following = null;

/** What sounds of samples and not of the synthesizer or the element: {buffer, node, at}; without a node it waits at. */
let sampled = null;

/** Whether what is current has come to its end. */
let isOver = false;

/** When by the audio clock items began, for tests. */
const starts = [];

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
    element.addEventListener("ended", () => sampled || ended());
    new MediaElementAudioSourceNode(context, { mediaElement: element }).connect(gain);
    const [, base, better] = await Promise.all([
      context.audioWorklet.addModule(await program("synth.min.js")),
      own("jdk.sf2"),
      own("sounds.sf3"),
    ]);
    synth = new WorkletSynthesizer(context);
    levelled(context, synth).connect(gain);
    await synth.isReady;
    // Instruments that the better sounds lack are the built-in ones.
    await synth.soundBankManager.addSoundBank(better, "better");
    await synth.soundBankManager.addSoundBank(base, "base");
    synth.soundBankManager.priorityOrder = ["better", "base"];
    sequencer = new Sequencer(synth, { skipToFirstNoteOn: false });
    sequencer.loopCount = 0;
    sequencer.eventHandler.addEvent("songEnded", "player", () => sampled || ended());
  })().catch((error) => {
    failure.value = `Sound is not available: ${error.message}`;
    ready = null;
    throw error;
  });
  return ready;
}

/** One instrument alone is as loud as music is; where many sound at once a limiter holds them. */
function levelled(context, synth) {
  const louder = new GainNode(context, { gain: 2.4 });
  synth.connect(louder);
  return louder.connect(new DynamicsCompressorNode(context, { threshold: -8, knee: 6, ratio: 12, attack: 0.002, release: 0.12 }));
}

/** A MIDI file, or samples. */
const musicOf = async (item) => item.midi ?? (await (item.make?.() ?? bytes(ofItem(item.id, "midi"))));

/** All of an item as samples; null of what is too long. */
async function samplesOf(item) {
  if (item.kind === "audio") {
    return item.duration > LONGEST_FOLLOWING_S ? null : context.decodeAudioData(await bytes(ofItem(item.id, "audio")));
  }
  const music = await musicOf(item);
  if (music instanceof AudioBuffer) return music;
  const midi = BasicMIDI.fromArrayBuffer(music.slice(0));
  const seconds = Math.max(item.duration ?? 0, midi.duration);
  if (seconds > LONGEST_FOLLOWING_S) return null;
  const offline = new OfflineAudioContext(2, Math.ceil((seconds + TAIL_S) * context.sampleRate), context.sampleRate);
  const [, ...banks] = await Promise.all([offline.audioWorklet.addModule(await program("synth.min.js")), own("sounds.sf3"), own("jdk.sf2")]);
  const renderer = new WorkletSynthesizer(offline);
  levelled(offline, renderer).connect(offline.destination);
  await renderer.startOfflineRender({
    midiSequence: midi,
    loopCount: 0,
    soundBankList: banks.map((soundBankBuffer) => ({ bankOffset: 0, soundBankBuffer })),
    sequencerOptions: { skipToFirstNoteOn: false },
  });
  return offline.startRendering();
}

function silence(sound) {
  if (!sound?.node) return;
  sound.node.stop();
  sound.node.disconnect();
  sound.node = null;
}

/** Lets samples sound from a second of theirs on, at a time of the audio clock. */
function start(sound, from = 0, when = context.currentTime + SOON_S) {
  silence(sound);
  sound.node = new AudioBufferSourceNode(context, { buffer: sound.buffer });
  sound.node.connect(gain);
  sound.node.start(when, from);
  sound.at = when - from;
}

/**
 * When what the synthesizer plays began, by the audio clock. On a busy machine that stops for a moment where the
 * synthesizer's goes on: a reading may be off by a tenth of a second, the middle one of several is not.
 */
let begins = [];
const READINGS = 9;

// The next of the queue is made while something sounds, and begins when that ends, by the audio clock.
effect(() => {
  const item = queue.value[0];
  if (!item || !playing.value || waiting.value || looping.value || region.value || isLoop()) {
    silence(following);
    if (following?.item !== item) following = null;
    return undefined;
  }
  if (following?.item !== item) {
    silence(following);
    const mine = (following = { item });
    samplesOf(item).then((buffer) => (mine.buffer = buffer), () => {}); // it is played after the other, and says then what is wrong
  }
  begins = [];
  const timer = setInterval(() => {
    begins = [...begins, context.currentTime - now()].slice(-READINGS);
    const end = duration.value + (sampled?.at ?? [...begins].sort((a, b) => a - b)[begins.length >> 1]);
    const left = end - context.currentTime;
    const isSure = begins.length === READINGS || left < AHEAD_S / 2;
    if (following?.node && context.currentTime >= following.at) follow();
    else if (following?.buffer && !following.node && isSure && left > 0 && left < AHEAD_S) start(following, item.from, end);
  }, FOLLOW_EVERY_MS);
  return () => clearInterval(timer);
});

// Samples say by no event that all notes are over: what rings on is theirs, too.
effect(() => {
  if (!current.value || !playing.value || waiting.value) return undefined;
  const timer = setInterval(() => sampled?.node && !following?.node && now() >= duration.value && ended(), FOLLOW_EVERY_MS);
  return () => clearInterval(timer);
});

/** What was scheduled sounds by now; notes of the one before may ring on. */
function follow() {
  const { item, buffer, node, at } = following;
  following = null;
  turn++;
  sampled = { buffer, node, at };
  batch(() => {
    current.value = item;
    duration.value = item.duration ?? buffer.duration;
    muted.value = new Set();
    queue.value = queue.value.slice(1);
  });
  starts.push({ title: item.title, at });
}

const isAudio = () => current.value?.kind === "audio";

/** A loop brings its MIDI along, many rounds of it. */
const isLoop = () => current.value?.kind === "loop";

/** Seconds from the beginning of what is played. */
export function now() {
  if (!current.value || waiting.value || !ready) return 0;
  const time = sampled ? (sampled.node ? context.currentTime - sampled.at : sampled.at) : isAudio() ? element.currentTime : sequencer?.midiData ? sequencer.currentHighResolutionTime : 0;
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
  isOver = false;
  failure.value = "";
  const isOther = current.value?.id !== item.id;
  stop();
  sampled = null;
  current.value = item;
  duration.value = item.duration ?? 0;
  if (isOther) {
    muted.value = new Set();
    region.value = null;
    queue.value = queue.value.filter((one) => one.from == null); // that went on from what has been left
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
      const music = await musicOf(item);
      await context.resume();
      if (mine !== turn) return;
      duration.value = item.duration ?? 0;
      if (music instanceof AudioBuffer) {
        start((sampled = { buffer: music }), from);
      } else {
        sequencer.loadNewSongList([{ binary: music, fileName: item.id }]);
        sequencer.loopCount = looping.value || isLoop() ? Infinity : 0;
        if (from) sequencer.currentTime = from;
        sequencer.play();
        applyMuted();
      }
    }
    if (mine === turn) {
      playing.value = true;
      starts.push({ title: item.title, at: context.currentTime - from, from });
    }
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
  silence(following);
  if (sampled?.node) {
    sampled.at = now();
    silence(sampled);
  }
  element?.pause();
  if (sequencer && !sequencer.paused) sequencer.pause();
  playing.value = false;
}

/** What sounds is the beginning of an item up to a second of it, from which that goes on. */
export function carryOn(item, from) {
  duration.value = from;
  queue.value = [{ ...item, from }, ...queue.value];
  if (isOver) skip(1);
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
    if (sampled) start(sampled, sampled.at);
    else if (isAudio()) element.play();
    else sequencer.play();
    playing.value = true;
  }
}

export function seek(seconds) {
  if (!current.value || waiting.value) return;
  const to = Math.max(0, Math.min(seconds, duration.value));
  silence(following);
  begins = [];
  if (sampled) {
    silence(sampled);
    sampled.at = to;
    if (playing.value) start(sampled, to);
  } else if (isAudio()) element.currentTime = to;
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
  // Samples have no channels: the synthesizer goes on from here.
  if (sampled && !isAudio()) play(current.value, now());
  else applyMuted();
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
    return play(first, first.from);
  }
  const other = await neighbours?.(current.value, by);
  if (other) await play(other);
  return other;
}

function ended() {
  if (looping.value) {
    if (sampled) seek(0);
    return;
  }
  // What follows begins in a moment, or now where this thread was too busy to schedule it.
  if (following?.buffer && playing.value) {
    if (!following.node) start(following, following.item.from, context.currentTime + Math.max(SOON_S, duration.value - now()));
    return;
  }
  if (region.value) {
    play(current.value, region.value[0]);
    return;
  }
  playing.value = false;
  isOver = true;
  if (queue.value.length) skip(1);
}

// For tests: what is measured is what is heard.
window.partita = { starts, follows: () => Boolean(following?.buffer), level, now, current: () => current.value, region: () => region.value, clock: () => context?.currentTime };
