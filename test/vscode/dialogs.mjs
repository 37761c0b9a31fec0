// The editor's own dialogs.
import path from "node:path";
import { retrying, TRIES, TRY, until } from "./waits.mjs";

/** In the editor's own dialog for files, which completes and corrects what is typed. `folder`: that it begins in; `file`: from there. */
export async function chooseFile(wb, folder, file) {
  const box = wb.quickInput();
  await box.waitFor();
  await until(`the dialog does not begin in ${folder}`, async () => (await box.inputValue()).endsWith(`/${folder}/`));
  const place = path.posix.join(await box.inputValue(), file);
  await retrying(
    TRIES,
    async () => {
      await box.fill(place, { timeout: TRY });
      await until("the dialog changes it", async () => (await box.inputValue()) === place, TRY);
      await wb.page.keyboard.press("Enter");
      await box.waitFor({ state: "hidden", timeout: TRY });
    },
    () => {},
  );
}
