// What models do with a piece on its page: go on from one of its bars, play its beat.
import { useEffect, useState } from "preact/hooks";
import { get, isRecorded, post } from "./api.js";
import * as player from "./player.js";
import { DRUMS } from "./canvas.js";
import { Between } from "./between.jsx";
import { Dial } from "./m.jsx";
import { LoopRoll, FileLink, insist, unpacked } from "./samples.jsx";
import { Keep } from "./takes.jsx";
import { Command, PlayButton, count, itemAddress, lake, plural, shortened } from "./ui.jsx";

const LOOK_EVERY_MS = 200;
const SOON_S = 0.01;

/** Bars before the new ones that are heard first. */
const LEAD = 2;

export function Edits({ item, notes, bars }) {
  const [models, setModels] = useState([]);
  useEffect(() => {
    if (!isRecorded) get("/models").then((answer) => setModels(answer.models)).catch(() => {});
  }, []);
  const hasDrums = notes.program.includes(DRUMS);
  const isDrums = notes.program.every((program) => program === DRUMS);
  /** The models that can do something with this piece; what is for drums comes first where there is nothing else. */
  const able = (what) =>
    models.filter((model) => model[what] && (!model[what].drums || hasDrums))
      .sort((a, b) => (Boolean(a[what].drums) !== isDrums) - (Boolean(b[what].drums) !== isDrums));
  return (
    <>
      <Choice models={able("edit")} label="What is made" called={(one) => `${one.edit.label} with ${one.name}`}>
        {(model, choice) => <Edit key={`${item.id} ${model.name}`} item={item} bars={bars} model={model} choice={choice} />}
      </Choice>
      <Choice models={able("between")} label="Model" called={(one) => one.name}>
        {(model, choice) => <Between key={`${item.id} ${model.name}`} item={item} bars={bars} model={model} choice={choice} />}
      </Choice>
    </>
  );
}

/** Starts and reads the model that continues pieces once somebody clicks: its first music would wait seconds for that. */
export function warmUp() {
  const start = async () => {
    const item = lake.value?.datasets.flatMap(({ examples }) => examples).find(({ kind }) => kind === "midi");
    const { models } = await get("/models");
    const model = models.find(({ edit }) => edit?.added);
    if (item && model) await post(`/models/${encodeURIComponent(model.name)}/warm`, { item: item.id });
  };
  if (!isRecorded) for (const what of ["pointerdown", "keydown"]) addEventListener(what, () => start().catch(() => {}), { once: true });
}

/** The panel of one of some models, the first until another is chosen; nothing where none can. */
function Choice({ models, label, called, children }) {
  const [name, setName] = useState("");
  const model = models.find((one) => one.name === name) ?? models[0];
  if (!model) return null;
  return children(model, models.length > 1 && (
    <label class="sort">
      <span class="hidden">{label}</span>
      <select value={model.name} onChange={(event) => setName(event.currentTarget.value)}>
        {models.map((one) => (
          <option key={one.name} value={one.name}>{called(one)}</option>
        ))}
      </select>
    </label>
  ));
}

function Edit({ item, bars, model, choice }) {
  const { label, options, kept, added } = model.edit;
  const [values, setValues] = useState(() => Object.fromEntries(options.map(({ name, usual }) => [name, name === kept ? Math.min(usual, bars.length) : usual])));
  const [isTyped, setTyped] = useState(false);
  const [made, setMade] = useState(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const set = (name, value) => setValues((values) => (values[name] === value ? values : { ...values, [name]: value }));
  const isCurrent = player.current.value?.id === item.id;
  // Until a bar is typed it is the one where the player is.
  useEffect(() => {
    if (!kept || isTyped || !isCurrent) return undefined;
    const look = () => set(kept, Math.max(1, bars.filter((time) => time <= player.now()).length - 1));
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isTyped, isCurrent, bars]);
  // Its first music would wait for the model.
  useEffect(() => {
    post(`/models/${encodeURIComponent(model.name)}/warm`, { item: item.id }).catch(() => {});
  }, []);
  // At temperature 0 all seeds play the same.
  const isSame = made?.key === JSON.stringify(values) && values.temperature > 0;
  const make = async () => {
    const asked = isSame ? { ...values, seed: values.seed + 1 } : values;
    setValues(asked);
    setBusy(true);
    const place = kept ? ` from bar ${asked[kept] + 1}` : "";
    const title = `${shortened(item.title, 100)}, ${model.name}${place}, seed ${asked.seed}`;
    const answered = async (values) => {
      const answer = unpacked(await insist(`/models/${encodeURIComponent(model.name)}/edit`, { item: item.id, ...values }));
      const piece = { id: `edit:${answer.take}`, kind: "take", title, artist: model.kind, address: itemAddress(item), midi: answer.played, duration: answer.seconds };
      return { ...answer, piece, key: JSON.stringify(asked) };
    };
    try {
      // The first new bar is heard while the others are made: they begin with the same one.
      let first = null;
      if (added && asked[added] > 1) {
        first = await answered({ ...asked, [added]: 1 });
        player.play(first.piece, first.bars[Math.max(0, asked[kept] - LEAD)]);
      }
      const whole = await answered(asked);
      setMade(whole);
      const isSilent = kept && !whole.notes.onset.some((time) => time >= (whole.new_from ?? Infinity) - SOON_S);
      setProblem(isSilent ? `${model.name} made no note here: choose another seed or other instruments.` : "");
      if (!first) player.play(whole.piece, kept ? whole.bars[Math.max(0, asked[kept] - LEAD)] : 0);
      else if (!isSilent && player.current.value?.id === first.piece.id) player.carryOn(whole.piece, whole.bars[asked[kept] + 1]);
    } catch (error) {
      setProblem(error.message);
    }
    setBusy(false);
  };
  const dial = (option) => {
    if (option.name !== kept) return <Dial key={option.name} option={option} value={values[option.name]} set={(value) => set(option.name, value)} />;
    const bar = values[kept] + 1;
    return (
      <Dial key={kept} option={{ ...option, least: 2, most: bars.length + 1, usual: bar }} value={bar}
        set={(value) => set(kept, value - 1)} />
    );
  };
  return (
    <section class="panel rollpanel edit" aria-label={label}>
      <div class="bar">
        <h2>{label}</h2>
        {choice}
      </div>
      <div class="dials" onFocusIn={(event) => event.target.name === kept && setTyped(true)}>
        {options.map(dial)}
      </div>
      <div class="bar">
        <button class="button primary" disabled={busy} onClick={make}>
          {busy ? "Making …" : isSame ? "Another" : label}
        </button>
        {made && (
          <>
            <PlayButton item={made.piece} />
            <Keep made={made} title={made.piece.title} />
            <FileLink piece={made} name={`${made.piece.title.replace(/[^\p{L}\p{N}._-]+/gu, "-")}.mid`} label={`MIDI of ${made.piece.title}`} />
          </>
        )}
        {isTyped && isCurrent && (
          <button class="quiet text" onClick={() => setTyped(false)}>
            From where it plays
          </button>
        )}
        <p class="facts status" role="status">
          {made && `${plural(made.bars.length, "bar")}, ${plural(made.notes.count, "note")}, made in ${count(made.took_ms)} ms`}
        </p>
      </div>
      {problem && <p class="error" role="alert">{problem}</p>}
      {made && (
        <>
          <LoopRoll loop={made} id={made.piece.id} play={(time) => player.play(made.piece, time)} />
          <div class="made">
            <p>{`This command makes the same file of ${item.file}.mid:`}</p>
            <Command>{made.command}</Command>
          </div>
        </>
      )}
    </section>
  );
}
