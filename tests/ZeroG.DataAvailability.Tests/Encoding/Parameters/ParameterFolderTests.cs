using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>Folders of parameters, from the view of those who load them.</summary>
public sealed class ParameterFolderTests : IDisposable
{
    private const string Label = "folders";

    private static readonly MatrixShape Shape = new(2, 3);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string SetPath => _folder[ParameterFileName.Set(Shape, development: true)];

    [Fact]
    public async Task LoadAsync_WrittenFolder_HoldsThePointsOfTheLabel()
    {
        IReadOnlyList<string> paths = await DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, cancellationToken: Cancel);

        Assert.Equal(["development.json", "zerog-da-development-02-05.bin"], paths.Select(path => Path.GetFileName(path)!));
        Assert.All(paths, path => Assert.True(File.Exists(path)));
        using EncoderParameters loaded = await EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel);
        AssertSame(loaded);
        Assert.Equal(Label, loaded.Label);
        using JsonDocument mark = JsonDocument.Parse(await File.ReadAllBytesAsync(paths[0], Cancel));
        Assert.True(mark.RootElement.GetProperty("development").GetBoolean());
        Assert.Equal(Label, mark.RootElement.GetProperty("label").GetString());
        Assert.StartsWith("UNSAFE", mark.RootElement.GetProperty("warning").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amt-prove*-mont-*")]
    [InlineData("amt-prove-coset?-5*")]
    [InlineData("power-tau-mont-*")]
    [InlineData("power-tau-5*")]
    public async Task LoadAsync_OfficialFilesAlone_DerivesTheSamePointsOnceAndKeepsThem(string pattern)
    {
        await WriteOfficialAsync(pattern);
        List<ParameterProgress> reports = [];
        using (EncoderParameters derived = await EncoderParameters.LoadAsync(
            _folder.Path, Shape, new ListProgress<ParameterProgress>(reports), Cancel))
        {
            AssertSame(derived);
            Assert.False(derived.IsDevelopment);
        }

        Assert.NotEmpty(reports);
        DateTime written = File.GetLastWriteTimeUtc(_folder["zerog-da-02-05.bin"]);
        using EncoderParameters again = await EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel);
        AssertSame(again);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder["zerog-da-02-05.bin"]));
    }

    [Fact]
    public async Task LoadAsync_MarkedOfficialFiles_AreForDevelopment()
    {
        await DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, officialFiles: true, cancellationToken: Cancel);
        File.Delete(SetPath);

        using (VerifierParameters verifier = await VerifierParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel))
        {
            Assert.Equal(Label, verifier.Label);
            Assert.False(File.Exists(SetPath));
        }

        using EncoderParameters encoder = await EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel);
        Assert.Equal(Label, encoder.Label);
        Assert.True(File.Exists(SetPath));
    }

    [Fact]
    public async Task VerifierLoadAsync_VerifyFilesAlone_AreEnough()
    {
        await WriteOfficialAsync("amt-verify-*");
        using VerifierParameters verifier = await VerifierParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel);

        AssertSame(verifier);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));
        Assert.Equal("ZgParameterNotFound", failure.ErrorId);
        Assert.Contains("Verify files alone are enough to verify, not to encode", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifierLoadAsync_FilesOfTwoTaus_AreRefused()
    {
        await WriteOfficialAsync("amt-verify-*");
        await VerifyFile.WriteAsync(
            _folder[ParameterFileName.Verify(Shape, 2)], new KnownTau(Shape, "another"), 2, overwrite: true, new ParameterWork());

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => VerifierParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));
        Assert.Contains("same tau", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_NoFolderOrNoFiles_SaysWhatIsThere()
    {
        ZeroGException none = await Assert.ThrowsAsync<ZeroGException>(
            () => EncoderParameters.LoadAsync(_folder["missing"], Shape, cancellationToken: Cancel));
        ZeroGException empty = await Assert.ThrowsAsync<ZeroGException>(
            () => EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));
        await DevelopmentParameters.WriteAsync(_folder.Path, new MatrixShape(1, 1), Label, cancellationToken: Cancel);
        ZeroGException other = await Assert.ThrowsAsync<ZeroGException>(
            () => EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));

        Assert.Equal(("ZgParameterNotFound", "ZgParameterNotFound", "ZgParameterNotFound"), (none.ErrorId, empty.ErrorId, other.ErrorId));
        Assert.Contains("no parameter file at all", empty.Message, StringComparison.Ordinal);
        Assert.Contains("It holds zerog-da-development-01-02.bin", other.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, "header")]
    [InlineData(4096 + 200, "vanishes")]
    [InlineData(8192 + 2500, "basis of coset 0")]
    [InlineData(8192 + (2 * 4096) + 1, "basis of coset 2")]
    [InlineData(8192 + (4 * 4096) + 1, "high powers")]
    [InlineData(8192 + (5 * 4096) + 33, "vanishes")]
    public async Task LoadAsync_AlteredFile_NamesTheSection(int offset, string section)
    {
        await DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, cancellationToken: Cancel);
        byte[] bytes = await File.ReadAllBytesAsync(SetPath, Cancel);
        bytes[offset] ^= 0x10;
        await File.WriteAllBytesAsync(SetPath, bytes, Cancel);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));

        Assert.Equal("ZgParameterAltered", failure.ErrorId);
        Assert.Contains($"its {section} does not have the checksum", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_TruncatedOrForeignFile_IsRefused()
    {
        await DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, cancellationToken: Cancel);
        byte[] bytes = await File.ReadAllBytesAsync(SetPath, Cancel);
        foreach ((byte[] damaged, string id) in new[]
        {
            (bytes[..^1], "ZgParameterInvalid"), (bytes[..100], "ZgParameterInvalid"), ([], "ZgParameterInvalid"),
            ([.. "another kind of file"u8, .. bytes], "ZgParameterInvalid"), ([.. bytes[..8], 2, .. bytes[9..]], "ZgParameterInvalid"),
            ([.. bytes[..12], 3, 2, .. bytes[14..]], "ZgParameterShape"),
        })
        {
            await File.WriteAllBytesAsync(SetPath, damaged, Cancel);
            ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
                () => EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));
            Assert.Equal(id, failure.ErrorId);
        }
    }

    [Fact]
    public async Task LoadAsync_ManyAtOnce_ShareOneMappingThatGoesWithTheLast()
    {
        await DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, cancellationToken: Cancel);
        EncoderParameters[] loaded = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(() => EncoderParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel), Cancel)));

        Assert.All(loaded, each => Assert.True(each.TauPowers.Span == loaded[0].TauPowers.Span));
        foreach (EncoderParameters each in loaded.Skip(1))
        {
            each.Dispose();
            each.Dispose();
        }

        Assert.Equal(G1Affine.Generator, loaded[0].TauPowers.Span[0]);
        loaded[0].Dispose();
        Assert.Throws<ObjectDisposedException>(() => loaded[0].TauPowers.Span[0]);
    }

    [Fact]
    public async Task WriteAsync_WhereOthersAre_IsRefused()
    {
        await WriteOfficialAsync("amt-verify-*");
        ZeroGException real = await Assert.ThrowsAsync<ZeroGException>(
            () => DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, overwrite: true, cancellationToken: Cancel));
        string own = _folder["own"];
        Directory.CreateDirectory(own);
        await File.WriteAllTextAsync(Path.Combine(own, "zerog-da-10-20.bin"), "real", Cancel);
        ZeroGException ownReal = await Assert.ThrowsAsync<ZeroGException>(
            () => DevelopmentParameters.WriteAsync(own, Shape, Label, overwrite: true, cancellationToken: Cancel));
        Assert.Equal("ZgParameterMixed", ownReal.ErrorId);
        string other = _folder["other"];
        await DevelopmentParameters.WriteAsync(other, Shape, "one label", cancellationToken: Cancel);
        ZeroGException mixed = await Assert.ThrowsAsync<ZeroGException>(
            () => DevelopmentParameters.WriteAsync(other, Shape, "another label", overwrite: true, cancellationToken: Cancel));
        ZeroGException exists = await Assert.ThrowsAsync<ZeroGException>(
            () => DevelopmentParameters.WriteAsync(other, Shape, "one label", cancellationToken: Cancel));

        Assert.Equal(("ZgParameterMixed", "ZgParameterMixed", "ZgTargetExists"), (real.ErrorId, mixed.ErrorId, exists.ErrorId));
        Assert.Contains("'one label'", mixed.Message, StringComparison.Ordinal);
        await DevelopmentParameters.WriteAsync(other, Shape, "one label", overwrite: true, cancellationToken: Cancel);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"label\": 7}")]
    public async Task LoadAsync_BrokenMark_IsNotTakenForNone(string mark)
    {
        await WriteOfficialAsync("amt-verify-*");
        await File.WriteAllTextAsync(_folder["development.json"], mark, Cancel);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => VerifierParameters.LoadAsync(_folder.Path, Shape, cancellationToken: Cancel));
        Assert.Equal("ZgParameterInvalid", failure.ErrorId);
    }

    [Fact]
    public async Task DevelopmentLoadAsync_KeepsItsFileForTheUser()
    {
        string label = $"user's folder {Guid.NewGuid()}";
        EncoderParameters[] loaded = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => DevelopmentParameters.LoadAsync(Shape, label, cancellationToken: Cancel)));
        Assert.All(loaded, each => Assert.Equal(label, each.Label));
        Array.ForEach(loaded, each => each.Dispose());

        Assert.Contains(
            Directory.GetDirectories(Path.Combine(UserFolder.Path, "da-parameters")),
            folder => folder.Contains("development", StringComparison.Ordinal));
        List<ParameterProgress> reports = [];
        using EncoderParameters again = await DevelopmentParameters.LoadAsync(
            Shape, label, new ListProgress<ParameterProgress>(reports), Cancel);
        Assert.Empty(reports);
    }

    private static void AssertSame(EncoderParameters actual)
    {
        using EncoderParameters expected = DevelopmentParameters.Create(Shape, Label);
        Assert.Equal(expected.TauPowers.ToArray(), actual.TauPowers.ToArray());
        Assert.Equal(expected.HighPowers.ToArray(), actual.HighPowers.ToArray());
        AssertSame(actual.Verifier);
    }

    private static void AssertSame(VerifierParameters actual)
    {
        using EncoderParameters expected = DevelopmentParameters.Create(Shape, Label);
        Assert.Equal((expected.Shape, expected.HighG2), (actual.Shape, actual.HighG2));
        for (int coset = 0; coset < 3; coset++)
        {
            Assert.Equal(expected.RowBasis(coset).ToArray(), actual.Basis(coset).ToArray());
            Assert.Equal(expected.Vanishes(coset, 1).ToArray(), actual.Vanishes(coset, 1).ToArray());
            Assert.Equal(expected.Vanishes(coset, 2).ToArray(), actual.Vanishes(coset, 2).ToArray());
        }
    }

    // Official files of a known tau without the mark, as if they were real.
    private async Task WriteOfficialAsync(string pattern)
    {
        string all = _folder["all"];
        Directory.CreateDirectory(all);
        await OfficialFileSet.WriteAsync(all, new KnownTau(Shape, Label), overwrite: true, new ParameterWork(cancellationToken: Cancel));
        foreach (string path in Directory.GetFiles(all, pattern))
        {
            File.Move(path, _folder[Path.GetFileName(path)]);
        }
    }
}
