/** Entry of the page in the panel. */
import "./language";
import { connectHost } from "./host";
import { startPage } from "./start";

const root = document.getElementById("app");
if (root !== null) startPage(root, connectHost());
