// The words of a song, which follow the music.
import { useEffect, useMemo, useRef } from "preact/hooks";
import * as player from "./player.js";

const LONGEST_LINE = 60;
const PAUSE_S = 2.5;

/** Words of a timeline as lines of [time, text], by karaoke's marks and line ends, else by pauses and length. */
export function lines(words) {
  const isMarked = words.some(([, text, begins]) => begins || /[\r\n]/.test(text));
  const all = [];
  let line = null;
  let length = 0;
  let before = -Infinity;
  for (const [time, text, begins] of words) {
    const isWordStart = /^\s/.test(text) || /\s$/.test(line?.words.at(-1)?.[1] ?? " ");
    const isNew = isMarked ? begins : time - before > PAUSE_S || (length > LONGEST_LINE && isWordStart);
    if (!line || isNew) {
      line = { words: [], begins: begins === "paragraph" };
      all.push(line);
      length = 0;
    }
    const shown = text.replace(/[\r\n]+/g, "");
    if (shown) line.words.push([time, shown]);
    length += shown.length;
    before = time;
    if (isMarked && /[\r\n]/.test(text)) line = null;
  }
  return all.filter(({ words }) => words.some(([, text]) => text.trim()));
}

/** The number of the last time that is not after now; -1 before the first. */
export function lastAt(times, now) {
  let found = -1;
  while (found + 1 < times.length && times[found + 1] <= now) found++;
  return found;
}

export function Words({ item, words, play }) {
  const all = useMemo(() => lines(words), [words]);
  const box = useRef();
  useEffect(() => {
    const buttons = [...box.current.querySelectorAll("button")];
    const begins = all.map((line) => line.words[0][0]);
    let frame;
    let shown = -1;
    let sung = -1;
    const follow = () => {
      if (!box.current) return;
      const now = player.current.value?.id === item.id ? player.now() : -1;
      const at = lastAt(begins, now);
      if (at !== shown) {
        buttons[shown]?.classList.remove("now");
        for (const word of buttons[shown]?.children ?? []) word.classList.remove("sung");
        buttons[at]?.classList.add("now");
        if (at >= 0) box.current.scrollTop = buttons[at].offsetTop - box.current.clientHeight / 2 + buttons[at].clientHeight;
        sung = -1;
      }
      shown = at;
      const word = at < 0 ? -1 : lastAt(all[at].words.map(([time]) => time), now);
      if (word !== sung) [...(buttons[at]?.children ?? [])].forEach((one, i) => one.classList.toggle("sung", i <= word));
      sung = word;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [all, item.id]);
  if (!all.length) return null;
  return (
    <section class="panel words">
      <h2>Words</h2>
      <ol ref={box} tabIndex="0" aria-label="Words">
        {all.map((line, i) => (
          <li key={i} class={line.begins ? "begins" : ""}>
            <button dir="auto" onClick={() => play(line.words[0][0])}>
              {line.words.map(([, text], n) => (
                <span key={n}>{text}</span>
              ))}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
