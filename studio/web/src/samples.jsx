// Pieces that show what a model makes: each is made when somebody asks for it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import * as player from "./player.js";
import { DRUMS, Roll, unpack } from "./canvas.js";
import { Keep } from "./takes.jsx";
import { Command, Icon, PlayButton, clock, count, lake, modelAddress, plural, theme } from "./ui.jsx";

const AGAIN_AFTER_MS = 300;

export const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** Asks until it is this one's turn: a newer request takes the place of one that waits. */
export async function insist(path, body) {
  for (;;) {
    try {
      return await post(path, body);
    } catch (error) {
      if (error.status !== 409) throw error;
      await new Promise((end) => setTimeout(end, AGAIN_AFTER_MS));
    }
  }
}

/** What a model made, with its notes, its file and what the player takes. */
export function unpacked(answer) {
  const played = fromBase64(answer.midi).buffer;
  return { ...answer, played, notes: unpack(fromBase64(answer.notes).buffer), file: new Blob([played], { type: "audio/midi" }) };
}

/** A sample as the player is given it: it asks for the music when it is to sound. */
export function sampleOf(model, seed, show = () => {}) {
  const item = { id: `sample:${model.name}:${seed}`, kind: "sample", seed, title: `Seed ${seed} of ${model.name}`, artist: model.kind, address: modelAddress(model.name) };
  item.make = async () => {
    const piece = unpacked(await insist(`/models/${encodeURIComponent(model.name)}/sample`, { seed }));
    item.midi = piece.played;
    item.duration = piece.seconds;
    show(piece);
    return item.midi;
  };
  return item;
}

export function Samples({ model }) {
  const [pieces, setPieces] = useState({});
  const [last, setLast] = useState(null);
  const items = useMemo(
    () => model.samples.map((seed) => sampleOf(model, seed, (piece) => setPieces((pieces) => ({ ...pieces, [seed]: piece })))),
    [model],
  );
  const current = items.find((item) => item.id === player.current.value?.id);
  useEffect(() => {
    if (current) setLast(current);
  }, [current]);
  const shown = last && pieces[last.seed];
  return (
    <section class="panel rollpanel samples">
      <div class="bar">
        <h2>Samples</h2>
        {shown && <p class="facts" role="status">{`Seed ${last.seed}: ${plural(shown.notes.count, "note")} in ${plural(shown.bars.length, "bar")}`}</p>}
      </div>
      <ul>
        {items.map((item) => (
          <li key={item.seed}>
            <PlayButton item={item} />
            <span>Seed {item.seed}</span>
            {pieces[item.seed] ? (
              <>
                <span class="count">{clock(item.duration)}</span>
                <Keep made={pieces[item.seed]} title={item.title} />
                <MidiLink piece={pieces[item.seed]} name={`${model.name.replace("builtin:", "")}-s${item.seed}-01.mid`} label={`MIDI of seed ${item.seed}`} />
              </>
            ) : (
              <span class="count">made when played</span>
            )}
          </li>
        ))}
      </ul>
      {shown && (
        <>
          <LoopRoll loop={shown} id={last.id} play={(time) => player.play(last, time)} />
          <div class="made">
            <p>This command makes the same file:</p>
            <Command>{shown.command}</Command>
          </div>
        </>
      )}
    </section>
  );
}

export function MidiLink({ piece, name, label }) {
  const href = useMemo(() => URL.createObjectURL(piece.file), [piece]);
  useEffect(() => () => URL.revokeObjectURL(href), [href]);
  return (
    <a class="button" href={href} download={name} aria-label={label}>
      <Icon name="down" /> MIDI
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
