/** Why a bundle is refused: the name of a rule of docs/bundle.md, what was found, and where. */

import { Malformed } from "./bytes.js";

/** @typedef {{block?: bigint, within?: string, contract?: string}} Place `within`: the rule of the engine, with HEADER */

export class Refused extends Error {
  /** @param {string} rule @param {string} found @param {Place} [place] */
  constructor(rule, found, place = {}) {
    super(found);
    this.rule = rule;
    this.place = place;
  }
}

/**
 * What an action gives; if it finds something malformed, that breaks the rule.
 * @template T @param {string} rule @param {() => T} action @param {Place} [place] @returns {T}
 */
export function held(rule, action, place) {
  try {
    return action();
  } catch (error) {
    if (error instanceof Malformed) throw new Refused(rule, error.message, place);
    throw error;
  }
}
