// What is between two pieces, step by step: ends are chosen on the pages of these pieces.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import * as player from "./player.js";
import { repeated } from "./loop.js";
import { Dial, STEPS, Way } from "./m.jsx";
import { LoopRoll, FileLink, insist, unpacked } from "./samples.jsx";
import { Keep } from "./takes.jsx";
import { Command, PlayButton, count, itemAddress, plural, shortened } from "./ui.jsx";

const MAKE_AFTER_MS = 200;
const LONGEST_TITLE = 60;

/** Where the way starts and ends: stays while one goes from piece to piece. */
const chosen = signal({});

const called = ({ title, bar }) => `${shortened(title, LONGEST_TITLE)}${bar ? `, bar ${bar}` : ""}`;

export function Between({ item, bars, model, choice }) {
  const { options, from: hasBars } = model.between;
  const [values, setValues] = useState(() => Object.fromEntries(options.map(({ name, usual }) => [name, usual])));
  const [bar, setBar] = useState(1);
  const [place, setPlace] = useState(0);
  const [way, setWay] = useState(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const ends = chosen.value;
  const at = useRef();
  at.current = place;
  const id = `between:${model.name}`;
  const make = async (isWanted) => {
    const given = ({ item, bar }) => ({ item, ...(hasBars && bar ? { bar } : {}) });
    const { from, to } = ends;
    const played = options.filter(({ name, usual }) => values[name] !== usual).map(({ name }) => [name, values[name]]);
    try {
      const answer = await insist(`/models/${encodeURIComponent(model.name)}/between`,
        { from: given(from), to: given(to), steps: STEPS, ...Object.fromEntries(played) }, isWanted);
      if (!isWanted()) return;
      const steps = answer.loops.map((one, i) => {
        const loop = unpacked(one);
        const title = `Step ${i + 1} of ${STEPS} from ${called(from)}, to ${called(to)}, ${model.name}`;
        const piece = { id, kind: "loop", title, artist: model.kind, address: itemAddress(item), midi: repeated(loop.notes, loop.seconds), duration: loop.seconds };
        return { ...loop, piece, name: `${from.file}-to-${to.file}-${String(i + 1).padStart(2, "0")}.mid` };
      });
      setWay({ steps, from, to, command: answer.commands.join("\n"), took_ms: answer.took_ms });
      setProblem("");
      hear(steps[at.current]);
    } catch (error) {
      if (isWanted()) setProblem(error.message);
    }
    if (isWanted()) setBusy(false);
  };
  /** Goes on in the next step where one is in this one. */
  const hear = ({ piece }) => {
    const share = player.current.value?.id === id && player.duration.value ? player.now() / player.duration.value : 0;
    player.play(piece, share * piece.duration);
  };
  const isWhole = ends.from && ends.to;
  // What was chosen on another page is made when somebody asks for it here.
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isWhole || !isAsked) return undefined;
    let isWanted = true;
    setBusy(true);
    const timer = setTimeout(() => make(() => isWanted), MAKE_AFTER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [ends, JSON.stringify(values), isAsked]);
  const setEnd = (end) => {
    chosen.value = { ...ends, [end]: { item: item.id, title: item.title, file: item.file, bar: hasBars ? bar : null } };
    setAsked(true);
    setPlace(end === "from" ? 0 : STEPS - 1);
  };
  const move = (step) => {
    setPlace(step);
    setAsked(true);
    if (way && !busy) hear(way.steps[step]);
  };
  const shown = way?.steps[place];
  return (
    <section class="panel rollpanel edit" aria-label="Between two pieces">
      <div class="bar">
        <h2>Between two pieces</h2>
        {choice}
      </div>
      <div class="dials">
        {hasBars && bars.length > 0 && (
          <Dial option={{ name: "bar", label: "Bar of this piece", whole: true, least: 1, most: bars.length, usual: 1 }} value={bar} set={setBar} />
        )}
        {options.map((option) => (
          <Dial key={option.name} option={option} value={values[option.name]} set={(value) => setValues((values) => ({ ...values, [option.name]: value }))} />
        ))}
      </div>
      <Way ends={ends} place={isWhole ? place : null} isReady setEnd={setEnd} move={move} from="From here" to="To here"
        label="Between two pieces" hint="Choose where a way starts, and on this or another page where it ends" called={called} />
      <div class="bar">
        {shown && (
          <>
            <PlayButton item={shown.piece} />
            <Keep made={shown} title={shown.piece.title} />
            <FileLink piece={shown} name={shown.name} label={`MIDI of step ${place + 1}`} />
          </>
        )}
        <p class="facts status" role="status">
          {busy ? "Making the way …" : shown && `${plural(shown.notes.count, "note")}, all steps made in ${count(way.took_ms)} ms`}
        </p>
      </div>
      {problem && <p class="error" role="alert">{problem}</p>}
      {shown && (
        <>
          <LoopRoll loop={shown} id={id} play={(time) => player.play(shown.piece, time)} />
          <div class="made">
            <p>{`This command makes the same files${way.from.item === way.to.item ? "" : " of both pieces"}:`}</p>
            <Command>{way.command}</Command>
          </div>
        </>
      )}
    </section>
  );
}
