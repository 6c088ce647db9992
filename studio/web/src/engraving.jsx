// The engraving of a score beside its roll, by OpenSheetMusicDisplay, which no other page loads.
import { useEffect, useRef, useState } from "preact/hooks";
import { get, ofItem } from "./api.js";
import * as player from "./player.js";
import { count, shortened } from "./ui.jsx";
import { lastAt } from "./words.jsx";

/** The page does nothing else while it engraves: at a megabyte that is some three seconds. */
const MOST_CHARACTERS = 2_000_000;
const SETTLED_MS = 250;
const LONGEST_REASON = 200;
const UNIT_PX = 10;
const STAFF_UNITS = 4;
const AROUND_UNITS = 1.5;

/** How large a staff is drawn, by the width of the paper in pixels. */
const zoom = (width) => (width < 480 ? 0.6 : width < 800 ? 0.7 : 0.85);

let program = null;

function load() {
  program ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "engraver.min.js";
    script.onload = () => resolve(window.opensheetmusicdisplay.OpenSheetMusicDisplay);
    script.onerror = () => {
      program = null;
      reject(new Error(`${script.src} cannot be read`));
    };
    document.head.append(script);
  });
  return program;
}

const idle = () => new Promise((go) => (window.requestIdleCallback ? requestIdleCallback(go, { timeout: 500 }) : setTimeout(go)));

function parsed(xml) {
  const score = new DOMParser().parseFromString(xml, "application/xml");
  if (score.querySelector("parsererror")) throw new Error("its XML cannot be parsed");
  return score.documentElement.nodeName === "score-timewise" ? partwise(score) : score;
}

/** A score that is written by measures, written by parts. */
function partwise(score) {
  const written = score.implementation.createDocument(null, "score-partwise");
  const parts = new Map();
  for (const child of [...score.documentElement.children]) {
    if (child.nodeName !== "measure") {
      written.documentElement.append(child);
      continue;
    }
    for (const part of child.children) {
      if (!parts.has(part.id)) parts.set(part.id, part.cloneNode());
      const measure = child.cloneNode();
      measure.append(...part.childNodes);
      parts.get(part.id).append(measure);
    }
  }
  written.documentElement.append(...parts.values());
  return written;
}

/** What bars are called and where they are, by their number in the file; undefined for those that are not drawn. */
function boxes(display) {
  const px = UNIT_PX * display.zoom;
  return display.GraphicSheet.MeasureList.map((staves) => {
    const bar = staves.find((one) => one?.ParentMusicSystem);
    if (!bar) return undefined;
    const lines = bar.ParentMusicSystem.StaffLines;
    const top = lines[0].PositionAndShape.AbsolutePosition.y - AROUND_UNITS;
    const bottom = lines.at(-1).PositionAndShape.AbsolutePosition.y + STAFF_UNITS + AROUND_UNITS;
    const { AbsolutePosition: at, Size: size } = bar.PositionAndShape;
    const place = { left: at.x, top, width: size.width, height: bottom - top };
    return { number: bar.MeasureNumber, place: Object.fromEntries(Object.entries(place).map(([side, units]) => [side, `${units * px}px`])) };
  });
}

/** @param fail is called where there is but a line that says why nothing is engraved */
export function Engraving({ item, play, fail }) {
  const box = useRef();
  const paper = useRef();
  const drawn = useRef(null);
  const [score, setScore] = useState(null);
  const [bars, setBars] = useState([]);
  const [problem, setProblem] = useState("");
  const [isAllowed, setAllowed] = useState(false);
  const [chosen, setChosen] = useState(0);
  const isLong = score?.xml.length > MOST_CHARACTERS && !isAllowed;

  const tell = (why) => {
    setProblem(why);
    fail();
  };
  const refuse = (error) => {
    const why = shortened(error.message.replace(/[.\s]+$/, ""), LONGEST_REASON);
    tell(`This score cannot be engraved${why && `: ${why}`}.`);
  };
  const draw = () => {
    const width = paper.current.clientWidth;
    drawn.current.width = width;
    drawn.current.display.zoom = zoom(width);
    drawn.current.display.render();
    setBars(boxes(drawn.current.display));
  };
  useEffect(() => {
    get(ofItem(item.id, "musicxml")).then(setScore).catch((error) => tell(error.message));
  }, []);
  useEffect(() => {
    if (!score || isLong) return undefined;
    let isHere = true;
    const engrave = async () => {
      const OpenSheetMusicDisplay = await load();
      await idle();
      if (!isHere) return;
      const xml = parsed(score.xml);
      const hasParts = xml.querySelectorAll("score-part").length > 1;
      const display = new OpenSheetMusicDisplay(paper.current, {
        autoResize: false,
        autoGenerateMultipleRestMeasuresFromRestMeasures: false,
        disableCursor: true,
        drawCredits: false,
        drawPartAbbreviations: hasParts,
        drawPartNames: hasParts,
        drawTitle: false,
      });
      display.setLogLevel("silent");
      await display.load(xml);
      await idle();
      if (!isHere) return;
      drawn.current = { display };
      draw();
    };
    engrave().catch((error) => isHere && refuse(error));
    return () => (isHere = false);
  }, [score, isLong]);
  useEffect(() => {
    let timer;
    const observer = new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!drawn.current || !paper.current.clientWidth || paper.current.clientWidth === drawn.current.width) return;
        try {
          draw();
        } catch (error) {
          refuse(error);
        }
      }, SETTLED_MS);
    });
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    if (!bars.length) return undefined;
    const times = score.measures.map(([time]) => time);
    let frame;
    let marked = null;
    const follow = () => {
      const now = player.current.value?.id === item.id ? player.now() : -1;
      const bar = score.measures[lastAt(times, now)]?.[1];
      const button = bar === undefined ? null : box.current.querySelector(`[data-bar="${bar}"]`);
      if (button !== marked) {
        marked?.removeAttribute("aria-current");
        button?.setAttribute("aria-current", "true");
        if (button && player.playing.value) show(box.current, button);
      }
      marked = button;
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, [bars, score]);

  const press = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!by || !event.target.dataset.bar) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere they seek
    const buttons = [...box.current.querySelectorAll("button")];
    buttons[Math.max(0, Math.min(buttons.length - 1, buttons.indexOf(event.target) + by))].focus();
  };
  return (
    <section class="panel engraving" aria-label="Score" aria-busy={!problem && !isLong && !bars.length}>
      <div class="bar">
        <h2>Score</h2>
        {bars.length > 0 && <p class="facts">{count(bars.length)} bars</p>}
        {!bars.length && !problem && !isLong && <p class="facts">Engraving …</p>}
        {isLong && (
          <button class="quiet text" onClick={() => setAllowed(true)}>
            Engrave {count(new Set(score.measures.map(([, bar]) => bar)).size)} bars
          </button>
        )}
      </div>
      {problem && <p class="note">{problem}</p>}
      <div class="sheet" ref={box} hidden={Boolean(problem)} onKeyDown={press}>
        <div class="paper" ref={paper} role="img" aria-label={`Score of ${count(bars.length)} bars`} />
        {bars.map(
          (bar, i) =>
            bar && (
              <button key={i} data-bar={i} aria-label={`Play from bar ${bar.number}`} tabIndex={i === chosen ? 0 : -1} style={bar.place}
                onFocus={() => setChosen(i)}
                onClick={() => play(score.measures.find(([, measure]) => measure === i)?.[0] ?? 0)} />
            ),
        )}
      </div>
    </section>
  );
}

/** Scrolls a box, and nothing around it, to a bar that is not to be seen in it as a whole. */
function show(box, bar) {
  const top = bar.offsetTop;
  if (top < box.scrollTop || top + bar.offsetHeight > box.scrollTop + box.clientHeight) box.scrollTop = top - STAFF_UNITS * UNIT_PX;
}
