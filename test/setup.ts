/** Runs before every test file: with CI set, random tests take the same values each time. */
import fc from "fast-check";

if (process.env["CI"] !== undefined) fc.configureGlobal({ seed: 20_211_101 });
