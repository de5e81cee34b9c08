/** Which policy of the drm shmem helper a scenario is about (driver.md 9). */
import type { DriverState } from "../model/state.ts";

/** Whether sg-tables are made of pinned pages only; false as well where there is no such driver. */
export const needsPins = ({ shmemDrivers }: DriverState): boolean =>
  shmemDrivers.some((each) => each?.needsPins === true);
