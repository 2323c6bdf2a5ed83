/** The desk's pages of cases. */
import "./cases.scss";
