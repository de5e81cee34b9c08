/** Counts, durations and sizes, as options take them and as the output shows them. */
import { describe, expect, it } from "vitest";
import { parseCount, parseDuration, parseSize } from "../../cli/quantities.ts";
import { count, counted, duration, rough, size } from "../../cli/render/numbers.ts";

describe("an option", () => {
  it("takes counts, grouped or not", () => {
    const counts = ["0", "12", "200000", "200_000", "1,745,408"];
    expect(counts.map((each) => parseCount("--x", each, 0))).toEqual([
      0, 12, 200_000, 200_000, 1_745_408,
    ]);
    for (const wrong of ["1_0", "1e3", "0x10", " 1", "+1", "ten"]) {
      expect(() => parseCount("--x", wrong, 0)).toThrow("--x takes a whole number");
    }
  });

  it("takes durations with their units", () => {
    const durations = ["250ms", "30s", "2m", "1.5h", "1m30s"];
    const milliseconds = durations.map((each) => parseDuration("--x", each));
    expect(milliseconds).toEqual([250, 30_000, 120_000, 5_400_000, 90_000]);
    for (const wrong of ["30", "s", "30 s", "-1s", "1d", "1m30"]) {
      expect(() => parseDuration("--x", wrong)).toThrow("--x takes a duration");
    }
  });

  it("takes sizes with their units", () => {
    const sizes = ["512M", "4G", "4GiB", "1.5g", "64K"];
    expect(sizes.map((each) => parseSize("--x", each))).toEqual([
      2 ** 29,
      2 ** 32,
      2 ** 32,
      1.5 * 2 ** 30,
      2 ** 16,
    ]);
    for (const wrong of ["4", "4GB", "G", "-4G", "4 G"]) {
      expect(() => parseSize("--x", wrong)).toThrow("--x takes a size");
    }
    expect(() => parseSize("--x", "99999999T")).toThrow("larger than any run");
  });
});

describe("the output", () => {
  it("groups digits by three", () => {
    expect([0, 999, 1000, 1_745_408].map(count)).toEqual(["0", "999", "1,000", "1,745,408"]);
    expect([counted(1, "state"), counted(288, "state")]).toEqual(["1 state", "288 states"]);
  });

  it("rounds what nobody reads to the last digit", () => {
    const rates = [0, 999, 1000, 12_345, 999_950, 9_240_000];
    expect(rates.map(rough)).toEqual(["0", "999", "1.0k", "12.3k", "1.0M", "9.2M"]);
    const sizes = [512, 1024, 96 * 2 ** 20, 1.25 * 2 ** 30].map(size);
    expect(sizes).toEqual(["512 B", "1.0 KiB", "96.0 MiB", "1.3 GiB"]);
    const times = [0.4, 999.4, 1240, 59_960, 125_000, 7_260_000].map(duration);
    expect(times).toEqual(["0 ms", "999 ms", "1.24 s", "60.0 s", "2 min 05 s", "2 h 01 min"]);
  });
});
