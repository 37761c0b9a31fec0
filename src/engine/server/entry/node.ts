/** dist/server.js */
import "../../findings/spoken/node";
import { serve } from "../node";

serve();
