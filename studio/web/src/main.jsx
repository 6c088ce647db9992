import "@fontsource-variable/instrument-sans/wght.css";
import "./style.css";
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, isRecorded } from "./api.js";
import { warmUp } from "./edit.jsx";
import * as player from "./player.js";
import { Home } from "./home.jsx";
import { DataSet } from "./set.jsx";
import { Item } from "./item.jsx";
import { Model } from "./m.jsx";
import { Models } from "./models.jsx";
import { Runs } from "./runs.jsx";
import { listen } from "./live.js";
import { Takes } from "./takes.jsx";
import { Quality, Query, Rejected } from "./tables.jsx";
import { Empty, Failure, Icon, Link, clock, go, itemAddress, lake, setTheme, shortened, theme, where } from "./ui.jsx";

function Page() {
  const path = where.value.split("?")[0].split("/").slice(1).map(decodeURIComponent);
  if (path[0] === "d" && path.length === 2) return <DataSet key={path[1]} name={path[1]} />;
  if (path[0] === "d" && path.length === 4 && path[2] === "i") return <Item key={path[3]} id={`${path[1]}~${path[3]}`} />;
  if (path[0] === "m" && path.length === 2) return <Model key={path[1]} name={path[1]} />;
  if (path[0] === "m" && path.length === 1) return <Models />;
  if (path[0] === "takes") return <Takes />;
  if (path[0] === "runs") return <Runs />;
  if (path[0] === "q") return <Query />;
  if (path[0] === "quality") return <Quality />;
  if (path[0] === "rejected") return <Rejected />;
  if (path[0] === "") return <Home />;
  return (
    <Empty title="There is no such page">
      <p>
        <Link href="/">Go to the data sets</Link>
      </p>
    </Empty>
  );
}

/** Those of what happens now and of what is asked need a server. */
const PAGES = [
  ["/", "Data sets", /^\/($|d\/|\?)/],
  ["/m", "Models", /^\/m($|\/|\?)/],
  !isRecorded && ["/takes", "Takes", /^\/takes/],
  !isRecorded && ["/runs", "Runs", /^\/runs/],
  !isRecorded && ["/q", "SQL", /^\/q($|\?)/],
  ["/quality", "Quality", /^\/quality/],
  ["/rejected", "Rejected", /^\/rejected/],
].filter(Boolean);

function Header({ help }) {
  return (
    <header class="top">
      <Link href="/" class="brand">
        <img src="icon.svg" alt="" width="26" height="26" />
        <span>Partita</span>
        {lake.value && <span class="lake">{lake.value.name}</span>}
      </Link>
      <nav aria-label="Pages">
        {PAGES.map(([href, name, pattern]) => (
          <Link key={href} href={href} aria-current={pattern.test(where.value) ? "page" : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <div class="tools">
        <button class="quiet" aria-label="Keys" onClick={help}>
          ?
        </button>
        <button
          class="quiet"
          aria-label={theme.value === "dark" ? "Light theme" : "Dark theme"}
          onClick={() => setTheme(theme.value === "dark" ? "light" : "dark")}
        >
          <Icon name={theme.value === "dark" ? "sun" : "moon"} />
        </button>
      </div>
    </header>
  );
}

function Player() {
  const [time, setTime] = useState(0);
  const item = player.current.value;
  const sounds = player.playing.value;
  useEffect(() => {
    const look = () => setTime(player.now());
    look();
    const timer = setInterval(look, 100);
    return () => clearInterval(timer);
  }, [item, sounds]);
  if (!item) return null;
  return (
    <section class="player" aria-label="Player">
      <div class="transport">
        <button class="quiet" aria-label="Previous" onClick={() => player.skip(-1)}>
          <Icon name="before" />
        </button>
        <button class="play current" aria-label={sounds ? "Pause" : "Play"} onClick={player.toggle}>
          {player.waiting.value ? <span class="spinner" /> : <Icon name={sounds ? "pause" : "play"} />}
        </button>
        <button class="quiet" aria-label="Next" onClick={() => player.skip(1)}>
          <Icon name="next" />
        </button>
      </div>
      <div class="what">
        <Link href={itemAddress(item)} dir="auto">
          {shortened(item.title)}
        </Link>
        <span dir="auto" role="status">
          {player.failure.value || shortened(item.artist) || item.dataset}
        </span>
      </div>
      <div class="seek">
        <span class="time">{clock(time)}</span>
        <input
          type="range"
          aria-label="Position"
          aria-valuetext={`${clock(time)} of ${clock(player.duration.value)}`}
          min="0"
          max={player.duration.value || 1}
          step="0.1"
          value={time}
          onInput={(event) => {
            player.seek(Number(event.currentTarget.value));
            setTime(Number(event.currentTarget.value));
          }}
        />
        <span class="time">{clock(player.duration.value)}</span>
      </div>
      <div class="more">
        <button
          class="quiet"
          aria-label="Loop"
          aria-pressed={player.looping.value}
          onClick={() => player.setLooping(!player.looping.value)}
        >
          <Icon name="loop" />
        </button>
        <label class="volume">
          <Icon name="sound" />
          <input
            type="range"
            aria-label="Volume"
            min="0"
            max="1"
            step="0.01"
            value={player.volume.value}
            onInput={(event) => player.setVolume(Number(event.currentTarget.value))}
          />
        </label>
        {player.queue.value.length > 0 && <span class="count">{player.queue.value.length} next</span>}
      </div>
    </section>
  );
}

const KEYS = [
  ["Space", "play or pause"],
  ["J  K", "next, previous in the list"],
  ["← →", "five seconds back, on"],
  ["Enter", "open the selected item"],
  ["Q", "queue the selected item"],
  ["L", "loop"],
  ["[ ]", "repeat from here, to here (on a roll)"],
  ["R", "make another loop"],
  ["B", "the loop before, this one again"],
  ["/", "search"],
  ["?", "these keys"],
];

function Help({ close }) {
  const dialog = useRef();
  useEffect(() => dialog.current.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="keys" onClose={close}>
      <h2 id="keys">Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(/\s+/).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button class="button">Close</button>
      </form>
    </dialog>
  );
}

function App() {
  const [error, setError] = useState(null);
  const [help, setHelp] = useState(false);
  const [news, setNews] = useState(false);
  useEffect(() => {
    return listen(async (version) => {
      try {
        if (version && version === lake.value?.version) return;
        const now = await get("/lake");
        if (lake.value && lake.value.version !== now.version) {
          setNews(true);
          setTimeout(() => setNews(false), 4000);
        }
        if (lake.value?.version !== now.version) lake.value = now;
        setError(null);
      } catch (failure) {
        if (!lake.value || failure.status === 403) setError(failure);
      }
    });
  }, []);
  useEffect(() => {
    const press = (event) => {
      const isTyping = event.target.closest?.("input:not([type=range]), textarea, select, dialog");
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping) return;
      const isButton = event.target.closest?.("button, a, summary");
      if (event.key === "?") setHelp(true);
      else if (event.key === " " && !isButton && player.current.value) player.toggle();
      else if (event.key === "ArrowLeft" && !event.target.closest?.("input")) player.seek(player.now() - 5);
      else if (event.key === "ArrowRight" && !event.target.closest?.("input")) player.seek(player.now() + 5);
      else if (event.key === "l" || event.key === "L") player.setLooping(!player.looping.value);
      else if (event.key === "/") {
        const search = document.querySelector("input[type=search]");
        if (search) search.focus();
        else go("/");
      } else return;
      if (event.key !== "?") event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault();
        document.getElementById("main").focus();
      }}>
        Skip to the page
      </a>
      <Header help={() => setHelp(true)} />
      <main id="main" tabIndex="-1">
        {error ? <Failure error={error} /> : lake.value ? <Page /> : <p class="loading">Reading the lake …</p>}
      </main>
      <Player />
      <div class="news" role="status" hidden={!news}>
        The lake was published again.
      </div>
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}

setTheme(theme.value, false);
render(<App />, document.getElementById("app"));
warmUp();
// Sounds are fetched before the first one is wanted.
addEventListener("load", () => setTimeout(() => player.prepare().catch(() => {}), 300), { once: true });
