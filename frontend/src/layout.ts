// The worker that places things: told a field, it sends places again and again until they rest.
import { heat, round } from "./layout/forces.ts";

interface Told {
  turn: number;
  x: Float64Array;
  y: Float64Array;
  room: Float64Array;
  ties: Uint32Array;
  rounds: number;
}

const SLICE = 40; // milliseconds between two pictures
let current = 0;

self.addEventListener("message", (event: MessageEvent<Told>) => {
  const field = event.data;
  current = field.turn;
  let at = 0;
  const go = (): void => {
    if (current !== field.turn) return; // another field came meanwhile
    const until = performance.now() + SLICE;
    let moved = Infinity;
    do {
      moved = round(field, heat(at, field.rounds, field.x.length));
      at += 1;
    } while (at < field.rounds && performance.now() < until);
    const done = at >= field.rounds || moved < 0.05;
    self.postMessage({ turn: field.turn, x: field.x.slice(), y: field.y.slice(), done });
    if (!done) setTimeout(go, 0);
  };
  go();
});
