/**
 * The lifetime of a translation table, in the small: what a GPU driver does when buffer objects
 * migrate while their mappings (vmas) are bound and unbound by asynchronous works.
 *
 * A bind takes a reference on its object's table, allocating it if need be, writes an entry that
 * points to where the object's memory is, and completes. An unbind clears the entry and puts the
 * reference; the table without references is freed later. A migration raises a fence, waits until
 * the table is gone, moves the memory by the one copy engine that there is, and signals the fence.
 * Works share a pool of `slots`. Memory is in one of two places, and nothing ever fails. A vma
 * names its object by a reference, so objects are interchangeable, and so are vmas.
 *
 * The seeded bug: the bind forgets to wait for the fence, and binds memory that is being moved.
 */
import { action, at, indices, invariant, ref, system, type Action, type Ref } from "drmcheck";

type Place = "system" | "vram";

interface State {
  objects: {
    references: number;
    table: "none" | "allocated";
    memory: Place;
    fence: "signalled" | "pending";
    migrate: "idle" | "fenced" | "holds engine" | "copied";
  }[];
  vmas: {
    /** The object that the vma maps, which never changes. */
    object: Ref<"objects">;
    bind: "idle" | "submitted" | "started" | "written";
    unbind: "idle" | "submitted" | "started" | "cleared";
    /** The page-table entry: the place that it points to, if any. */
    entry: "none" | Place;
    active: boolean;
  }[];
  /** Slots of the work pool in use. */
  pool: number;
  /** Who holds the copy engine. */
  engine: Ref<"objects"> | null;
}

const objectOf = (s: State, vma: number) => at(s, s.vmas[vma].object);

/** `objects` buffers with `vmasPerObject` mappings each, and a work pool of `slots`. */
export const lifetime = (
  objects: number,
  vmasPerObject: number,
  slots: number,
  { bindForgetsFence = false } = {},
) => {
  const vmas = indices(objects * vmasPerObject);
  const bug = bindForgetsFence ? ", the bind forgets the fence" : "";
  return system<State>({
    name: `lifetime: ${objects} objects, ${vmasPerObject} vmas each, ${slots} slots${bug}`,
    initial: {
      objects: indices(objects).map(() => ({
        references: 0,
        table: "none",
        memory: "system",
        fence: "signalled",
        migrate: "idle",
      })),
      vmas: vmas.map((vma) => ({
        object: ref("objects", Math.floor(vma / vmasPerObject)),
        bind: "idle",
        unbind: "idle",
        entry: "none",
        active: false,
      })),
      pool: 0,
      engine: null,
    },
    actions: [
      ...bindActions(vmas, slots, bindForgetsFence),
      ...unbindActions(vmas, slots),
      ...migrateActions(indices(objects)),
    ],
    done: () => false,
    symmetric: ["objects", "vmas"],
    properties: [
      invariant("noEntryOverFreedTable", {
        claim: "No page-table entry remains when its object's table is freed",
        each: "vmas",
        holds: (s, vma) => s.vmas[vma].entry === "none" || objectOf(s, vma).table === "allocated",
      }),
      invariant("noStaleEntry", {
        claim: "The entry of a bound vma points to where its object's memory is",
        each: "vmas",
        holds: (s, vma) => !s.vmas[vma].active || s.vmas[vma].entry === objectOf(s, vma).memory,
      }),
    ],
  });
};

function bindActions(vmas: number[], slots: number, forgetsFence: boolean): Action<State>[] {
  const process = (vma: number) => `bind of vma ${vma}`;
  return [
    action("B0 submit bind", {
      choices: vmas,
      process,
      guard: (s, vma) =>
        s.vmas[vma].bind === "idle" && s.vmas[vma].unbind === "idle" && !s.vmas[vma].active,
      effect: (s, vma) => {
        s.vmas[vma].bind = "submitted";
      },
    }),
    action("B1 start", {
      choices: vmas,
      process,
      guard: (s, vma) =>
        s.vmas[vma].bind === "submitted" &&
        (forgetsFence || objectOf(s, vma).fence === "signalled") &&
        s.pool < slots,
      effect: (s, vma) => {
        const object = objectOf(s, vma);
        s.pool++;
        object.references++;
        object.table = "allocated";
        s.vmas[vma].bind = "started";
      },
    }),
    action("B2 write entry", {
      choices: vmas,
      process,
      guard: (s, vma) => s.vmas[vma].bind === "started",
      effect: (s, vma) => {
        s.vmas[vma].entry = objectOf(s, vma).memory;
        s.vmas[vma].bind = "written";
      },
    }),
    action("B3 complete", {
      choices: vmas,
      process,
      guard: (s, vma) => s.vmas[vma].bind === "written",
      effect: (s, vma) => {
        s.vmas[vma].active = true;
        s.pool--;
        s.vmas[vma].bind = "idle";
      },
    }),
  ];
}

function unbindActions(vmas: number[], slots: number): Action<State>[] {
  const process = (vma: number) => `unbind of vma ${vma}`;
  return [
    action("U0 submit unbind", {
      choices: vmas,
      process,
      guard: (s, vma) =>
        s.vmas[vma].unbind === "idle" && s.vmas[vma].bind === "idle" && s.vmas[vma].active,
      effect: (s, vma) => {
        s.vmas[vma].unbind = "submitted";
      },
    }),
    action("U1 start", {
      choices: vmas,
      process,
      guard: (s, vma) => s.vmas[vma].unbind === "submitted" && s.pool < slots,
      effect: (s, vma) => {
        s.pool++;
        s.vmas[vma].active = false;
        s.vmas[vma].unbind = "started";
      },
    }),
    action("U2 clear entry", {
      choices: vmas,
      process,
      guard: (s, vma) => s.vmas[vma].unbind === "started",
      effect: (s, vma) => {
        s.vmas[vma].entry = "none";
        s.vmas[vma].unbind = "cleared";
      },
    }),
    action("U3 put", {
      choices: vmas,
      process,
      guard: (s, vma) => s.vmas[vma].unbind === "cleared",
      effect: (s, vma) => {
        objectOf(s, vma).references--;
        s.pool--;
        s.vmas[vma].unbind = "idle";
      },
    }),
  ];
}

function migrateActions(objects: number[]): Action<State>[] {
  const process = (object: number) => `migration of object ${object}`;
  return [
    action("M0 raise fence", {
      choices: objects,
      process,
      guard: (s, i) => s.objects[i].migrate === "idle",
      effect: (s, i) => {
        s.objects[i].fence = "pending";
        s.objects[i].migrate = "fenced";
      },
    }),
    action("M1 take engine", {
      choices: objects,
      process,
      guard: (s, i) =>
        s.objects[i].migrate === "fenced" &&
        s.objects[i].references === 0 &&
        s.objects[i].table === "none" &&
        s.engine === null,
      effect: (s, i) => {
        s.engine = ref("objects", i);
        s.objects[i].migrate = "holds engine";
      },
    }),
    action("M2 copy", {
      choices: objects,
      process,
      guard: (s, i) => s.objects[i].migrate === "holds engine",
      effect: (s, i) => {
        s.objects[i].memory = s.objects[i].memory === "system" ? "vram" : "system";
        s.objects[i].migrate = "copied";
      },
    }),
    action("M3 signal fence", {
      choices: objects,
      process,
      guard: (s, i) => s.objects[i].migrate === "copied",
      effect: (s, i) => {
        s.objects[i].fence = "signalled";
        s.engine = null;
        s.objects[i].migrate = "idle";
      },
    }),
    action("F0 deferred free", {
      choices: objects,
      process: (object) => `free of object ${object}`,
      guard: (s, i) => s.objects[i].table === "allocated" && s.objects[i].references === 0,
      effect: (s, i) => {
        s.objects[i].table = "none";
      },
    }),
  ];
}

export default lifetime(2, 1, 9);
