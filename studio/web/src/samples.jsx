// Pieces that show what a model makes: each is made when somebody asks for it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import * as player from "./player.js";
import { DRUMS, Roll, unpack, waveform } from "./canvas.js";
import { Dial, differences } from "./m.jsx";
import { Keep } from "./takes.jsx";
import { Command, Icon, PlayButton, clock, count, lake, modelAddress, plural, theme } from "./ui.jsx";

const AGAIN_AFTER_MS = 300;

export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** Asks until it is this one's turn, while it is wanted: a newer request takes the place of one that waits. */
export async function insist(path, body, isWanted = () => true) {
  for (;;) {
    try {
      return await post(path, body);
    } catch (error) {
      if (error.status !== 409 || !isWanted()) throw error;
      await new Promise((end) => setTimeout(end, AGAIN_AFTER_MS));
    }
  }
}

/** What a model made, with its notes, its file and what the player takes. */
export function unpacked(answer) {
  const played = fromBase64(answer.midi).buffer;
  return { ...answer, played, notes: unpack(fromBase64(answer.notes).buffer), file: new Blob([played], { type: "audio/midi" }) };
}

const PEAKS = 1024;

/** A sound that a model made: what the player takes, its length, its file and its peaks, -128 to 127. */
async function decoded(answer) {
  const wav = fromBase64(answer.wav);
  const played = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(wav.slice().buffer);
  const samples = played.getChannelData(0);
  const peaks = new Array(2 * PEAKS).fill(0);
  samples.forEach((sample, i) => {
    const at = 2 * Math.floor((i * PEAKS) / samples.length);
    peaks[at] = Math.min(peaks[at], 127 * sample);
    peaks[at + 1] = Math.max(peaks[at + 1], 127 * sample);
  });
  return { ...answer, played, seconds: played.duration, peaks, file: new Blob([wav], { type: "audio/wav" }) };
}

/** A sample of a seed and other options as the player is given it: it asks for the music when it is to sound. */
export function sampleOf(model, options, show = () => {}) {
  const { seed } = options;
  const item = { id: `sample:${model.name}:${JSON.stringify(options)}`, kind: "sample", seed, title: `Seed ${seed} of ${model.name}`, artist: model.kind, address: modelAddress(model.name) };
  item.make = async () => {
    const answer = await insist(`/models/${encodeURIComponent(model.name)}/sample`, options);
    const piece = model.sounds ? await decoded(answer) : unpacked(answer);
    item.midi = piece.played;
    item.duration = piece.seconds;
    show(item, piece);
    return item.midi;
  };
  return item;
}

export function Samples({ model }) {
  const [pieces, setPieces] = useState({});
  const [last, setLast] = useState(null);
  const { sampling = [] } = model;
  const [values, setValues] = useState(() => Object.fromEntries(sampling.map(({ name, usual }) => [name, usual])));
  const items = useMemo(
    () => model.samples.map((seed) => sampleOf(model, { seed, ...differences(sampling, values) },
      ({ id }, piece) => setPieces((pieces) => ({ ...pieces, [id]: piece })))),
    [model, values],
  );
  const current = items.find((item) => item.id === player.current.value?.id);
  useEffect(() => {
    if (current) setLast(current);
  }, [current]);
  const shown = last && pieces[last.id];
  return (
    <section class="panel rollpanel samples">
      <div class="bar">
        <h2>Samples</h2>
        {shown && (
          <p class="facts" role="status">
            {`Seed ${last.seed}: `}
            {shown.notes ? `${plural(shown.notes.count, "note")} in ${plural(shown.bars.length, "bar")}` : `${shown.seconds.toFixed(1)} seconds`}
          </p>
        )}
      </div>
      {sampling.length > 0 && (
        <div class="dials">
          {sampling.map((option) => (
            <Dial key={option.name} option={option} value={values[option.name]} set={(value) => setValues((values) => ({ ...values, [option.name]: value }))} />
          ))}
        </div>
      )}
      <ul>
        {items.map((item) => (
          <li key={item.seed}>
            <PlayButton item={item} />
            <span>Seed {item.seed}</span>
            {pieces[item.id] ? (
              <>
                <span class="count">{clock(pieces[item.id].seconds)}</span>
                {!model.sounds && <Keep made={pieces[item.id]} title={item.title} />}
                <FileLink piece={pieces[item.id]} name={`${model.name.replace("builtin:", "")}-s${item.seed}-01.${model.sounds ? "wav" : "mid"}`}
                  what={model.sounds ? "WAV" : "MIDI"} label={`${model.sounds ? "WAV" : "MIDI"} of seed ${item.seed}`} />
              </>
            ) : (
              <span class="count">made when played</span>
            )}
          </li>
        ))}
      </ul>
      {shown && (
        <>
          {shown.notes ? (
            <LoopRoll loop={shown} id={last.id} play={(time) => player.play(last, time)} />
          ) : (
            <Wave sound={shown} id={last.id} play={(time) => player.play(last, time)} />
          )}
          <div class="made">
            <p>This command makes the same file:</p>
            <Command>{shown.command}</Command>
          </div>
        </>
      )}
    </section>
  );
}

function Wave({ sound, id, play }) {
  const canvas = useRef();
  const dark = theme.value;
  useEffect(() => {
    let frame;
    const draw = () => {
      if (!canvas.current) return;
      waveform(canvas.current, sound.peaks, player.current.value?.id === id ? player.now() / sound.seconds : 0);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [sound, dark, id]);
  const jump = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const time = ((event.clientX - box.left) / box.width) * sound.seconds;
    if (player.current.value?.id === id) player.seek(time);
    else play(time);
  };
  return <canvas ref={canvas} class="wave" role="img" aria-label="Waveform" onClick={jump} />;
}

export function FileLink({ piece, name, label, what = "MIDI" }) {
  const href = useMemo(() => URL.createObjectURL(piece.file), [piece]);
  useEffect(() => () => URL.revokeObjectURL(href), [href]);
  return (
    <a class="button" href={href} download={name} aria-label={label}>
      <Icon name="down" /> {what}
    </a>
  );
}

export function LoopRoll({ loop, id, play }) {
  const canvas = useRef();
  const roll = useRef();
  const dark = theme.value;
  useEffect(() => {
    const view = (roll.current = new Roll(canvas.current, { ...loop.notes, end: Math.max(loop.notes.end, loop.seconds) }, { bars: loop.bars }, lake.value.drums));
    view.seconds = loop.seconds || 1;
    if (loop.new_from != null) {
      // As much of what was there as is new.
      view.since = loop.new_from;
      const from = Math.max(0, 2 * loop.new_from - loop.seconds);
      view.move(from, loop.seconds - from);
    }
    let frame;
    let last = "";
    const draw = () => {
      if (!canvas.current) return;
      const playhead = player.current.value?.id === id ? player.now() : -1;
      const state = [playhead, canvas.current.clientWidth, canvas.current.clientHeight].join();
      if (state !== last) view.draw(playhead);
      last = state;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [loop, dark, id]);
  const isDrums = loop.notes.program.every((program) => program === DRUMS);
  return (
    <canvas
      ref={canvas}
      class={`roll ${isDrums ? "drums" : ""}`}
      role="img"
      aria-label={`Piano roll of ${count(loop.notes.count)} notes in ${loop.bars.length} bars`}
      onClick={(event) => {
        const time = roll.current.time(event.clientX - canvas.current.getBoundingClientRect().left);
        if (player.current.value?.id === id) player.seek(Math.max(0, time));
        else play(Math.max(0, time));
      }}
    />
  );
}
