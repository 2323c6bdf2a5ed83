/** The desk's pages of cases. */
import "../../territory/client/place-picker.ts";
import "./cases.scss";
