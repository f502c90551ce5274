import { initAll as initGovuk } from "../vendor/govuk-frontend.min.js";
import { initAll as initMoj } from "../vendor/moj-frontend.min.js";

initGovuk();
initMoj();

// Older browsers cannot show a closed filter on a wide screen by style alone.
if (!CSS.supports("selector(::details-content)") && window.matchMedia("(min-width: 40.0625em)").matches) {
  document.querySelectorAll("details.cm-filter").forEach((filter) => filter.setAttribute("open", ""));
}
