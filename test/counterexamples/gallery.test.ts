/** The page of published bugs is what the tool says of them today. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { gallery, galleryFile } from "../gallery.ts";

test("docs/gallery.md is as the tool shows it; `npm run gallery` writes it", async () => {
  expect(readFileSync(galleryFile, "utf8")).toBe(await gallery());
}, 240_000);
