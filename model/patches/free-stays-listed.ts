/** The end of an object leaves it on the list of the shrinker. */
import type { Patch } from "../machine/patch.ts";

export const freeStaysListed: Patch = {
  id: "free-stays-listed",
  bug: null,
  year: null,
  title: "An object is freed without leaving the list of the shrinker",
  mechanism:
    "The driver frees an object that nobody needs without taking it off the list first. A " +
    "scan finds what has been freed.",
  source: "driver.md 9 V7",
  scenario: "C12-free",
  caughtBy: "freed-objects-count-nothing",
  depth: 19,
  edits: [{ remove: "panfrost_gem_free_object:leave the list of the shrinker" }],
};
