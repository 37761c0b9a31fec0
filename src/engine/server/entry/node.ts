/** dist/server.js */
import "./language/node";
import { serve } from "../node";

serve();
