/**
 * <photo-picker data-most data-size>: previews, removal and a size check around a plain file input,
 * which does the work alone where script is missing.
 */
const english = (): boolean => document.documentElement.lang === "en";

export class PhotoPicker extends HTMLElement {
  #files: File[] = [];
  #input!: HTMLInputElement;
  #list!: HTMLUListElement;
  #error!: HTMLParagraphElement;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!input || this.#list) return;
    this.#input = input;
    this.#list = document.createElement("ul");
    this.#list.className = "photos";
    this.#error = document.createElement("p");
    this.#error.className = "field-error";
    this.#error.setAttribute("role", "alert");
    this.append(this.#list, this.#error);
    this.classList.add("is-ready");
    this.#input.addEventListener("change", () => this.#take());
    this.#draw();
  }

  get most(): number {
    return Number(this.dataset.most ?? 6);
  }

  #take(): void {
    const most = Number(this.dataset.size ?? 20) * 1024 * 1024;
    const fits = [...(this.#input.files ?? [])].filter((file) => file.size <= most);
    const big = (this.#input.files?.length ?? 0) - fits.length;
    const room = this.most > 1 ? [...this.#files, ...fits] : fits;
    this.#files = room.slice(0, this.most);
    this.#say(big, room.length - this.#files.length);
    this.#draw();
  }

  #say(big: number, extra: number): void {
    const size = this.dataset.size ?? "20";
    const said: string[] = [];
    if (big) said.push(english() ? `${big} photo(s) over ${size} MB were left out.` : `${big}张照片超过${size}MB，请换一张或让手机压缩后再传。`);
    if (extra) said.push(english() ? `At most ${this.most} photos.` : `最多${this.most}张，多出的${extra}张没有选上。`);
    this.#error.textContent = said.join(" ");
  }

  #draw(): void {
    const held = new DataTransfer();
    this.#files.forEach((file) => held.items.add(file));
    this.#input.files = held.files;
    this.#list.querySelectorAll("img").forEach((picture) => URL.revokeObjectURL(picture.src));
    this.#list.replaceChildren(...this.#files.map((file, place) => this.#photo(file, place)));
    this.classList.toggle("is-full", this.#files.length >= this.most);
  }

  #photo(file: File, place: number): HTMLLIElement {
    const item = document.createElement("li");
    item.className = "photo";
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = english() ? `Photo ${place + 1}` : `第${place + 1}张照片`;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "photo-away";
    away.textContent = "×";
    away.setAttribute("aria-label", english() ? `Remove photo ${place + 1}` : `去掉第${place + 1}张照片`);
    away.addEventListener("click", () => this.#drop(place));
    item.append(picture, away);
    return item;
  }

  #drop(place: number): void {
    this.#files.splice(place, 1);
    this.#say(0, 0);
    this.#draw();
    (this.#list.querySelector<HTMLElement>(".photo-away") ?? this.#input).focus();
  }
}

customElements.define("photo-picker", PhotoPicker);
