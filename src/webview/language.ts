/** The page speaks the language that its frame was made with. Imported first, before any sentence is made. */
import { speak, type Bundle } from "../engine/findings/language";

speak(bundleOf(document.getElementById("app")?.dataset["bundle"]));

/** What the extension wrote; without it the page speaks English. */
function bundleOf(text: string | undefined): Bundle | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as Bundle);
}
