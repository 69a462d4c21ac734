// A slider of minutes says the clock time it stands for, on the page and to readers of the screen, as it moves. What it
// says at first is the server's; the form tells when its minutes begin (`data-slider`, ISO) and how it is said.
import { moment, words } from "../island.ts";

const MINUTE = 60_000;

export function sliders(): void {
  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (!(slider instanceof HTMLInputElement) || slider.type !== "range") return;
    const form = slider.closest<HTMLElement>("form[data-slider]");
    const begun = Date.parse(form?.dataset.slider ?? "");
    if (!form || Number.isNaN(begun)) return;
    const minutes = Number(slider.value);
    const told = words(form)("told", { when: moment(begun + minutes * MINUTE), count: minutes });
    slider.setAttribute("aria-valuetext", told);
    const output = form.querySelector(`output[for="${slider.id}"]`);
    if (output) output.textContent = told;
  });
}
