/** What every face stands on. */
import "../static/ui/tokens.css";
import "./days.ts";
import "./dialogs.ts";
import "./draft-keeper.ts";
import "./due-clock.ts";
import "./focus.ts";
import "./htmx.ts";
import "./inputs.ts";
import "./photo-picker.ts";
import "./pops.ts";
import "./region-cascade.ts";
import "./toast.ts";
