// How fast the page is over a large lake: LargeLakeBenchmark starts it.
//   node test/large.mjs http://127.0.0.1:PORT/?token=…
import puppeteer from "puppeteer-core";

const address = process.argv[2];
const base = new URL(address).origin;
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const sleep = (ms) => new Promise((end) => setTimeout(end, ms));

/** Median and 95th percentile of what a page waits for an answer. */
async function timed(page, name, paths) {
  const times = await page.evaluate(async (all) => {
    const times = [];
    for (const path of all) {
      const begin = performance.now();
      await (await fetch(path)).json();
      times.push(performance.now() - begin);
    }
    return times.sort((a, b) => a - b);
  }, paths);
  console.log(`${name}: median ${Math.round(times[times.length >> 1])} ms, p95 ${Math.round(times[Math.floor(times.length * 0.95)])} ms`);
}

try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 820 });
  page.on("pageerror", (error) => console.log(`error: ${error.message}`));
  await page.goto(address);
  await page.waitForSelector(".card");
  const begin = Date.now();
  await page.goto(`${base}/d/songs`);
  await page.waitForSelector(".row .names");
  console.log(`first row: ${Date.now() - begin} ms`);
  await sleep(3000);
  const words = ["amber", "blue river", "night", "song 7", "artist 12", "fire 99", "road", "echo", "summer 5", "distant"];
  await timed(page, "search", Array.from({ length: 100 }, (_, i) =>
    `/api/v1/datasets/songs/items?limit=60&q=${encodeURIComponent(`${words[i % 10]} ${i}`)}`));
  await timed(page, "facets of a brushed tempo", Array.from({ length: 40 }, (_, i) =>
    `/api/v1/datasets/songs/facets?filter=${encodeURIComponent(JSON.stringify({ tempo: [50 + i, 90 + i] }))}`));
  const ids = await page.evaluate(async () =>
    (await (await fetch("/api/v1/datasets/songs/items?limit=400&sort=tempo")).json()).items.map((item) => item.id));
  const rules = await page.evaluate(async (all) => {
    const rules = {};
    for (const id of all.slice(0, 60)) (rules[(await (await fetch(`/api/v1/items/${id}/similar`)).json()).rule] ??= []).push(id);
    return rules;
  }, ids);
  for (const [rule, all] of Object.entries(rules)) await timed(page, `similar by ${rule}`, [...all, ...all, ...all].slice(0, 40).map((id) => `/api/v1/items/${id}/similar`));
  const scroll = await page.evaluate(async () => {
    const tasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach((task) => tasks.push(task.duration))).observe({ entryTypes: ["longtask"] });
    const box = document.querySelector(".rows");
    const frames = [];
    let last = performance.now();
    for (let step = 0; step <= 400; step++) {
      box.scrollTop = (box.scrollHeight * step) / 400;
      await new Promise(requestAnimationFrame);
      frames.push(performance.now() - last);
      last = performance.now();
    }
    await new Promise((end) => setTimeout(end, 2000));
    frames.sort((a, b) => a - b);
    return { tasks: tasks.length, longest: Math.max(0, ...tasks), median: frames[200], row: document.querySelector(".row:last-child .names")?.innerText };
  });
  console.log(`scrolling through all rows: median frame ${scroll.median.toFixed(1)} ms, tasks over 50 ms: ${scroll.tasks}, ` +
    `the longest ${Math.round(scroll.longest)} ms; last row ${JSON.stringify(scroll.row)}`);
  await page.goto(`${base}/d/long`);
  await (await page.waitForSelector(".row .names a")).click();
  await page.waitForSelector('canvas.roll[aria-label*="20,000 notes"]');
  await sleep(1000);
  const moves = await page.evaluate(async () => {
    const canvas = document.querySelector("canvas.roll");
    const box = canvas.getBoundingClientRect();
    const turn = (options) => canvas.dispatchEvent(new WheelEvent("wheel",
      { bubbles: true, cancelable: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, ...options }));
    const framesOf = async (move) => {
      const frames = [];
      await new Promise(requestAnimationFrame);
      let last = performance.now();
      for (let step = 0; step < 180; step++) {
        move(step);
        await new Promise(requestAnimationFrame);
        frames.push(performance.now() - last);
        last = performance.now();
      }
      const seconds = frames.reduce((sum, frame) => sum + frame, 0) / 1000;
      return [frames.length / seconds, frames.sort((a, b) => a - b)[171]];
    };
    const moves = { "scrolling some bars": await framesOf(() => turn({ deltaX: 20 })) };
    for (let i = 0; i < 40; i++) turn({ ctrlKey: true, deltaY: 100 });
    moves["zooming out of all and back"] = await framesOf((step) => turn({ ctrlKey: true, deltaY: step % 90 < 45 ? -20 : 20 }));
    for (let i = 0; i < 40; i++) turn({ ctrlKey: true, deltaY: 100 });
    turn({ ctrlKey: true, deltaY: -200 });
    moves["scrolling half of it"] = await framesOf((step) => turn({ deltaX: step < 90 ? 10 : -10 }));
    return moves;
  });
  for (const [move, [rate, slow]] of Object.entries(moves)) console.log(`roll of 20,000 notes, ${move}: ${Math.round(rate)} frames a second, p95 ${slow.toFixed(1)} ms`);
  const opened = Date.now();
  await page.goto(`${base}/runs`);
  await page.waitForFunction(() => {
    const values = [...document.querySelectorAll(".charts figure:first-child .values span:nth-of-type(2) strong")].map((value) => value.innerText);
    return values.length === 10 && values.every((value) => value === "1.0e-5");
  }, { timeout: 120_000 });
  console.log(`10 trainings of 100,000 points are there: ${Date.now() - opened} ms`);
  const drawn = await page.evaluate(async () => {
    const slider = document.querySelector(".curves .smoothing");
    const all = [];
    const canvas = [];
    for (let i = 0; i < 20; i++) {
      const begin = performance.now();
      slider.value = 0.5 + i / 50;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      let measured = null;
      while (!measured) {
        await new Promise(requestAnimationFrame);
        measured = performance.getEntriesByName("curves").find((entry) => entry.startTime > begin);
      }
      all.push(measured.startTime + measured.duration - begin);
      canvas.push(measured.duration);
    }
    const sorted = (times) => times.sort((a, b) => a - b);
    return [sorted(all)[10], sorted(all)[18], sorted(canvas)[10]];
  });
  console.log(`smoothing them anew: median ${Math.round(drawn[0])} ms, p95 ${Math.round(drawn[1])} ms, of which drawing ${Math.round(drawn[2])} ms`);
} finally {
  await browser.close();
}
