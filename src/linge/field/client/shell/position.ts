/** Where the phone is, asked once and in WGS-84. */

import type { Point } from "../core/geo";

const PATIENCE = { enableHighAccuracy: true, timeout: 8000, maximumAge: 30_000 };

/** The place of the phone; null when it can't or may not tell. */
export function position(): Promise<Point | null> {
  return new Promise((done) => {
    if (!("geolocation" in navigator)) return done(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ lon: coords.longitude, lat: coords.latitude }),
      () => done(null),
      PATIENCE,
    );
  });
}
