import type { Classification } from "../../core/advice.ts";
import { userText } from "../../core/model-request.ts";
import { createNeighbourIndex, type Neighbour } from "../neighbour-index.ts";
import type { Classifier, ClassifierOf, ClassifierSetup } from "./classifier.ts";

/**
 * A neighbour that is no nearer than this speaks for its intent with little; one that is missing
 * speaks against every intent with as much. Texts on one matter mostly share more.
 */
const FAR = 0.15;

interface Vote {
  readonly intent: string;
  readonly weight: number;
}

/**
 * The intent that the nearest reference prompts have, each speaking with its similarity. The
 * confidence is the winner's share of what all of the nearest say, those that are far off counted
 * as if they were `FAR` and of another mind: an order of how sure it is, not a probability.
 */
export function neighbours(
  { prompts, neighbours: asked }: ClassifierOf<"neighbours">,
  { overhead }: ClassifierSetup,
): Classifier {
  const index = createNeighbourIndex(prompts);
  const most = Math.min(asked, prompts.length);
  const none: Classification = {
    label: undefined,
    confidence: 0,
    by: "neighbours",
    because: "no reference prompt shares a word with it",
    ...overhead,
  };
  return {
    known: [none],
    classify(view) {
      const nearest = index.nearest(userText(view.request), most);
      const winner = winnerOf(nearest);
      if (winner === undefined) return none;
      const { intent, weight } = winner;
      const agreeing = nearest.filter(({ prompt }) => prompt.intent === intent).length;
      const similarity = (nearest[0]?.similarity ?? 0).toFixed(2);
      return {
        label: intent,
        confidence: weight / totalOf(nearest, most),
        by: "neighbours",
        because: `${agreeing} of the ${most} nearest prompts, the nearest at ${similarity}`,
        ...overhead,
      };
    },
  };
}

/** Of intents with the same weight the one whose prompt is nearest. */
function winnerOf(nearest: readonly Neighbour[]): Vote | undefined {
  let winner: Vote | undefined;
  for (const [intent, group] of Map.groupBy(nearest, ({ prompt }) => prompt.intent)) {
    const weight = group.reduce((sum, { similarity }) => sum + similarity, 0);
    if (winner === undefined || weight > winner.weight) winner = { intent, weight };
  }
  return winner;
}

function totalOf(nearest: readonly Neighbour[], most: number): number {
  const said = nearest.reduce((sum, { similarity }) => sum + Math.max(similarity, FAR), 0);
  return said + (most - nearest.length) * FAR;
}
