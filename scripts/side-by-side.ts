// Runs the named scripts of package.json at the same time, and fails where one of them does.
// What one said is printed as a whole once it has ended, so that no lines mix.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

async function hasPassed(script: string): Promise<boolean> {
  const child = spawn("npm", ["run", script], { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  console.log(stdout + stderr);
  return code === 0;
}

const passed = await Promise.all(process.argv.slice(2).map(hasPassed));
if (passed.length === 0 || passed.includes(false)) process.exitCode = 1;
