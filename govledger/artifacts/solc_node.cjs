// The Solidity compiler of the npm package `solc`, behind the part of solc's own command line that py-solc-x,
// ape and forge use: `--standard-json`, with `--base-path DIR` and `--include-path DIR` for imports.
// usage: node solc_node.cjs PACKAGE_FOLDER [options] [-]      standard JSON on stdin, answer on stdout
"use strict";

const fs = require("fs");
const path = require("path");

const [packageFolder, ...options] = process.argv.slice(2);
const roots = [];
let standardJson = false;

for (let i = 0; i < options.length; i++) {
  const option = options[i];
  if (option === "--standard-json") standardJson = true;
  else if (option === "--base-path") roots.unshift(path.resolve(options[++i]));
  else if (option === "--include-path") roots.push(path.resolve(options[++i]));
  else if (option === "--allow-paths") i++;
  else if (option !== "-") {
    console.error(`solc from npm answers --version and --standard-json only, not ${option}`);
    process.exit(1);
  }
}
if (!standardJson) {
  console.error("solc from npm answers --version and --standard-json only");
  process.exit(1);
}
if (roots.length === 0) roots.push(process.cwd());

// Imports are read below the given folders and from nowhere else.
function readImport(name) {
  for (const root of roots) {
    const file = path.resolve(root, name);
    if (!file.startsWith(root + path.sep)) continue;
    if (fs.existsSync(file)) return { contents: fs.readFileSync(file, "utf8") };
  }
  return { error: `File not found below ${roots.join(" or ")}: ${name}` };
}

const solc = require(packageFolder);
const answer = solc.compile(fs.readFileSync(0, "utf8"), { import: readImport });
process.stdout.write(answer);
