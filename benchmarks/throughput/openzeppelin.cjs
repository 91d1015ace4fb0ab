// The trees that OpenZeppelin's JavaScript library makes of leaves (32 bytes each, on standard input), so many in a tree.
// Printed as JSON: every tree's root, SHA-256 over all nodes of all trees, the proofs of the leaves that were asked for.
const { SimpleMerkleTree } = require("@openzeppelin/merkle-tree");
const { createHash } = require("crypto");

const { size, asked } = JSON.parse(process.argv[2]);
const given = require("fs").readFileSync(0);
const roots = [];
const proofs = [];
const nodes = createHash("sha256");
for (let first = 0; first < given.length / 32; first += size) {
  const leaves = [];
  for (let at = 32 * first; at < Math.min(given.length, 32 * (first + size)); at += 32) leaves.push(given.subarray(at, at + 32));
  const tree = SimpleMerkleTree.of(leaves, { sortLeaves: false });
  roots.push(tree.root);
  for (const node of tree.dump().tree) nodes.update(node.slice(2), "hex");
  for (const index of asked) if (first <= index && index < first + size) proofs.push(tree.getProof(index - first));
}
process.stdout.write(JSON.stringify({ roots, nodes: nodes.digest("hex"), proofs }));
