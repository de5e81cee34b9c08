/**
 * The little of a browser that the page uses. The compiler's own library of it would let all other
 * code name `status` or `event` unnoticed; a test compares the two.
 */

export interface DomEvent {
  readonly target: unknown;
  preventDefault: () => void;
}

export interface DomKeyEvent extends DomEvent {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export interface DomPointerEvent extends DomEvent {
  readonly clientX: number;
}

export interface DomBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface DomElement {
  className: string;
  textContent: string | null;
  hidden: boolean;
  scrollTop: number;
  readonly tagName: string;
  readonly classList: { toggle: (name: string, isOn: boolean) => boolean };
  getAttribute: (name: string) => string | null;
  setAttribute: (name: string, value: string) => void;
  removeAttribute: (name: string) => void;
  append: (...nodes: (DomElement | string)[]) => void;
  replaceChildren: (...nodes: (DomElement | string)[]) => void;
  closest: (selector: string) => DomElement | null;
  querySelector: (selector: string) => DomElement | null;
  querySelectorAll: (selector: string) => Iterable<DomElement>;
  getBoundingClientRect: () => DomBox;
  addEventListener: {
    (kind: "keydown", listener: (event: DomKeyEvent) => void): void;
    (kind: "pointermove", listener: (event: DomPointerEvent) => void): void;
    (kind: string, listener: (event: DomEvent) => void): void;
  };
  scrollIntoView: () => void;
  focus: () => void;
  blur: () => void;
}

export interface DomInput extends DomElement {
  value: string;
  checked: boolean;
}

export interface DomDetails extends DomElement {
  open: boolean;
}

export interface DomDialog extends DomDetails {
  showModal: () => void;
  close: () => void;
}

export interface DomDocument {
  readonly documentElement: DomElement;
  createElement: (name: string) => DomElement;
  getElementById: (id: string) => DomElement | null;
  querySelector: (selector: string) => DomElement | null;
  addEventListener: (kind: "keydown", listener: (event: DomKeyEvent) => void) => void;
}

export interface DomWindow {
  readonly document: DomDocument;
  readonly location: { readonly hash: string };
  readonly history: { replaceState: (data: null, unused: string, url: string) => void };
  matchMedia: (query: string) => { readonly matches: boolean };
  addEventListener: (kind: "hashchange", listener: () => void) => void;
}
