/** Sentences without `vscode` in them speak the editor's language too. Imported first, before any of them is made. */
import * as vscode from "vscode";
import { speak } from "../engine/findings/language";

speak(vscode.l10n.bundle);
