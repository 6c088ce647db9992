// Small things that all pages use: words for numbers, icons, links, thumbnails.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { isRecorded, source } from "./api.js";
import * as player from "./player.js";
import { thumbnail } from "./canvas.js";

export const lake = signal(null);
export const theme = signal(localStorage.getItem("theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
/** A file on a disk has one address: there the page's own is behind a #. */
const here = () => (isRecorded ? location.hash.slice(1) || "/" : location.pathname + location.search);
const shown = (address) => (isRecorded ? `#${address}` : address);

export const where = signal(here());
addEventListener("popstate", () => (where.value = here()));

export function setTheme(value, isChosen = true) {
  theme.value = value;
  document.documentElement.dataset.theme = value;
  if (isChosen) localStorage.setItem("theme", value);
}

/** Marks what this tab has put into its history: no other site can write that there. */
const TAB = isRecorded ? "" : (sessionStorage.tab ??= crypto.randomUUID());

/** Whether this page led here; else the address is data, and what it asks for waits for a click. */
export const isOwn = () => isRecorded || history.state?.tab === TAB;

export function go(address, replace = false) {
  history[replace ? "replaceState" : "pushState"]({ tab: TAB }, "", shown(address));
  where.value = here();
  if (!replace) scrollTo(0, 0);
}

export const setAddress = (dataset) => `/d/${encodeURIComponent(dataset)}`;
export const modelAddress = (name) => `/m/${encodeURIComponent(name)}`;
/** A loop has its own. */
export const itemAddress = (item) => item.address ?? `${setAddress(item.dataset)}/i/${encodeURIComponent(item.id.split("~")[1])}`;

export function Link({ href, children, ...others }) {
  const follow = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a href={shown(href)} onClick={follow} {...others}>
      {children}
    </a>
  );
}

/** A file of the lake to keep. */
export function Download({ path, name, children }) {
  const [href, setHref] = useState("");
  useEffect(() => {
    source(path).then(setHref).catch(() => {});
  }, [path]);
  if (!href) return null;
  return (
    <a class="button" href={href} download={name}>
      <Icon name="down" /> {children}
    </a>
  );
}

export const count = (number) => Number(number ?? 0).toLocaleString("en");
export const plural = (number, one, many = `${one}s`) => `${count(number)} ${Number(number) === 1 ? one : many}`;

export function clock(seconds) {
  if (seconds == null || !Number.isFinite(seconds)) return "–";
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function hours(seconds) {
  if (seconds >= 7200) return `${count(Math.round(seconds / 3600))} hours`;
  if (seconds >= 120) return `${count(Math.round(seconds / 60))} minutes`;
  return plural(Math.round(seconds), "second");
}

const PATHS = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6.5 5h4v14h-4zM13.5 5h4v14h-4z",
  next: "M5 5v14l10-7zM16 5h3v14h-3z",
  before: "M19 5v14L9 12zM5 5h3v14H5z",
  loop: "M7 7h9v3l4.5-4L16 2v3H5v7h2zm10 10H8v-3l-4.5 4L8 22v-3h11v-7h-2z",
  sound: "M4 9v6h4l5 5V4L8 9zm12.5 3a4 4 0 0 0-2-3.5v7a4 4 0 0 0 2-3.5zM14.500 4v2a6.500 6.500 0 0 1 0 12v2a8.500 8.500 0 0 0 0-16z",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  sun: "M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4zM4.200 5.600l1.400-1.400 2.800 2.800L7 8.400zM15.600 17l1.400-1.400 2.800 2.800-1.400 1.400zM4.200 18.400 7 15.600 8.400 17l-2.800 2.800zM15.600 7l2.800-2.800 1.400 1.400L17 8.400z",
  add: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  cross: "M6.400 5 12 10.600 17.600 5 19 6.400 13.400 12 19 17.600 17.600 19 12 13.400 6.400 19 5 17.600 10.600 12 5 6.400z",
  remove: "M5 11h14v2H5z",
  down: "M11 3h2v9l3.500-3.500L18 10l-6 6-6-6 1.500-1.500L11 12zM4 19h16v2H4z",
};

export const Icon = ({ name }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);

export function PlayButton({ item, small }) {
  const isCurrent = player.current.value?.id === item.id;
  const sounds = isCurrent && player.playing.value;
  const isSilent = item.status === "rejected" || item.kind === "song";
  if (isSilent) return <span class={`play none ${small ? "small" : ""}`} aria-hidden="true" />;
  return (
    <button
      class={`play ${small ? "small" : ""} ${isCurrent ? "current" : ""}`}
      aria-label={`${sounds ? "Pause" : "Play"} ${shortened(item.title)}`}
      onClick={(event) => {
        event.stopPropagation();
        if (isCurrent) player.toggle();
        else player.play(item);
      }}
    >
      {isCurrent && player.waiting.value ? <span class="spinner" /> : <Icon name={sounds ? "pause" : "play"} />}
    </button>
  );
}

export const shortened = (text, most = 120) => (text?.length > most ? `${text.slice(0, most)}…` : text);

export function Thumbnail({ item, picture }) {
  const canvas = useRef();
  const isCurrent = player.current.value?.id === item.id;
  const dark = theme.value;
  useEffect(() => {
    if (!isCurrent) {
      thumbnail(canvas.current, picture, item.kind);
      return undefined;
    }
    let frame;
    const draw = () => {
      if (!canvas.current) return;
      thumbnail(canvas.current, picture, item.kind, player.now() / (item.duration || 1));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [picture, isCurrent, dark, item.id]);
  return <canvas class="thumbnail" ref={canvas} aria-hidden="true" />;
}

/** A bar as long as a number's share. */
export const Share = ({ value, most }) => (
  <svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width={Math.max(0.5, (100 * value) / most)} height="1" />
  </svg>
);

export function Empty({ title, children }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 160 48" aria-hidden="true" class="staff">
        {[8, 16, 24, 32, 40].map((y) => (
          <path key={y} d={`M0 ${y}H160`} />
        ))}
        <rect x="58" y="20" width="44" height="8" />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export const Command = ({ children }) => (
  <pre class="command" tabIndex="0">
    <code>{children}</code>
  </pre>
);

export const Failure = ({ error }) => (
  <Empty title={error.status === 403 ? "This page needs its token" : "That did not work"}>
    <p>{error.message}</p>
  </Empty>
);
