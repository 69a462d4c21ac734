// The graph as a picture: sigma draws with WebGL, so that two thousand things stay at the speed of the hand.
import Graph from "graphology";
import Sigma from "sigma";
import type { Settings } from "sigma/settings";
import type { NodeDisplayData, PartialButFor } from "sigma/types";
import { count } from "../island.ts";
import { colour, sign } from "./kinds.ts";
import type { Shown } from "./model.ts";
import type { Spot } from "./place.ts";

/** The node that stands for neighbours which are not shown. */
export const MORE = "+";

export interface Heard {
  choose: (id: string, add: boolean) => void;
  open: (id: string) => void;
}

type Drawn = PartialButFor<NodeDisplayData, "x" | "y" | "size" | "label" | "color">;

/** The colour that a custom property stands for in the theme that is on. */
function themed(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const told = getComputedStyle(probe).color;
  probe.remove();
  return told;
}

function isDark(): boolean {
  const [red = 255, green = 255, blue = 255] = (themed("--surface").match(/[\d.]+/g) ?? []).map(Number);
  return red + green + blue < 380;
}

export class Picture {
  readonly #graph = new Graph({ type: "undirected", multi: true });
  readonly #sigma: Sigma;
  #alive = true;
  #chosen = new Set<string>();
  #near = new Set<string>();
  #dark = isDark();
  #ink = { text: themed("--ink"), paper: themed("--surface"), line: themed("--edge"), accent: themed("--accent") };

  /** Raises an error where the browser has no WebGL. */
  constructor(place: HTMLElement, heard: Heard) {
    this.#sigma = new Sigma(this.#graph, place, this.#settings());
    this.#sigma.on("clickNode", ({ node, event }) => {
      const pressed = event.original as MouseEvent;
      if (node.startsWith(MORE)) heard.open(node.slice(MORE.length));
      else heard.choose(node, pressed.ctrlKey || pressed.shiftKey || pressed.metaKey);
    });
    this.#sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      heard.open(node.startsWith(MORE) ? node.slice(MORE.length) : node);
    });
    this.#sigma.on("clickStage", () => heard.choose("", false));
  }

  #settings(): Partial<Settings> {
    return {
      allowInvalidContainer: true, autoRescale: true, labelFont: "system-ui, sans-serif", labelSize: 12, labelDensity: 0.6,
      labelGridCellSize: 90, labelRenderedSizeThreshold: 5, hideEdgesOnMove: false, zIndex: true, minCameraRatio: 0.02, maxCameraRatio: 4,
      labelColor: { color: this.#ink.text }, stagePadding: 40,
      defaultDrawNodeLabel: (pen, node) => this.#label(pen, node),
      defaultDrawNodeHover: (pen, node) => this.#label(pen, node, true),
      nodeReducer: (id, data) => {
        const chosen = this.#chosen.has(id);
        const far = this.#chosen.size > 0 && !chosen && !this.#near.has(id);
        return {
          ...data, zIndex: chosen ? 2 : far ? 0 : 1, forceLabel: chosen || data["root"] === true || id.startsWith(MORE),
          highlighted: chosen, ...(far ? { color: this.#dark ? "#3c4856" : "#c3ccd6", label: "" } : {}),
        };
      },
      edgeReducer: (id, data) => {
        const touched = this.#graph.extremities(id).some((end) => this.#chosen.has(end));
        return touched ? { ...data, color: this.#ink.accent, size: (data["size"] as number) + 1, zIndex: 1 } : data;
      },
    };
  }

  /** The sign inside the disc, the label beside it on a plate: legible over ties. */
  #label(pen: CanvasRenderingContext2D, node: Drawn, over = false): void {
    const told = node as Drawn & { sign?: string };
    pen.textBaseline = "middle";
    if (over) {
      pen.beginPath();
      pen.arc(node.x, node.y, node.size + 4, 0, 2 * Math.PI);
      pen.strokeStyle = this.#ink.accent;
      pen.lineWidth = 3;
      pen.stroke();
    }
    if (node.size >= 6 && told.sign) {
      pen.font = `700 ${Math.max(9, node.size * 1.15)}px system-ui, sans-serif`;
      pen.textAlign = "center";
      pen.fillStyle = this.#dark ? "#0b1016" : "#fff";
      pen.fillText(told.sign, node.x, node.y + 0.5);
    }
    if (!node.label) return;
    pen.font = `${over ? 650 : 450} 12px system-ui, sans-serif`;
    pen.textAlign = "left";
    const width = pen.measureText(node.label).width;
    const right = node.x + node.size + 4;
    // At the edge of the stage the words stand on the other side of the disc: none is cut.
    const left = right + width > pen.canvas.clientWidth && node.x > width ? node.x - node.size - 4 - width : right;
    pen.globalAlpha = over ? 1 : 0.75;
    pen.fillStyle = this.#ink.paper;
    pen.fillRect(left - 2, node.y - 8, width + 4, 16);
    pen.globalAlpha = 1;
    pen.fillStyle = this.#ink.text;
    pen.fillText(node.label, left, node.y + 0.5);
  }

  /** Show a view at its spots; what is new comes, what is gone goes. */
  update(view: Shown, spots: ReadonlyMap<string, Spot>, more: (rest: number) => string): void {
    const graph = this.#graph;
    const wanted = new Set(view.nodes.map((one) => one.id));
    for (const id of view.more.keys()) wanted.add(MORE + id);
    graph.clearEdges();
    for (const id of graph.nodes()) if (!wanted.has(id)) graph.dropNode(id);
    for (const one of view.nodes) {
      const size = (one.root ? 11 : 7) + Math.min(5, Math.log2(1 + one.cases));
      const told = {
        ...(spots.get(one.id) ?? { x: 0, y: 0 }), size, label: one.label, sign: sign(one.kind), root: one.root,
        color: colour(one.kind, this.#dark),
      };
      graph.mergeNode(one.id, told);
    }
    for (const tie of view.links) {
      graph.addEdge(tie.from, tie.to, { size: tie.proposed ? 0.7 : 2, color: this.#ink.line });
    }
    for (const [id, rest] of view.more) {
      const at = beside(spots.get(id) ?? { x: 0, y: 0 });
      graph.mergeNode(MORE + id, { ...at, size: 9, label: more(rest), sign: MORE, color: colour("more", this.#dark) });
      graph.addEdge(id, MORE + id, { size: 1, color: this.#ink.line });
    }
  }

  /** Move what is shown to new spots. */
  move(spots: ReadonlyMap<string, Spot>): void {
    this.#graph.updateEachNodeAttributes((id, data) => {
      const spot = spots.get(id);
      if (spot) {
        data["x"] = spot.x;
        data["y"] = spot.y;
        return data;
      }
      const owner = id.startsWith(MORE) ? spots.get(id.slice(MORE.length)) : undefined;
      return owner ? Object.assign(data, beside(owner)) : data;
    }, { attributes: ["x", "y"] });
  }

  choose(ids: readonly string[]): void {
    this.#chosen = new Set(ids);
    this.#near = new Set(ids.filter((id) => this.#graph.hasNode(id)).flatMap((id) => this.#graph.neighbors(id)));
    this.#sigma.scheduleRefresh();
  }

  /** Bring a thing into sight without a change of scale. */
  show(id: string): void {
    // After the next picture: until then places are those of the graph, not those of the screen.
    requestAnimationFrame(() => {
      const place = this.#alive ? this.#sigma.getNodeDisplayData(id) : undefined;
      if (place) this.#camera({ x: place.x, y: place.y });
    });
  }

  fit(): void {
    this.#camera({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  zoom(factor: number): void {
    const camera = this.#sigma.getCamera();
    this.#camera({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  #camera(to: Partial<{ x: number; y: number; ratio: number; angle: number }>): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    void this.#sigma.getCamera().animate(to, { duration: calm ? 1 : 180 });
  }

  /** Take the colours of the theme anew. */
  retheme(): void {
    this.#dark = isDark();
    this.#ink = { text: themed("--ink"), paper: themed("--surface"), line: themed("--edge"), accent: themed("--accent") };
    this.#sigma.setSetting("labelColor", { color: this.#ink.text });
  }

  kill(): void {
    this.#alive = false;
    this.#sigma.kill();
  }
}

/** Where the node of the rest stands: outside of the thing it belongs to. */
function beside(owner: Spot): Spot {
  const far = Math.hypot(owner.x, owner.y) || 1;
  return { x: owner.x + (owner.x / far) * 14 + 4, y: owner.y + (owner.y / far) * 14 + 4 };
}

export const moreLabel = (rest: number): string => `+${count(rest)}`;
