/** Mutants of vmas, address spaces, executions and error captures that survive. */
import type { Explanation } from "./explanation.ts";

export const vmaAndExecution: readonly Explanation[] = [
  {
    why:
      "A look that saves work: under vm->mutex the same question is asked again, in " +
      '"was it bound meanwhile?" (K10), and all that was taken until then is given back.',
    mutants: ["drop i915_vma_pin_ww: is it bound already?"],
  },
  {
    why:
      "The object lock, which is held from the first look (K0) on, keeps everybody else from " +
      "binding the vma, so that this one finds nothing new. What it refuses besides, a vma whose " +
      "handle was closed meanwhile, the first look lets through where it is bound; the park of " +
      "the GT destroys either.",
    mutants: ["drop i915_vma_pin_ww: was it bound meanwhile?"],
  },
  {
    why:
      'The step behind it, "wait for the pending unbinds" (D1b), waits for all of them at once, ' +
      "this one included, and gives the resource back alike if it is interrupted.",
    mutants: [
      "drop i915_vma_bind: or wait for it",
      "leave out wait 1 of i915_vma_bind: or wait for it",
    ],
  },
  {
    why:
      "An optimistic wait, so that vm->mutex is not held meanwhile (driver.md 6.6, row 1): " +
      '"wait until the vma is idle" of __i915_vma_unbind waits for the same under the mutex.',
    mutants: [
      "drop i915_vma_unbind: wait until the vma is idle, before the mutex",
      "leave out wait 1 of i915_vma_unbind: wait until the vma is idle, before the mutex",
    ],
  },
  {
    why:
      "A look that saves taking the mutex: the first step of __i915_vma_unbind, under it, looks " +
      "at the node and at the pins again, and returns the same.",
    mutants: ["drop i915_vma_unbind: is there anything to unbind?"],
  },
  {
    why:
      "Both callers keep the device awake for longer: i915_gem_object_unbind() from its first " +
      "step to its last (driver.md 6.5, row 1), an execution by its GT wakerefs (6.10, row 0). " +
      "The wakeref is there for a caller that the driver does not have.",
    mutants: [
      "drop i915_vma_unbind_async: wake the device for the GGTT",
      "drop i915_vma_unbind: wake the device for the GGTT",
    ],
  },
  {
    why:
      "The loop ends only where the tree of pending unbinds is empty: without the wait it takes " +
      "vm->mutex and looks again, over and over, until they are through.",
    mutants: [
      "drop i915_vma_resource_bind_dep_sync_all: wait for it",
      "leave out wait 1 of i915_vma_resource_bind_dep_sync_all: wait for it",
      "swap i915_vma_resource_bind_dep_sync_all: wait for it <> put it, and look again",
    ],
  },
  {
    why:
      "What is no longer pinned is left out of a capture since it need not be there: the step " +
      "behind takes its resource and holds it at once, and leaves it out as well if it has none, " +
      "or if the hold fails because the unbind is through. Otherwise it is captured, which does " +
      "no harm.",
    mutants: [
      "drop i915_capture_error_state: is it still pinned?",
      "swap i915_capture_error_state: is it still pinned? <> hold the image of the context",
    ],
  },
  {
    why:
      "Both prepare a request that nobody else knows before it is submitted, with the objects " +
      "locked: one takes references on bindings, the other collects fences to wait for. Neither " +
      "looks at what the other does.",
    mutants: [
      "swap i915_gem_do_execbuffer: take references on what is to be captured " +
        "<> await the fences of the object",
    ],
  },
  {
    why:
      "The exclusive fence of a vma is set under the lock of its object, which is held, and the " +
      "request is submitted later. Should the vma not become active, the request has one fence " +
      "more to wait for before it fails.",
    mutants: ["swap _i915_vma_move_to_active: await the bind <> acquire the activity"],
  },
  {
    why:
      "The tracked request, which cannot signal before it is submitted, keeps the vma active " +
      "either way. If it was not tracked, the second step does nothing, and the object that a " +
      "last release puts is held by the execution.",
    mutants: [
      "swap _i915_vma_move_to_active: release the activity <> add the request to the object",
    ],
  },
  {
    why:
      "Both lists are joined with vm->mutex held to the end. Whoever finds the vma on the " +
      "object's list takes that mutex before binding, unbinding or destroying it.",
    mutants: ["swap i915_vma_instance: join the VM <> join the object, unless somebody was faster"],
  },
  {
    why:
      "Nobody else knows the work or the resource yet. Where the allocation fails, the work is " +
      "committed without having been enabled, and is skipped, be the moving fence signalled or " +
      "not; where there is no work, there is no moving fence to wait for.",
    mutants: ["swap i915_vma_pin_ww: await the moving fence <> allocate the vma resource"],
  },
  {
    why:
      "A wakeref and references on fences, of which neither needs the other. Those who jump to " +
      "the first of the two have not got a moving fence yet.",
    mutants: ["swap i915_vma_pin_ww: put the wakeref <> put the moving fence"],
  },
  {
    why:
      "The work runs only once its chain is complete, when the pin commits it, and the error of " +
      "its fence is looked at then, or once it has signalled. vm->mutex is held besides.",
    mutants: ["swap i915_vma_bind: publish the bind fence <> enable the work"],
  },
  {
    why:
      "The work's own references keep what it lets go of, and nobody who waits for the fence " +
      "counts on their being gone. What has to go before the signal is the page-table stash, " +
      "which reaches into an address space that may end from then on: it is left out (K7).",
    mutants: ["swap fence_complete: release <> signal"],
  },
  {
    why:
      "Both are done under the lock of the object, which keeps its pages; node and pins are " +
      "looked at again under vm->mutex. Slots that are not used are void when the object is " +
      "unlocked, and without memory for them the caller goes the synchronous way, which gives " +
      "the same answers.",
    mutants: [
      "swap i915_vma_unbind_async: may it be unbound asynchronously? <> reserve two fence slots",
    ],
  },
  {
    why:
      "The wait is for jobs that rely on the register, not for the CPU. A job starts to rely on " +
      "it under the lock of the object, which whoever unbinds holds as well, unless the object " +
      "is dying, and nobody executes anything on it.",
    mutants: ["swap __i915_vma_evict: may the CPU reach it? <> wait for the fence register"],
  },
  {
    why:
      "With vm->mutex held, one frees the register, and the other notes from pins, bindings and " +
      "the references of the address space how to unbind. Without a register, which is where " +
      "the jump comes from, the first does nothing.",
    mutants: [
      "swap __i915_vma_evict: release the fence register <> decide whether entries need rewriting",
    ],
  },
  {
    why:
      "Two looks that save work or keep vm->mutex free: __i915_vma_unbind asks both again under " +
      "the mutex. What differs is that a vma which is pinned, or not bound, is not waited for.",
    mutants: [
      "swap i915_vma_unbind: wait until the vma is idle, before the mutex " +
        "<> is there anything to unbind?",
    ],
  },
  {
    why:
      "A vma becomes active, or is pinned, under the lock of its object. Whoever comes here " +
      "holds that too, or destroys a vma of an object or an address space that nobody can " +
      "execute in any more, so that what the wait has found holds after the look. What is " +
      "unbound or pinned may be waited for in vain.",
    mutants: ["swap __i915_vma_unbind: is there anything to unbind? <> wait until the vma is idle"],
  },
  {
    why:
      "Whoever unbinds holds vm->mutex, the reference of the vma, which is not put before the " +
      "chain is committed, and a wakeref if one is needed: the three are one to everybody else.",
    mutants: [
      "swap i915_vma_resource_unbind: keep the device awake " +
        "<> unbind at once, or join the tree of pending unbinds",
    ],
  },
  {
    why:
      "What is due is noted before the fence signals either way, and whoever takes the pages " +
      "away waits for that, but for a move, which misses the note in either order (F7). In the " +
      "kernel it is a sequence number, which must not be older than the cleared entries; here it " +
      "is a flag (driver.md 15), and what is due is done whatever happened before.",
    mutants: [
      "swap i915_vma_resource_unbind_work: clear the page-table entries " +
        "<> note that the TLBs have to be invalidated",
    ],
  },
  {
    why:
      "The section is an account of what may not be done before the signal, which comes behind " +
      "both. A note takes no lock and no memory. One that is not due, which the jump to the end " +
      "now makes as well, leads to an invalidation too many.",
    mutants: [
      "swap i915_vma_resource_unbind_work: note that the TLBs have to be invalidated " +
        "<> end signalling",
    ],
  },
  {
    why:
      "Whoever unbinds asynchronously holds a reference on the address space, so that the tree " +
      "has got all its members before the release begins. The destruction of vmas adds none: it " +
      "unbinds synchronously, with nothing left to wait for, at once.",
    mutants: ["swap __i915_vm_release: destroy the vmas <> wait for all unbinds"],
  },
];
