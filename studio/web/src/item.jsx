import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { bytes, get, ofItem, source } from "./api.js";
import { Edits } from "./edit.jsx";
import { Engraving } from "./engraving.jsx";
import { Faults } from "./faults.jsx";
import * as player from "./player.js";
import { Roll, colour, isDark, lanesHeight, parts, spectrogram, unpack, waveform } from "./canvas.js";
import { longest, pretty, spelled } from "./pitch.js";
import { Words } from "./words.jsx";
import { Download, Empty, Failure, Icon, Link, PlayButton, clock, count, itemAddress, lake, setAddress, shortened, theme } from "./ui.jsx";

export function Item({ id }) {
  const [item, setItem] = useState(null);
  const [error, setError] = useState(null);
  const version = lake.value.version;
  useEffect(() => {
    get(ofItem(id)).then(setItem).catch(setError);
  }, [id, version]);
  useEffect(() => {
    if (item) document.title = `${shortened(item.title, 80)} – Partita studio`;
  }, [item]);
  // As soon as the item is seen, a key plays it.
  useLayoutEffect(() => {
    const press = (event) => {
      if (event.key !== " " || !item || event.target.closest?.("input, textarea, select, button, a, summary, dialog")) return;
      // What was made of it is played here, too.
      if ((player.current.value && itemAddress(player.current.value) === itemAddress(item)) || item.status === "rejected" || item.kind === "song") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      player.play(item);
    };
    addEventListener("keydown", press, true);
    return () => removeEventListener("keydown", press, true);
  }, [item]);
  if (error) return <Failure error={error} />;
  if (!item) return <p class="loading">Reading the item …</p>;
  return (
    <article class="item">
      <p class="crumbs">
        <Link href={setAddress(item.dataset)}>{item.dataset}</Link>
      </p>
      <div class="title">
        <PlayButton item={item} />
        <div class="names">
          <h1 dir="auto">{shortened(item.title, 300) || "Untitled"}</h1>
          <p dir="auto">{shortened(item.artist ?? "", 300)}</p>
        </div>
        <div class="downloads">
          {item.has.includes("midi") && item.status !== "rejected" && (
            <Download path={ofItem(id, "midi")} name={`${item.file}.mid`}>MIDI</Download>
          )}
          {(item.has.includes("audio") || item.has.includes("midi")) && item.status !== "rejected" &&
            (item.files?.length ? item.files : [{ id, container: item.columns.container ?? "wav" }]).map((file) => (
              <Download key={file.id} path={ofItem(file.id, "audio")} name={`${item.file}.${file.container}`}>
                {file.container.toUpperCase()}
              </Download>
            ))}
        </div>
      </div>
      <Facts item={item} />
      {item.status === "rejected" && (
        <Empty title="This file was rejected">
          <p>
            {item.fault} at byte {count(item.byte_offset)}. <Link href="/rejected">All rejected files</Link>
          </p>
        </Empty>
      )}
      {item.faults?.length > 0 && <Faults faults={item.faults} />}
      {item.has.includes("notes") && item.status !== "rejected" && <MidiView item={item} />}
      {item.kind === "audio" && <AudioView item={item} />}
      {item.near_duplicates?.length > 0 && (
        <NearDuplicates item={item} />
      )}
      {item.has.includes("similar") && <Similar item={item} />}
      <details class="panel columns">
        <summary>Its row of {item.table}</summary>
        <dl>
          {Object.entries(item.columns).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </article>
  );
}

/** A piece of the same data set, to open and to hear. */
function Other({ item, children }) {
  return (
    <li>
      <PlayButton small item={item} />
      <span class="names">
        <Link href={itemAddress(item)} dir="auto">
          {shortened(item.title)}
        </Link>
        <span dir="auto">{shortened(item.artist ?? "")}</span>
      </span>
      {children}
    </li>
  );
}

/** What holds the same music; of a pair that was compared the stretch that both have, to hear one after the other. */
function NearDuplicates({ item }) {
  const ofSet = (other) => ({ dataset: item.dataset, kind: item.kind, ...other });
  return (
    <section class="panel">
      <h2>Near-duplicates</h2>
      <ul class="alike">
        {item.near_duplicates.map((other) => (
          <Other key={other.id} item={ofSet(other)}>
            {other.from_s != null && <Stretch item={item} other={ofSet(other)} />}
          </Other>
        ))}
      </ul>
    </section>
  );
}

/** The nearest pieces of the data set, and by which rule they are. */
function Similar({ item }) {
  const [answer, setAnswer] = useState(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let isHere = true;
    setAnswer(null);
    setProblem("");
    get(ofItem(item.id, "similar"))
      .then((found) => isHere && setAnswer(found))
      .catch((error) => isHere && setProblem(error.message));
    return () => (isHere = false);
  }, [item]);
  const rule = (found) =>
    found.rule === "latents"
      ? `Cosine of latents: table ${found.table}, model ${found.model}`
      : `Distance in ${new Intl.ListFormat("en").format(found.statistics)}`;
  const facts = (other) => [other.label && shortened(other.label, 30), other.key && pretty(other.key), other.tempo && `${Math.round(other.tempo)} bpm`, clock(other.duration)].filter(Boolean);
  return (
    <section class="panel similar" aria-busy={!answer && !problem}>
      <div class="bar">
        <h2>Similar</h2>
        <p class="facts">{problem || (answer ? rule(answer) : "Comparing …")}</p>
      </div>
      {answer?.items.length === 0 && <p class="none">No other piece of {item.dataset} can be compared.</p>}
      <ol class="alike">
        {answer?.items.map((other) => (
          <Other key={other.id} item={{ dataset: item.dataset, kind: item.kind, ...other }}>
            <span class="about">
              {other.near_duplicate && <span class="tag">near-duplicate</span>}
              {facts(other).map((fact) => (
                <span key={fact}>{fact}</span>
              ))}
              <span class="near">{(other.cosine ?? other.distance).toFixed(2)}</span>
            </span>
          </Other>
        ))}
      </ol>
    </section>
  );
}

const RELATIONS = { same: "the same", excerpt: "a part", version: "another version" };

function Stretch({ item, other }) {
  const here = [other.from_s, other.to_s];
  const there = [other.other_from_s, other.other_to_s];
  const by = other.transpose ? `, ${count(Math.abs(other.transpose))} semitones ${other.transpose > 0 ? "higher" : "lower"}` : "";
  /** From where the other one is now, if it sounds; else from the beginning of the stretch. */
  const hear = async (which, ends, from, fromEnds) => {
    const isOn = player.current.value?.id === from.id && player.playing.value;
    const share = isOn ? (player.now() - fromEnds[0]) / (fromEnds[1] - fromEnds[0]) : 0;
    await player.play(which, ends[0] + (share > 0 && share < 1 ? share : 0) * (ends[1] - ends[0]));
    player.setRegion(ends);
  };
  const side = (label, which, ends, from, fromEnds) => (
    <button class="quiet text" aria-pressed={player.current.value?.id === which.id && player.playing.value}
      onClick={() => hear(which, ends, from, fromEnds)}>
      {label} {clock(ends[0])} to {clock(ends[1])}
    </button>
  );
  return (
    <span class="stretch">
      <span>
        {RELATIONS[other.relation] ?? other.relation}, {other.tier}
        {by}
      </span>
      <span class="sides" role="group" aria-label="The stretch that both have">
        {side("This one", item, here, other, there)}
        {side("The other", other, there, item, here)}
      </span>
    </span>
  );
}

function Facts({ item }) {
  const facts = [
    ["Score", item.kind === "score" && (/\.abc(#\d+)?$/i.test(item.path) ? "ABC" : "MusicXML")],
    ["Duration", item.duration == null ? null : clock(item.duration)],
    ["Tempo", item.tempo ? `${Math.round(item.tempo)} bpm` : null],
    ["Key", item.key && pretty(item.key)],
    ["Metre", item.metre],
    ["Notes", item.notes == null ? null : count(item.notes)],
    ["Label", item.label && shortened(item.label, 60)],
    ["Split", item.split],
    ["Sample rate", item.columns.sample_rate_hz && `${count(item.columns.sample_rate_hz)} Hz`],
    ["Level", item.columns.rms_db && `${Number(item.columns.rms_db).toFixed(1)} dB`],
    ["Status", item.status],
    ["Repairs", item.columns.warnings && item.columns.warnings !== "{}" ? item.columns.warnings.replace(/[{}]/g, "").replaceAll("=", ": ") : null],
  ].filter(([, value]) => value != null && value !== "" && value !== false);
  return (
    <dl class="factlist">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function MidiView({ item }) {
  const [notes, setNotes] = useState(null);
  const [timeline, setTimeline] = useState({ bars: [] });
  const [error, setError] = useState(null);
  const [lit, setLit] = useState(-1);
  const [isEngraved, setEngraved] = useState(item.has.includes("musicxml"));
  useEffect(() => {
    setEngraved(item.has.includes("musicxml"));
    bytes(ofItem(item.id, "notes")).then((buffer) => setNotes(unpack(buffer))).catch(setError);
    if (item.has.includes("midi")) get(ofItem(item.id, "timeline")).then(setTimeline).catch(() => {});
  }, [item.id]);
  if (error) return <p class="note">{error.message}</p>;
  if (!notes) return <div class="roll panel loading" />;
  const key = item.key ?? longest(timeline.keys ?? [], notes.end);
  const play = (time) => (player.current.value?.id === item.id ? player.seek(time) : player.play(item, time));
  return (
    <>
      <div class={isEngraved ? "engraved" : ""}>
        <RollView item={item} notes={notes} timeline={timeline} keyName={key} lit={lit} light={setLit} play={play} />
        {item.has.includes("musicxml") && <Engraving key={item.id} item={item} play={play} fail={() => setEngraved(false)} />}
      </div>
      {timeline.words?.length > 0 && <Words item={item} words={timeline.words} play={play} />}
      {timeline.bars.length > 0 && <Edits item={item} notes={notes} bars={timeline.bars} />}
      {item.has.includes("tokens") && <Tokens item={item} notes={notes} keyName={key} lit={lit} light={setLit} />}
    </>
  );
}

function RollView({ item, notes, timeline, keyName, lit, light, play }) {
  const canvas = useRef();
  const [follows, setFollows] = useState(true);
  const roll = useRef();
  const channels = useMemo(() => parts(notes), [notes]);
  const isCurrent = player.current.value?.id === item.id;
  const silent = isCurrent ? player.muted.value : null;
  const [ownSilent, setOwnSilent] = useState(new Set());
  const hidden = silent ?? ownSilent;
  const dark = theme.value;
  const follow = useRef(follows);
  follow.current = follows;
  const redraw = useRef(() => {});
  const region = isCurrent ? player.region.value : null;
  const drag = useRef(null);

  useEffect(() => {
    const before = roll.current;
    roll.current = new Roll(canvas.current, notes, timeline, lake.value.drums, keyName);
    if (before?.notes === notes) roll.current.move(before.from, before.seconds);
    let frame;
    let last = "";
    const draw = () => {
      if (!canvas.current) return; // The page is another one by now.
      const view = roll.current;
      const playhead = player.current.value?.id === item.id ? player.now() : -1;
      if (follow.current && player.playing.value && playhead >= 0 && (playhead < view.from || playhead > view.from + view.seconds * 0.92)) {
        view.move(playhead - view.seconds * 0.08);
      }
      const state = [playhead, view.from, view.seconds, view.lit, view.region, [...view.hidden], canvas.current.clientWidth, canvas.current.clientHeight, theme.value].join();
      if (state !== last) view.draw(playhead);
      last = state;
      frame = requestAnimationFrame(draw);
    };
    redraw.current = draw;
    draw();
    return () => cancelAnimationFrame(frame);
  }, [notes, timeline, dark, item.id]);
  useEffect(() => {
    roll.current.hidden = hidden;
  }, [hidden, notes, timeline, dark]);
  useEffect(() => {
    roll.current.region = region;
  }, [region, notes, timeline, dark]);
  useEffect(() => {
    roll.current.lit = lit;
    if (lit >= 0) {
      const view = roll.current;
      const time = notes.onset[lit];
      if (time < view.from || time > view.from + view.seconds) view.move(time - view.seconds / 3);
    }
  }, [lit, notes, timeline, dark]);

  const mute = (next) => (isCurrent ? player.setMuted(next) : setOwnSilent(next));
  useEffect(() => {
    if (isCurrent && ownSilent.size) player.setMuted(ownSilent);
  }, [isCurrent]);
  const toggle = (channel) => {
    const next = new Set(hidden);
    if (!next.delete(channel)) next.add(channel);
    mute(next);
  };
  const solo = (channel) => {
    const others = channels.map((part) => part.channel).filter((one) => one !== channel);
    const isSolo = others.length > 0 && others.every((one) => hidden.has(one)) && !hidden.has(channel);
    mute(new Set(isSolo ? [] : others));
  };
  const point = (event) => {
    const box = canvas.current.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const repeat = async (ends) => {
    if (!isCurrent) await player.play(item, ends[0]);
    player.setRegion(ends);
  };
  const press = (event) => {
    if (event.key === "+" || event.key === "=") roll.current.zoom(0.7);
    else if (event.key === "-") roll.current.zoom(1.4);
    else if (event.key === "Home") roll.current.move(0);
    else if (event.key === "[" && isCurrent) player.setRegion([player.now(), region?.[1] ?? notes.end]);
    else if (event.key === "]" && isCurrent) player.setRegion([region?.[0] ?? 0, player.now()]);
    else if (event.key === "Escape" && region) player.setRegion(null);
    else return;
    event.preventDefault();
  };
  const name = (part) => {
    if (part.isDrums) return "Drums";
    const names = [...part.programs].map((program) => lake.value.programs?.[program] ?? `Program ${program}`);
    return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(", ");
  };
  return (
    <section class="panel rollpanel" aria-label="Piano roll">
      <div class="bar">
        <h2>Notes</h2>
        <label class="check">
          <input type="checkbox" checked={follows} onChange={() => setFollows(!follows)} /> Follow
        </label>
        <button class="quiet" aria-label="Zoom out" onClick={() => roll.current.zoom(1.6)}>
          <Icon name="remove" />
        </button>
        <button class="quiet" aria-label="Zoom in" onClick={() => roll.current.zoom(0.6)}>
          <Icon name="add" />
        </button>
        <button class="quiet text" onClick={() => roll.current.move(0, notes.end)}>
          All
        </button>
        <button class="quiet text" onClick={() => roll.current.save(`${item.file}.png`)}>
          PNG
        </button>
        {timeline.bars.length > 1 && (
          <label class="sort">
            From bar
            <input type="number" min="1" max={timeline.bars.length} placeholder="1"
              onChange={(event) => {
                const bar = Math.floor(Number(event.currentTarget.value));
                if (!(bar >= 1 && bar <= timeline.bars.length)) return;
                play(timeline.bars[bar - 1]);
                roll.current.move(timeline.bars[bar - 1]);
              }} />
          </label>
        )}
        {region ? (
          <button class="quiet text" onClick={() => player.setRegion(null)}>
            Stop repeating {clock(region[0])} to {clock(region[1])}
          </button>
        ) : (
          <span class="facts hint">Drag over bars to repeat them</span>
        )}
      </div>
      <canvas
        ref={canvas}
        class={`roll ${channels.every((part) => part.isDrums) ? "drums" : ""}`}
        style={{ "--lanes": `${lanesHeight(timeline)}px` }}
        tabIndex="0"
        role="img"
        aria-label={`Piano roll of ${count(notes.count)} notes in ${channels.length} parts`}
        onKeyDown={press}
        onPointerDown={(event) => {
          if (event.button === 0 && event.pointerType !== "touch") drag.current = { x: point(event)[0], isMoved: false };
        }}
        onPointerMove={(event) => {
          const start = drag.current;
          if (!start) return;
          const [x] = point(event);
          if (!start.isMoved && Math.abs(x - start.x) < DRAG_PX) return;
          if (!start.isMoved) event.currentTarget.setPointerCapture(event.pointerId);
          start.isMoved = true;
          roll.current.region = [start.x, x].map((end) => roll.current.snapped(end)).sort((a, b) => a - b);
        }}
        onPointerUp={() => {
          if (drag.current?.isMoved) repeat(roll.current.region);
        }}
        onClick={(event) => {
          const isDrag = drag.current?.isMoved;
          drag.current = null;
          if (isDrag) return;
          const [x, y] = point(event);
          const hit = roll.current.at(x, y);
          light(hit);
          play(Math.max(0, roll.current.time(x)));
        }}
        onWheel={(event) => {
          const view = roll.current;
          const [x] = point(event);
          if (event.ctrlKey || event.metaKey) {
            event.preventDefault();
            view.zoom(Math.exp(event.deltaY / 300), view.time(x));
          } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
            event.preventDefault();
            setFollows(false);
            view.move(view.from + ((event.deltaX || event.deltaY) / 600) * view.seconds);
          }
        }}
      />
      {timeline.markers?.length > 0 && (
        <p class="facts marks">
          {timeline.markers.map(([time, text], i) => (
            <button key={i} class="quiet text" dir="auto" onClick={() => play(time)}>
              {shortened(text, 40)}
            </button>
          ))}
        </p>
      )}
      <ul class="parts">
        {channels.map((part) => (
          <li key={part.channel}>
            <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
              <rect width="10" height="10" rx="3" fill={part.isDrums ? "currentColor" : colour(part.channel, isDark())} />
            </svg>
            <span class="name">{name(part)}</span>
            <span class="count">{count(part.notes)}</span>
            <button class="quiet text" aria-pressed={hidden.has(part.channel)} aria-label={`Mute ${name(part)}`} onClick={() => toggle(part.channel)}>
              Mute
            </button>
            <button class="quiet text" aria-label={`Solo ${name(part)}`} onClick={() => solo(part.channel)}
              aria-pressed={channels.length > 1 && channels.every((other) => hidden.has(other.channel) !== (other === part))}>
              Solo
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const DRAG_PX = 5;

/** A token for people: pitches as the key spells them, programs by their names. */
function tokenName(token, name, key) {
  const program = (number) => lake.value.programs?.[number] ?? `Program ${number}`;
  return name
    .split("+")
    .map((one) => {
      const [, word, number] = one.match(/^(Pitch|NoteOn|NoteOff|Program)_(-?\d+)$/) ?? [];
      if (word === "Program") return number < 0 ? "Drums" : program(number);
      if (word) return `${word} ${spelled(Number(number), key)}`;
      if (/^pitch [A-G]/.test(one)) return `pitch ${spelled(token, key)}`;
      return /^program \d+$/.test(one) ? program(token) : one;
    })
    .join(" + ");
}

const COMPOUND = new Set(["anticipation", "seed"]);
const TOKENS_A_NOTE = 5;
const SHOWN = 1500;

function Tokens({ item, notes, keyName, lit, light }) {
  const [view, setView] = useState(null);
  const [scheme, setScheme] = useState(null);
  useEffect(() => {
    get(ofItem(item.id, "tokens"), { scheme }).then(setView).catch(() => setView({ schemes: [] }));
  }, [item.id, scheme]);
  /** Which note each group of five tokens is: that of its time and pitch. */
  const links = useMemo(() => {
    if (!view?.tokens || !COMPOUND.has(view.scheme)) return null;
    const byKey = new Map();
    for (let i = 0; i < notes.count; i++) byKey.set(`${Math.round(notes.onset[i] * 100)}/${notes.pitch[i]}/${notes.program[i]}`, i);
    const links = [];
    for (let at = 0; at + 4 < view.tokens.length; at += TOKENS_A_NOTE) {
      const [time, , pitch, program] = view.tokens.slice(at, at + 4).map(([token]) => token);
      links.push([0, 1, -1].map((off) => byKey.get(`${time + off}/${pitch}/${program}`)).find((i) => i !== undefined) ?? -1);
    }
    return links;
  }, [view, notes]);
  if (!view?.tokens) return null;
  const shown = view.tokens.slice(0, SHOWN);
  return (
    <section class="panel tokens">
      <div class="bar">
        <h2>Tokens</h2>
        <label class="sort">
          Scheme
          <select value={view.scheme} onChange={(event) => setScheme(event.currentTarget.value)}>
            {view.schemes.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <p class="facts">
          {count(view.count)} tokens{view.count > shown.length ? `, the first ${count(shown.length)} shown` : ""}
        </p>
      </div>
      <ol class={links ? "grouped" : ""} tabIndex="0" aria-label="Tokens">
        {links
          ? links.slice(0, SHOWN / TOKENS_A_NOTE).map((note, group) => (
              <li key={group}>
                <button class={note >= 0 && note === lit ? "lit" : ""} disabled={note < 0} aria-pressed={note >= 0 && note === lit}
                  onClick={() => light(note === lit ? -1 : note)}>
                  {shown.slice(group * TOKENS_A_NOTE, (group + 1) * TOKENS_A_NOTE).map(([token, name], i) => (
                    <span key={i} title={`${token} ${name}`}>
                      {tokenName(token, name, keyName) || token}
                    </span>
                  ))}
                </button>
              </li>
            ))
          : shown.map(([token, name], i) => (
              <li key={i}>
                <span title={`${token} ${name}`}>{tokenName(token, name, keyName) || token}</span>
              </li>
            ))}
      </ol>
    </section>
  );
}

function AudioView({ item }) {
  const wave = useRef();
  const mel = useRef();
  const head = useRef();
  const [peaks, setPeaks] = useState(null);
  const [problem, setProblem] = useState("");
  const [hasMel, setHasMel] = useState(item.has.includes("mel"));
  const dark = theme.value;
  useEffect(() => {
    get(ofItem(item.id, "peaks"), { count: 2048 })
      .then((answer) => setPeaks(answer.peaks))
      .catch((error) => setProblem(error.message));
    if (!hasMel) return;
    const image = new Image();
    image.onload = () => mel.current && spectrogram(mel.current, image);
    image.onerror = () => setHasMel(false);
    source(ofItem(item.id, "mel.png"), { level: 1 })
      .then((address) => (image.src = address))
      .catch(() => setHasMel(false));
  }, [item.id]);
  useEffect(() => {
    let frame;
    let last = "";
    const draw = () => {
      const share = player.current.value?.id === item.id ? player.now() / (item.duration || 1) : 0;
      const state = `${share.toFixed(5)} ${wave.current?.clientWidth} ${theme.value}`;
      if (state !== last) {
        if (peaks && wave.current) waveform(wave.current, peaks, share);
        if (head.current) head.current.style.left = `${share * 100}%`;
      }
      last = state;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [peaks, item.id, dark]);
  const jump = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const time = ((event.clientX - box.left) / box.width) * item.duration;
    if (player.current.value?.id === item.id) player.seek(time);
    else player.play(item, time);
  };
  return (
    <section class="panel sound" aria-label="Sound">
      {problem ? (
        <p class="note">{problem}</p>
      ) : (
        <canvas ref={wave} class="wave" role="img" aria-label="Waveform" onClick={jump} />
      )}
      {hasMel ? (
        <div class="mel" onClick={jump}>
          <canvas ref={mel} role="img" aria-label={`Mel spectrogram, low frequencies below`} />
          <div ref={head} class="playhead" />
        </div>
      ) : (
        <p class="note">The lake has no spectrogram of this file.</p>
      )}
    </section>
  );
}
