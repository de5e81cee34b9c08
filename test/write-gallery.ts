/** Writes docs/gallery.md: `npm run gallery`. */
import { writeFileSync } from "node:fs";
import { gallery, galleryFile } from "./gallery.ts";

writeFileSync(galleryFile, await gallery());
