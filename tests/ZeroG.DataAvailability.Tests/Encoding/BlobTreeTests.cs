using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class BlobTreeTests
{
    private static readonly VectorForm Form = new(
        "da", "merkle_small.json", ("cases", "log_row log_col element_rule data_sha256? coset_roots row_roots? storage_root proofs?"))
    {
        Facts = VectorInput.Facts,
    };

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Category", "Vectors")]
    public void Build_MatricesOfAllKinds_AreEqualToTheVectors(string name)
    {
        JsonElement vector = Form[name];
        MatrixShape shape = vector.Shape();
        Fr[] cells = Elements(vector.Text("element_rule"), shape.EncodedCells);
        if (vector.TryGetProperty("data_sha256", out JsonElement digest))
        {
            Assert.Equal(digest.GetString(), Convert.ToHexStringLower(SHA256.HashData(Bytes(cells))));
        }

        BlobTree tree = BlobTree.Build(shape, cells, TwoThreads);

        Assert.Equal(vector.GetProperty("coset_roots").Hashes(), tree.CosetRoots);
        Assert.Equal(vector.Hash("storage_root"), tree.DataRoot);
        if (vector.TryGetProperty("row_roots", out JsonElement rowRoots))
        {
            Assert.Equal(rowRoots.Hashes(), Enumerable.Range(0, shape.EncodedRows).Select(tree.RowRoot));
        }

        if (vector.TryGetProperty("proofs", out JsonElement proofs))
        {
            foreach (JsonProperty proof in proofs.EnumerateObject())
            {
                int row = int.Parse(proof.Name);
                Assert.Equal(proof.Value.Hashes().SelectMany(hash => hash.ToArray()), tree.Proof(row).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(4, 4)]
    public void DataRoot_AnyMatrix_IsTheFileRootOfItsBytes(int logRows, int logColumns)
    {
        MatrixShape shape = new(logRows, logColumns);
        Fr[] cells = RandomCells.Of(shape.EncodedCells, seed: logRows);
        byte[] leaves = new byte[shape.EncodedSize / 8];
        Keccak256.HashMany(Bytes(cells), 256, leaves);

        BlobTree tree = BlobTree.Build(shape, cells, TwoThreads);

        Assert.Equal(new Hash256(KeccakMerkleTree.FromLeaves(leaves).Root), tree.DataRoot);
        for (int row = 0; row < shape.EncodedRows; row++)
        {
            Assert.Equal(tree.RowRoot(row), BlobTree.RowRoot(shape, cells.AsSpan(row * shape.Columns, shape.Columns)));
            Hash256[] proof = [.. tree.Proof(row).ToArray().Chunk(32).Select(hash => new Hash256(hash))];
            Assert.Equal(tree.CosetRoots[row / shape.Rows], BlobTree.RootOf(proof, row, tree.RowRoot(row)));
        }
    }

    [Fact]
    public void Build_RowsShorterThanALeaf_AreRefused() =>
        Assert.Throws<ArgumentException>(() => BlobTree.Build(new MatrixShape(2, 2), new Fr[48], TwoThreads));

    [Fact]
    public void Build_AnotherCountOfCells_IsRefused() =>
        Assert.Throws<ArgumentException>(() => BlobTree.Build(new MatrixShape(2, 3), new Fr[95], TwoThreads));

    /// <summary>
    /// Reads a rule: <c>all zero</c>, or one such as <c>element k (row-major) = int(SHA-256("prefix/k")) mod r, 32 bytes little-endian</c>.
    /// </summary>
    private static Fr[] Elements(string rule, int count)
    {
        if (rule == "all zero")
        {
            return new Fr[count];
        }

        string prefix = rule.Split('"')[1];
        Assert.EndsWith("/k", prefix);
        return
        [
            .. Enumerable.Range(0, count).Select(
                k => Fr.FromBigEndianReduced(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(prefix[..^1] + k)))),
        ];
    }

    private static byte[] Bytes(Fr[] cells)
    {
        byte[] bytes = new byte[cells.Length * 32];
        for (int k = 0; k < cells.Length; k++)
        {
            cells[k].Write(bytes.AsSpan(k * 32));
        }

        return bytes;
    }
}
