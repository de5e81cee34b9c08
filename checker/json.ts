/** Plain JSON: what a state, a choice and a trace are made of. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
