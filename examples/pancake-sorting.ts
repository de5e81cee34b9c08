/**
 * Pancake sorting, posed by Jacob Goodman (as Harry Dweighter) in 1975: sort a stack of pancakes
 * by size with a spatula that turns over any number of them from the top. From every order the
 * same picture is seen: n! orders with n - 1 flips each. The claim that the stack never gets sorted
 * makes the shortest sequence of flips the counterexample.
 */
import { action, indices, invariant, system } from "drmcheck";

interface State {
  /** The sizes from the top down. */
  stack: number[];
}

/** Sorting of `stack`, which holds the sizes 1 to n, from the top down. */
export const pancakeSorting = (stack: number[]) =>
  system<State>({
    name: `pancake sorting, ${stack.length} pancakes`,
    initial: { stack },
    actions: [
      action("Flip", {
        choices: indices(stack.length - 1).map((index) => index + 2),
        effect: (s, count) => {
          for (const [index, size] of s.stack.slice(0, count).reverse().entries()) {
            s.stack[index] = size;
          }
        },
      }),
    ],
    properties: [
      invariant("unsorted", {
        claim: "The stack is never sorted",
        holds: (s) => s.stack.some((size, index) => size !== index + 1),
      }),
    ],
  });

export default pancakeSorting([5, 2, 4, 1, 3]);
