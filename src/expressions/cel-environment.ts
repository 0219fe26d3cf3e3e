import { Environment } from "@marcbachmann/cel-js";

/** Generous for a rule with a long list, small enough that no expression can exhaust the stack. */
const limits = {
  maxAstNodes: 4000,
  maxDepth: 60,
  maxListElements: 2000,
  maxMapEntries: 1000,
  maxCallArguments: 8,
};

/**
 * The language with these variables. All of them are `dyn`: numbers out of data are doubles and
 * number literals are integers, so the language's missing operators between the two are added.
 */
export function celEnvironment(roots: readonly string[]): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits });
  for (const [left, right] of [
    ["double", "int"],
    ["int", "double"],
  ]) {
    const between = (operator: string): string => `${left} ${operator} ${right}: double`;
    environment
      .registerOperator(
        between("+"),
        (a: number | bigint, b: number | bigint) => Number(a) + Number(b),
      )
      .registerOperator(
        between("-"),
        (a: number | bigint, b: number | bigint) => Number(a) - Number(b),
      )
      .registerOperator(
        between("*"),
        (a: number | bigint, b: number | bigint) => Number(a) * Number(b),
      )
      .registerOperator(
        between("/"),
        (a: number | bigint, b: number | bigint) => Number(a) / Number(b),
      )
      .registerOperator(
        between("%"),
        (a: number | bigint, b: number | bigint) => Number(a) % Number(b),
      );
  }
  environment.registerOperator("double % double: double", (a: number, b: number) => a % b);
  environment.registerOperator("double == int", (a: number, b: bigint) => Number(a) === Number(b));
  for (const root of roots) environment.registerVariable(root, "dyn");
  return environment;
}

/** Names of all functions that expressions may call; macros among them. */
export function functionNames(environment: Environment): ReadonlySet<string> {
  return new Set(environment.getDefinitions().functions.map(({ name }) => name));
}
