/** dist/server.js */
import { serve } from "../node";

serve();
