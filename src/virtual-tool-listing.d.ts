/** Made by scripts/build.mjs out of src/tools/index.ts. */
declare module "virtual:tool-listing" {
  export const listing: import("./tool-listing.ts").ListedTool[];
}
