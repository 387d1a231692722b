using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Merkle;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Merkle;

[Trait("Category", "Vectors")]
public class MerkleTreeVectorTests
{
    private static readonly VectorForm Form = new(
        "storage",
        "merkle_trees*.json",
        ("trees", "leafCount leafContents root proofs"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Cases => Form.Rows("trees");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Proof_TreeOfTheOfficialSdk_IsEqualAndHoldsAtItsPositionOnly(string name)
    {
        JsonElement vector = Form[name];
        Hash256[] leaves =
            [.. vector.GetProperty("leafContents").EnumerateArray().Select(leaf => Hash256.Keccak(Hex.ParseBytes(leaf.GetString()!)))];
        Assert.Equal(vector.Number("leafCount"), leaves.Length);

        KeccakMerkleTree tree = KeccakMerkleTree.FromLeaves(leaves.SelectMany(leaf => leaf.ToArray()).ToArray());

        Assert.Equal(vector.Hash("root"), new Hash256(tree.Root));
        Assert.Equal(leaves.Length, vector.GetProperty("proofs").GetArrayLength());
        foreach (JsonElement expected in vector.GetProperty("proofs").EnumerateArray())
        {
            VectorInput.KnowsMembers(expected, "position", "lemma", "path");
            int position = expected.GetProperty("position").GetInt32();
            FileProof proof = WireText.Read(expected.GetRawText(), FileProof.Read);
            Assert.Equal(expected.GetProperty("path").EnumerateArray().Select(step => step.GetBoolean()), tree.Proof(position).Path);
            Assert.Equal(new Hash256(tree.Root), new Hash256(tree.Proof(position).ComputeRoot(leaves[position].Bytes)));
            Assert.Null(proof.FindFault(vector.Hash("root"), leaves[position], position, leaves.Length));
            Assert.Equal(FileProofFault.Position, proof.FindFault(vector.Hash("root"), leaves[position], position + 1, leaves.Length));
        }
    }
}
