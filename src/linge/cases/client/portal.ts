/** Report and progress: the resident's pages of cases. */
import "../../territory/client/place-picker.ts";
import "./portal.scss";
import "./send-once.ts";
import "./where-am-i.ts";
