using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Compute.Tests.FineTuning.Delivery;

/// <summary>What the chain says of a model, in the forms of new and old providers, and whether a file is that model.</summary>
public sealed class ModelHashTests
{
    private static readonly Guid Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57");
    private static readonly byte[] Model = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 13))];

    [Fact]
    public void Thirty_two_bytes_are_the_hash() =>
        Assert.Equal([Hash256.Keccak(Model)], ModelHash.Read(Hash256.Keccak(Model).Bytes, Id).Parts);

    [Fact]
    public void Old_providers_wrote_text()
    {
        Hash256 first = Hash256.Keccak([1]);
        Hash256 second = Hash256.Keccak([2]);
        Assert.Equal([first], ModelHash.Read(Encoding.ASCII.GetBytes($"{first}"), Id).Parts);
        Assert.Equal([first, second], ModelHash.Read(Encoding.ASCII.GetBytes($"{first},{second}"), Id).Parts);
        Assert.Equal($"{first},{second}", ModelHash.Read(Encoding.ASCII.GetBytes($"{first},{second}"), Id).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0x12")]
    [InlineData("no hash at all, but longer than thirty-two bytes")]
    [InlineData("0x1111111111111111111111111111111111111111111111111111111111111111,")]
    public void Anything_else_names_no_file(string text)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => ModelHash.Read(Encoding.ASCII.GetBytes(text), Id));
        Assert.Equal("ZgModelHashInvalid", failure.ErrorId);
    }

    [Fact]
    public async Task A_file_matches_by_its_storage_root_or_by_its_hash()
    {
        using FileSource file = FileSource.FromBytes(Model);
        Hash256 root = (await FileTree.BuildAsync(file, cancellationToken: Cancelled)).Root;
        Assert.Equal(ModelHashKind.StorageRoot, await MatchAsync(root, file));
        Assert.Equal(ModelHashKind.Keccak, await MatchAsync(Hash256.Keccak(Model), file));
        Assert.Equal(ModelHashKind.None, await MatchAsync(Hash256.Keccak(Model.AsSpan(1)), file));
    }

    [Fact]
    public async Task Several_roots_are_no_model_of_one_fragment()
    {
        using FileSource file = FileSource.FromBytes(Model);
        Hash256 root = (await FileTree.BuildAsync(file, cancellationToken: Cancelled)).Root;
        ModelHash hash = ModelHash.Read(Encoding.ASCII.GetBytes($"{root},{root}"), Id);
        Assert.Equal(ModelHashKind.None, await hash.MatchAsync(file, null, Cancelled));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Task<ModelHashKind> MatchAsync(Hash256 hash, FileSource file) =>
        ModelHash.Read(hash.Bytes, Id).MatchAsync(file, null, Cancelled);
}
