/** Report and progress: the resident's pages of cases. */
import "./portal.scss";
import "./send-once.ts";
import "./where-am-i.ts";
