/** Signs drawn on a canvas: a shape for each state of a case, a colour for its due; a hatch for sites. */
import type { Palette } from "../../../territory/client/palette.ts";

type Shape = (pen: CanvasRenderingContext2D, r: number) => void;

const SHAPES: Record<string, Shape> = {
  reported: (pen, r) => { pen.arc(0, 0, r, 0, 2 * Math.PI); },
  confirming: (pen, r) => { polygon(pen, r * 1.1, 5, -90); },
  accepted: (pen, r) => { polygon(pen, r * 1.2, 4, 0); },
  dispatched: (pen, r) => { polygon(pen, r * 1.3, 4, 45); },
  handled: (pen, r) => { polygon(pen, r * 1.25, 3, -90); },
  verified: (pen, r) => { polygon(pen, r * 1.15, 6, 0); },
};
const SIZE = 28;
const SHARP = 2;

export interface Sign {
  name: string;
  picture: ImageData;
}

function polygon(pen: CanvasRenderingContext2D, r: number, corners: number, turned: number): void {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = ((turned + (360 / corners) * corner) * Math.PI) / 180;
    pen.lineTo(r * Math.cos(angle), r * Math.sin(angle));
  }
  pen.closePath();
}

function drawn(size: number, draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * SHARP;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("canvas");
  pen.scale(SHARP, SHARP);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Every sign the style names: ``dispatched-danger`` and so on, and ``hatch``. */
export function signs(colours: Palette): Sign[] {
  const found = Object.entries(SHAPES).flatMap(([state, shape]) =>
    Object.entries(colours.due).map(([due, colour]) => ({
      name: `${state}-${due}`,
      picture: drawn(SIZE, (pen) => { sign(pen, shape, colour, colours.halo, due === "danger"); }),
    })));
  return [...found, { name: "hatch", picture: drawn(12, (pen) => { hatch(pen, colours.site); }) }];
}

function sign(pen: CanvasRenderingContext2D, shape: Shape, colour: string, halo: string, late: boolean): void {
  pen.translate(SIZE / 2, SIZE / 2);
  pen.lineJoin = "round";
  pen.beginPath();
  shape(pen, 8);
  pen.lineWidth = 5;
  pen.strokeStyle = halo;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
  if (!late) return;
  pen.fillStyle = halo; // an exclamation mark: lateness is not told by colour alone
  pen.fillRect(-1.1, -5, 2.2, 6);
  pen.fillRect(-1.1, 2.4, 2.2, 2.2);
}

function hatch(pen: CanvasRenderingContext2D, colour: string): void {
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.55;
  pen.lineWidth = 1.4;
  for (const start of [-12, 0, 12]) {
    pen.beginPath();
    pen.moveTo(start, 12);
    pen.lineTo(start + 12, 0);
    pen.stroke();
  }
}
