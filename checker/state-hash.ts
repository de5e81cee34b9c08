/**
 * Hashes states as the exclusive or of one well-mixed number for each cell and its value (Zobrist
 * hashing). A step changes the hash by a number that is known beforehand, and the hash does not
 * depend on how states are packed.
 */

/** The number for a cell that has the value `number`. */
export function cellHash(cell: number, number: number): number {
  let hash = Math.imul(cell + 1, 0x9e3779b1) ^ Math.imul(number + 0x632be5ab, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}

/** The hash of the state of `numbers`. */
export function stateHash(numbers: Int32Array): number {
  let hash = 0;
  for (let cell = 0; cell < numbers.length; cell++) hash ^= cellHash(cell, numbers[cell] as number);
  return hash;
}
