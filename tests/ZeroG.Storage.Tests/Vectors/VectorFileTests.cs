using System.IO.Enumeration;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Vectors;

public class VectorFileTests
{
    private static readonly Dictionary<string, string> Claims = new()
    {
        ["file_roots*.json"] = nameof(Merkle.FileRootVectorTests),
        ["segments*.json"] = nameof(Merkle.SegmentVectorTests),
        ["merkle_trees*.json"] = nameof(Merkle.MerkleTreeVectorTests),
        ["submissions*.json"] = nameof(Submissions.SubmissionVectorTests),
        ["encryption*.json"] = nameof(Encryption.EncryptionVectorTests),
        ["shard_selection*.json"] = nameof(Selection.ShardSelectionVectorTests),
    };

    // Known answers for parts of the network that the module does not cover yet; the change that brings the part claims its file.
    private static readonly Dictionary<string, string> Later = new()
    {
        ["kv_stream_data*.json"] = "key-value streams",
        ["eip712*.json"] = "signed requests of hot storage",
    };

    [Fact]
    [Trait("Category", "Vectors")]
    public void VectorFolder_EveryFile_IsClaimedOrWaitsForItsPart()
    {
        foreach (string file in VectorFiles.In("storage").Select(path => Path.GetFileName(path)))
        {
            Assert.Single(Claims.Keys.Concat(Later.Keys), pattern => FileSystemName.MatchesSimpleExpression(pattern, file));
        }

        Assert.Empty(Claims.Keys.Intersect(Later.Keys));
    }
}
