// Names of pitches as a key spells them: A flat major has an E flat and no D sharp.
/** From the eighth fifth below C to the twelfth above it. */
const FIFTHS = ["Fb", "Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#", "E#", "B#"];
const OF_C = FIFTHS.indexOf("C");
/** A key's chromatic notes reach from three fifths below that of its signature to eight above it. */
const BELOW = 3;

const plain = (text) => text.replace("♯", "#").replace("♭", "b");
export const pretty = (text) => text.replace(/([A-G])#/, "$1♯").replace(/([A-G])b/, "$1♭");

/** Sharps of a key like "F# minor", less than 0 for flats; 0 where it is unknown. */
function sharps(key) {
  const [, tonic, mode] = plain(key ?? "").match(/^([A-G][#b]?) (major|minor)/) ?? [];
  return tonic ? FIFTHS.indexOf(tonic) - OF_C - (mode === "minor" ? 3 : 0) : 0;
}

/** A pitch of a key, as "E♭4". */
export function spelled(pitch, key) {
  const first = sharps(key) - BELOW;
  let fifth = first + ((((pitch * 7 - first) % 12) + 12) % 12);
  if (fifth > FIFTHS.length - 1 - OF_C) fifth -= 12;
  if (fifth < -OF_C) fifth += 12;
  const name = FIFTHS[fifth + OF_C];
  const written = pitch - (name[1] === "#" ? 1 : name[1] === "b" ? -1 : 0);
  return `${pretty(name)}${Math.floor(written / 12) - 1}`;
}

/** The key that holds longest, of [time, key] up to an end; null where there is none. */
export function longest(keys, end) {
  const held = new Map();
  keys.forEach(([time, key], i) => held.set(key, (held.get(key) ?? 0) + (keys[i + 1]?.[0] ?? end) - time));
  return [...held].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
