import type { PreflightCheck } from "./preflight.ts";

/** Is every image present, built from source, or to be had from its registry? */
export const images: PreflightCheck = {
  id: "images",
  judge: ({ absentImages, snapshot }) => {
    if (!snapshot.engine.answers) return { status: "skip", message: "no engine to ask" };
    const lost = absentImages.filter((one) => one.answer !== "pullable");
    if (lost.length === 0) return { status: "pass", message: absentImages.length > 0 ? `${absentImages.length} images to pull` : "images present or built here" };
    const message = lost.map((one) => `The image ${one.image} (${one.service}) is not here, and its registry ${one.answer === "not found" ? "does not have it" : one.answer === "denied" ? "does not give it to this user" : "cannot be reached"}.`).join(" ");
    const fix = lost.some((one) => one.answer === "denied") ? "Log in with `docker login`, or mend the image's name." : lost.some((one) => one.answer === "not found") ? "Mend the image's name or tag." : "Check the network, or name an image that is here (`docker images`).";
    const [first] = lost;
    return {
      status: "fail",
      message,
      fix,
      problem: {
        code: "image-missing",
        ...(first ? { service: first.service } : {}),
        cause: message,
        confidence: "proven",
        evidence: lost.map((one) => ({ source: `docker manifest inspect ${one.image}`, excerpt: one.message })),
        fix: { summary: fix },
      },
    };
  },
};
