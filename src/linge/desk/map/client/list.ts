/** The list beside the map: what of it lies in view, and the line of a feature. */
export interface View {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Whether a spot lies in view. */
export function inView(view: View, lon: number, lat: number): boolean {
  return lon >= view.west && lon <= view.east && lat >= view.south && lat <= view.north;
}

export class MapList {
  constructor(private readonly root: HTMLElement) {}

  /** The links, each with the name of its feature. */
  get links(): HTMLAnchorElement[] {
    return [...this.root.querySelectorAll<HTMLAnchorElement>("a[data-feature]")];
  }

  /** Follow the link of a feature, as if its line had been clicked. */
  open(key: string): void {
    this.root.querySelector<HTMLAnchorElement>(`a[data-feature="${CSS.escape(key)}"]`)?.click();
  }

  /** Leave only what lies in view, and count it. Nothing given: everything. */
  narrow(view: View | null): void {
    this.root.querySelectorAll<HTMLElement>("[data-group]").forEach((group) => {
      let shown = 0;
      group.querySelectorAll<HTMLLIElement>("li").forEach((line) => {
        const { lon, lat } = line.dataset;
        const out = view !== null && lon !== undefined && lat !== undefined && !inView(view, Number(lon), Number(lat));
        line.hidden = out;
        shown += out ? 0 : 1;
      });
      group.hidden = shown === 0;
      const count = group.querySelector("[data-count]");
      if (count) count.textContent = String(shown);
    });
  }
}
