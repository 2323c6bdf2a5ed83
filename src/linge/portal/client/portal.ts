/** The residents' page. */
import "../../ui/client/common.ts";
import "../../ui/styles/portal.scss";
