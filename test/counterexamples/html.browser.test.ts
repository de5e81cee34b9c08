/** Pages in a real browser: keys and buttons step, the state follows, and nothing is fetched. */
/// <reference lib="dom" />
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it, test } from "vitest";
import type {
  DomBox,
  DomDetails,
  DomDialog,
  DomDocument,
  DomElement,
  DomInput,
  DomKeyEvent,
  DomPointerEvent,
  DomWindow,
} from "../../counterexamples/render/page/dom.ts";
import { archivedTrace, hostileTrace, pageOf, racePage } from "./pages.ts";

const executablePath = "/usr/bin/chromium";
const isThere = existsSync(executablePath);
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

test("what the page takes a browser to have, a browser has", () => {
  expectTypeOf<keyof DomWindow>().toExtend<keyof Window>();
  expectTypeOf<keyof DomDocument>().toExtend<keyof Document>();
  expectTypeOf<keyof DomElement>().toExtend<keyof HTMLElement>();
  expectTypeOf<keyof DomInput>().toExtend<keyof HTMLInputElement>();
  expectTypeOf<keyof DomDetails>().toExtend<keyof HTMLDetailsElement>();
  expectTypeOf<keyof DomDialog>().toExtend<keyof HTMLDialogElement>();
  expectTypeOf<keyof DomBox>().toExtend<keyof DOMRect>();
  expectTypeOf<KeyboardEvent>().toExtend<Omit<DomKeyEvent, "target">>();
  expectTypeOf<PointerEvent>().toExtend<Omit<DomPointerEvent, "target">>();
});

const where = isThere ? "" : ` (left out: there is no ${executablePath})`;

describe.skipIf(!isThere)(`a page in a browser${where}`, { timeout: 20_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "drmcheck-pages-"));
  const complaints: string[] = [];
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, "driver.html"), pageOf(archivedTrace("O11")));
    writeFileSync(join(folder, "hostile.html"), pageOf(hostileTrace()));
    writeFileSync(join(folder, "race.html"), await racePage());
    browser = await chromium.launch({ executablePath, args });
  }, 20_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page, of which all that goes wrong and all that is fetched is kept. */
  async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1300, height: 850 }, ...options });
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(request.url());
    });
    await page.goto(`${pathToFileURL(folder).href}/${name}`);
    return page;
  }

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  const chosen = async (page: Page): Promise<string> =>
    `${await page.locator("#step-number").textContent()} ${new URL(page.url()).hash}`;

  const cell = (page: Page, name: string) =>
    page.locator("#state .cell", { has: page.locator(`h4 code:text-is("${name}")`) });

  it("is stepped by keys", async () => {
    const page = await open("driver.html");
    expect(await chosen(page)).toBe("1 #step=1");
    const presses: [keys: string[], step: number][] = [
      [["ArrowRight"], 2],
      [["j"], 3],
      [["k"], 2],
      [["ArrowLeft", "ArrowLeft", "ArrowLeft"], 0],
      [["End"], 34],
      [["ArrowRight"], 34],
      [["Home"], 0],
      [["2", "8"], 28],
    ];
    for (const [keys, step] of presses) {
      for (const key of keys) await page.keyboard.press(key);
      expect(await chosen(page)).toBe(`${step} #step=${step}`);
    }
    expect(await page.locator('[aria-current="step"]').getAttribute("id")).toBe("row-28");
    const isSeen = (selector: string) =>
      page.evaluate((inner) => {
        const [box, row] = ["#lanes", inner].map((each) =>
          document.querySelector(each)?.getBoundingClientRect(),
        );
        return box !== undefined && row !== undefined && row.top >= box.top && row.top < box.bottom;
      }, selector);
    expect(await isSeen("#row-28")).toBe(true);
    await page.keyboard.press("End");
    expect([await isSeen("#row-34"), await isSeen(".row.end")]).toEqual([true, true]);
  });

  it("is stepped by buttons, the slider and clicks on rows", async () => {
    const page = await open("driver.html");
    await page.getByRole("button", { name: "a step on" }).click();
    expect(await chosen(page)).toBe("2 #step=2");
    await page.getByRole("button", { name: "to the last step" }).click();
    await page.getByRole("button", { name: "a step back" }).click();
    expect(await chosen(page)).toBe("33 #step=33");
    await page.getByRole("slider").fill("8");
    expect(await chosen(page)).toBe("8 #step=8");
    await page.locator("#row-9 .who").click();
    expect(await chosen(page)).toBe("9 #step=9");
  });

  it("shows the state at the step of its address, with what the step changed", async () => {
    const page = await open("driver.html#step=28");
    expect(await chosen(page)).toBe("28 #step=28");
    expect(await page.locator("#state-head").textContent()).toBe("State after step 28");
    const cached = cell(page, "objects:0").locator("li", { hasText: "cachedIoRsgt" });
    expect(await cached.locator("del").textContent()).toBe("ioSgts:0");
    expect(await cached.locator("ins").textContent()).toBe("null");
    expect(await cell(page, "ioSgts:0").locator(".tag").textContent()).toBe("gone");
    expect(await cell(page, "processes:6").locator(".called").textContent()).toBe("GPU request 1");
    await page.keyboard.press("ArrowLeft");
    expect(await cell(page, "objects:0").locator("li", { hasText: "cachedIo" }).textContent()).toBe(
      "cachedIoRsgt ioSgts:0",
    );
  });

  it("filters the state, and folds the frames of processes", async () => {
    const page = await open("driver.html#step=22");
    const stack = cell(page, "processes:0").locator("details").first();
    expect(await stack.getAttribute("open")).toBe(null);
    await stack.locator("summary").first().click();
    await page.keyboard.press("ArrowRight");
    expect(await stack.getAttribute("open")).toBe("");
    const before = await page.locator("#state .cell").count();
    await page.keyboard.press("/");
    await page.keyboard.type("cachedIo2");
    expect(await page.locator("#state").textContent()).toBe("No match.");
    await page.keyboard.press("Backspace");
    expect(await page.locator("#state .cell h4").allTextContents()).toEqual(["objects:0"]);
    await page.locator("#filter").fill("");
    await page.getByLabel("only what it changed").check();
    expect(await page.locator("#state .cell:not(.changed)").count()).toBe(0);
    expect(await page.locator("#state .cell").count()).toBeLessThan(before);
    expect(await chosen(page)).toBe("23 #step=23");
  });

  it("says who held a cell, at the chosen step and where one points", async () => {
    const page = await open("driver.html#step=8");
    const row = page.locator("#count-0");
    const holders = row.locator(".holders");
    expect(await holders.textContent()).toBe("step 8: 1 holder: processes:0.dst_rsgt");
    const { width = 0, height = 0 } = (await row.locator("svg").boundingBox()) ?? {};
    const position = { x: (width * 29.5) / 35, y: height / 2 };
    await row.locator("svg").hover({ position });
    expect(await holders.textContent()).toBe("step 29: freed in step 28");
    await page.mouse.move(0, 0);
    expect(await holders.textContent()).toBe("step 8: 1 holder: processes:0.dst_rsgt");
    await row.locator("svg").click({ position });
    expect(await chosen(page)).toBe("29 #step=29");
  });

  it("is dark where that is preferred, and turns", async () => {
    const page = await open("driver.html", { colorScheme: "dark" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe("rgb(20, 23, 28)");
    await page.getByRole("button", { name: "Light or dark" }).click();
    expect(await ground()).toBe("rgb(255, 255, 255)");
  });

  it.each(["driver.html", "hostile.html", "race.html"])("fits a phone: %s", async (name) => {
    const page = await open(name, { viewport: { width: 360, height: 740 }, hasTouch: true });
    const widths = () =>
      page.evaluate(() => [document.documentElement.scrollWidth, document.body.scrollWidth]);
    expect(await widths()).toEqual([360, 360]);
    await page.getByRole("button", { name: "to the start" }).tap();
    expect(await widths()).toEqual([360, 360]);
  });

  it("helps, and lets go of the keyboard meanwhile", async () => {
    const page = await open("race.html");
    await page.keyboard.press("?");
    expect(await page.getByRole("dialog", { name: "Keys" }).isVisible()).toBe(true);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").isVisible()).toBe(false);
    expect(await chosen(page)).toBe("1 #step=1");
  });

  it("follows the links of the explanation", async () => {
    const page = await open("race.html");
    await page.locator(".explanation").getByRole("link", { name: "step 3" }).first().click();
    await page.waitForFunction(() => document.querySelector("#step-number")?.textContent === "3");
    expect(await page.locator("#row-3").getAttribute("aria-current")).toBe("step");
  });

  it("shows text that would break out as text", async () => {
    const page = await open("hostile.html#step=1");
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("h1").textContent()).toContain("<img src=x onerror=");
    expect(await page.locator("#state ins").allTextContents()).toContain("mended");
  });
});
