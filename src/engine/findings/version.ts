/** Of Intrinsic, as package.json has it (a test compares): reports say by which they were made. */
export const VERSION = "0.7.0";
