// What the server tells while a page is open and seen: what is published, and what runs.
import { signal } from "@preact/signals";
import { isRecorded } from "./api.js";

const AGAIN_MS = 5000;

/** The runs of the lake; null until they are known. */
export const runs = signal(null);

/**
 * Listens as long as the page is seen: a browser opens few connections to a server, for all its tabs together.
 *
 * @param look called with the version of the lake, or without where the server does not answer
 */
export function listen(look) {
  if (isRecorded) {
    look();
    return () => {};
  }
  let source = null;
  let timer;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    source = new EventSource("/api/v1/events");
    source.addEventListener("lake", (event) => look(event.data));
    source.addEventListener("runs", (event) => (runs.value = JSON.parse(event.data).runs));
    source.onerror = () => {
      close();
      look();
      timer = setTimeout(open, AGAIN_MS);
    };
  };
  const turn = () => (document.hidden ? close() : source || open());
  document.addEventListener("visibilitychange", turn);
  look();
  turn();
  return () => {
    document.removeEventListener("visibilitychange", turn);
    close();
  };
}
