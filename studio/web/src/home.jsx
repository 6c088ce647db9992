import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "./api.js";
import * as player from "./player.js";
import { ModelCards } from "./models.jsx";
import { Now } from "./runs.jsx";
import { Command, Empty, Icon, Link, PlayButton, Thumbnail, count, hours, itemAddress, lake, plural, setAddress, shortened } from "./ui.jsx";

const NOUNS = { midi: ["MIDI file", "MIDI files"], score: ["score", "scores"], audio: ["audio file", "audio files"], song: ["song", "songs"] };
const HOVER_MS = 350;
const onHover = signal(localStorage.getItem("hover") === "yes");

function Card({ set }) {
  const [pictures, setPictures] = useState({});
  useEffect(() => {
    if (!set.examples.length) return;
    get(`/datasets/${encodeURIComponent(set.dataset)}/pictures`, { ids: set.examples.map((e) => e.id).join(",") })
      .then(setPictures)
      .catch(() => {});
  }, [set]);
  const rejected = set.kinds.reduce((sum, kind) => sum + kind.rejected, 0);
  return (
    <article class="card">
      <header>
        <h2>
          <Link href={setAddress(set.dataset)}>{set.dataset}</Link>
        </h2>
        <p class="facts">
          {set.kinds.length === 0 && plural(set.tables.length, "table")}
          {set.kinds.map((kind) => (
            <span key={kind.kind}>
              <strong>{count(kind.items)}</strong> {NOUNS[kind.kind][kind.items === 1 ? 0 : 1]}
              {kind.seconds ? `, ${hours(kind.seconds)}` : ""}
              {kind.notes ? `, ${count(kind.notes)} notes` : ""}
            </span>
          ))}
          {rejected > 0 && <span>{count(rejected)} rejected</span>}
        </p>
      </header>
      {set.examples.length > 0 ? (
        <ul class="examples">
          {set.examples.map((item) => (
            <Example key={item.id} item={{ ...item, dataset: set.dataset }} picture={pictures[item.id]} />
          ))}
        </ul>
      ) : (
        <p class="none">Nothing here sounds: {set.tables.slice(0, 6).join(", ")}.</p>
      )}
    </article>
  );
}

function Example({ item, picture }) {
  const timer = useRef();
  const previewed = useRef(false);
  const enter = () => {
    if (!onHover.value || (player.playing.value && !previewed.current)) return;
    timer.current = setTimeout(() => {
      previewed.current = true;
      player.play(item, (item.duration ?? 0) * 0.25);
    }, HOVER_MS);
  };
  const leave = () => {
    clearTimeout(timer.current);
    if (previewed.current && player.playing.value && player.current.value?.id === item.id) player.toggle();
    previewed.current = false;
  };
  return (
    <li onMouseEnter={enter} onMouseLeave={leave}>
      <PlayButton item={item} small />
      <Thumbnail item={item} picture={picture} />
      <Link href={itemAddress(item)} dir="auto" title={shortened(item.title, 300)}>
        {shortened(item.title)}
      </Link>
    </li>
  );
}

export function Home() {
  const { datasets, folder } = lake.value;
  useEffect(() => {
    document.title = "Partita studio";
  }, []);
  const total = datasets.flatMap((set) => set.kinds).reduce((sum, kind) => sum + kind.items, 0);
  const seconds = datasets.flatMap((set) => set.kinds).reduce((sum, kind) => sum + (kind.seconds ?? 0), 0);
  return (
    <>
      <div class="title">
        <div>
          <h1>{datasets.length === 1 ? "One data set" : `${datasets.length} data sets`}</h1>
          <p class="facts">
            <span>{plural(total, "item")}</span>
            <span>{hours(seconds)} of music</span>
            <code dir="auto">{folder}</code>
          </p>
        </div>
        <button
          class="button"
          aria-pressed={onHover.value}
          onClick={() => {
            onHover.value = !onHover.value;
            localStorage.setItem("hover", onHover.value ? "yes" : "no");
          }}
        >
          <Icon name="sound" /> Sound on hover
        </button>
      </div>
      <Now />
      <div class="cards">
        {datasets.map((set) => (
          <Card key={set.dataset} set={set} />
        ))}
      </div>
      {total === 0 && (
        <Empty title="Nothing to hear yet">
          <p>Ingest an archive into this lake, or make the demo:</p>
          <Command>partita demo --out demo</Command>
        </Empty>
      )}
      <ModelCards />
    </>
  );
}
