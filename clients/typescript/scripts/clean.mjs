// Removes what was built, so that nothing stays that has no source any more.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

for (const folder of ["build", "dist"]) {
    rmSync(fileURLToPath(new URL(`../${folder}`, import.meta.url)), { recursive: true, force: true });
}
