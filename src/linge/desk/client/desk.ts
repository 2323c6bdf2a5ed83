/** The office's page. */
import "../../ui/client/common.ts";
import "../../ui/client/hot-keys.ts";
import "../../ui/client/lists.ts";
import "../../ui/client/masked-value.ts";
import "../../ui/client/menu-fold.ts";
import "../../ui/styles/desk.scss";
