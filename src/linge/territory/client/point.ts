/** A point as forms write it: longitude, comma, latitude, in WGS-84 degrees. */
const DIGITS = 6;

export function written(spot: { lng: number; lat: number }): { lon: string; lat: string } {
  return { lon: spot.lng.toFixed(DIGITS), lat: spot.lat.toFixed(DIGITS) };
}

/** The point in a text; nothing where there is none. */
export function pointIn(text: string): [number, number] | null {
  const found = /^\s*(-?\d+(?:\.\d+)?)\s*[,，]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  return found ? [Number(found[1]), Number(found[2])] : null;
}
