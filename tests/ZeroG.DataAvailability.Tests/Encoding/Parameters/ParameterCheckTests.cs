using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Checks;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>Each check passes for right parameters and fails for the parameters that it is there for.</summary>
public sealed class ParameterCheckTests : IDisposable
{
    private const string Label = "checks";

    private static readonly MatrixShape Shape = new(3, 2);
    private static readonly KnownTau Source = new(Shape, Label);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public async Task RunAsync_RightFiles_PassEveryCheck(int logRows, int logColumns)
    {
        MatrixShape shape = new(logRows, logColumns);
        await DevelopmentParameters.WriteAsync(_folder.Path, shape, Label, officialFiles: true, cancellationToken: Cancel);
        List<ParameterCheckResult> results = await RunAsync(shape);

        Assert.All(results, result => Assert.True(result.Passed, result.ToString()));
        Assert.Equal(Directory.GetFiles(_folder.Path, "*.bin").Order(), results.Select(result => result.Target).Distinct().Order());
        Assert.Equal(
            ["File", "Basis", "Tau", "Vanishes", "Powers", "HighPowers", .. shape.Columns >= 8 ? ["Encoding"] : (string[])[]],
            NamesOf(results, ParameterFileName.Set(shape, development: true)));
        Assert.Equal(["File", "Powers", "Tau"], NamesOf(results, ParameterFileName.PowersOfTau(shape)));
        Assert.Equal(["File", "Basis", "Tau", "Vanishes"], NamesOf(results, ParameterFileName.Verify(shape, 1)));
        Assert.Equal(["File", "Basis", "Tau", "Vanishes", "Quotients", "HighBasis"], NamesOf(results, ParameterFileName.Prove(shape, 2)));
        Assert.All(
            results.Where(result => result.Name == "Tau"),
            tau => Assert.Contains("for development only", tau.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("basis 1", "Basis")]
    [InlineData("powers", "Powers")]
    [InlineData("high powers", "HighPowers")]
    public async Task RunAsync_OtherPointInTheSet_FailsItsCheck(string array, string check)
    {
        await WriteSetAsync(new TamperedSource(Source, array, points => points.Span[5] = points.Span[6]));

        Assert.Contains(check, await FailuresAsync());
    }

    [Fact]
    public async Task RunAsync_PointsThatChangedPlaces_DoNotPassForATau()
    {
        await WriteSetAsync(
            new TamperedSource(Source, "basis 2", points => (points.Span[1], points.Span[2]) = (points.Span[2], points.Span[1])));

        string[] failures = await FailuresAsync();
        Assert.Contains("Tau", failures);
        Assert.DoesNotContain("Basis", failures);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 2)]
    [InlineData(13, 3)]
    public async Task RunAsync_OtherVanish_IsFoundInItsDepth(int index, int depth)
    {
        await WriteSetAsync(new TamperedSource(Source) { ChangeVanishes = points => points.Span[index] = points.Span[(index + 1) % 14] });

        ParameterCheckResult vanishes = Assert.Single(await RunAsync(Shape), result => !result.Passed);
        Assert.Equal("Vanishes", vanishes.Name);
        Assert.Contains($"in coset 0: the vanishes of depth {(index < 2 ? 1 : depth)}", vanishes.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OtherHighPower_Fails()
    {
        await WriteSetAsync(new TamperedSource(Source) { OtherHighG2 = G2Affine.Generator.Multiply(Fr.FromUInt64(7)).ToAffine() });

        Assert.Equal(["HighPowers"], await FailuresAsync());
    }

    [Theory]
    [InlineData("quotients 1", "Quotients", "depth 1")]
    [InlineData("quotients 3", "Quotients", "depth 3")]
    [InlineData("high basis 0", "HighBasis", "")]
    [InlineData("basis 0", "Basis", "")]
    public async Task RunAsync_OtherPointInAProveFile_FailsItsCheck(string array, string check, string words)
    {
        TamperedSource source = new(Source, array, points => points.Span[9] = points.Span[10]);
        await ProveFile.WriteAsync(
            _folder[ParameterFileName.Prove(Shape, 0)], source, 0, montgomery: true, overwrite: false,
            new ParameterWork(cancellationToken: Cancel));

        List<ParameterCheckResult> results = await RunAsync(Shape);
        Assert.Contains(
            results, result => !result.Passed && result.Name == check && result.Detail.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_FilesOfTwoTaus_AreToldApart()
    {
        ParameterWork work = new(cancellationToken: Cancel);
        await VerifyFile.WriteAsync(_folder[ParameterFileName.Verify(Shape, 0)], Source, 0, overwrite: false, work);
        await VerifyFile.WriteAsync(_folder[ParameterFileName.Verify(Shape, 1)], new KnownTau(Shape, "another"), 1, overwrite: false, work);

        ParameterCheckResult failure = Assert.Single(await RunAsync(Shape), result => !result.Passed);
        Assert.Equal(("Tau", "it is not that of amt-verify-coset0-5DWgDV-03-05.bin"), (failure.Name, failure.Detail));
    }

    [Fact]
    public async Task RunAsync_MarkOfAnotherLabel_IsNotBelieved()
    {
        await VerifyFile.WriteAsync(_folder[ParameterFileName.Verify(Shape, 0)], Source, 0, overwrite: false, new ParameterWork());
        await File.WriteAllBytesAsync(_folder[ParameterFileName.DevelopmentMark], DevelopmentMark.For("another"), Cancel);

        Assert.Contains("'another'", Assert.Single(await RunAsync(Shape), result => !result.Passed).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_BrokenFiles_FailAndTheOthersAreStillChecked()
    {
        await DevelopmentParameters.WriteAsync(_folder.Path, Shape, Label, officialFiles: true, cancellationToken: Cancel);
        await Change(ParameterFileName.Set(Shape, development: true), bytes => bytes[5000] ^= 1);
        await Change(ParameterFileName.Verify(Shape, 0), bytes => bytes[8 + (3 * 64) + 5] ^= 1);
        await Change(ParameterFileName.Prove(Shape, 1), bytes => bytes[4] = 9);
        using (FileStream file = File.OpenWrite(_folder[ParameterFileName.PowersOfTau(Shape)]))
        {
            file.SetLength(100);
        }

        ParameterCheckResult[] failures = [.. (await RunAsync(Shape)).Where(result => !result.Passed)];

        Assert.Equal(
            [
                (ParameterFileName.Set(Shape, development: true), "File"), (ParameterFileName.PowersOfTau(Shape), "File"),
                (ParameterFileName.Verify(Shape, 0), "Points"), (ParameterFileName.Prove(Shape, 1), "File"),
            ],
            failures.Select(failure => (Path.GetFileName(failure.Target), failure.Name)));
        Assert.Contains("number 3 of its basis: it is not on the curve", failures[2].Detail, StringComparison.Ordinal);

        async Task Change(string name, Action<byte[]> change)
        {
            byte[] bytes = await File.ReadAllBytesAsync(_folder[name], Cancel);
            change(bytes);
            await File.WriteAllBytesAsync(_folder[name], bytes, Cancel);
        }
    }

    [Fact]
    public async Task RunAsync_NothingToCheck_SaysSo()
    {
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => RunAsync(Shape));
        Assert.Equal("ZgParameterNotFound", failure.ErrorId);
    }

    [Fact]
    [Trait("Category", "Vectors")]
    public void OfficialDigests_AreThoseOfTheOfficialList()
    {
        using JsonDocument literals = VectorFiles.Read("da", "official_literals.json");
        JsonElement list = literals.RootElement.GetProperty("other").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == "sha256 of official parameter files").GetProperty("expected");
        Assert.Equal(
            list.EnumerateObject().Select(file => (file.Name, file.Value.GetString())),
            OfficialDigests.Names.Select(name => (name, OfficialDigests.Of(name))));
        foreach (string name in OfficialDigests.Names.Where(name => name.StartsWith("amt-", StringComparison.Ordinal)))
        {
            int coset = name[name.IndexOf("coset", StringComparison.Ordinal) + "coset".Length] - '0';
            Assert.Contains(name, (string[])[
                ParameterFileName.Prove(MatrixShape.Production, coset),
                ParameterFileName.Prove(MatrixShape.Production, coset, montgomery: false),
                ParameterFileName.Verify(MatrixShape.Production, coset)]);
        }
    }

    [Fact]
    public async Task Official_FileOfAnOfficialNameWithOtherBytes_Fails()
    {
        string path = _folder[ParameterFileName.Verify(MatrixShape.Production, 0)];
        await File.WriteAllTextAsync(path, "something else", Cancel);

        ParameterCheckResult? result = new CheckContext(MatrixShape.Production, label: null, new ParameterWork()).Official(path);
        Assert.False(result!.Passed);
        Assert.Contains("18bb6b7b", result.Detail, StringComparison.Ordinal);
        Assert.Null(new CheckContext(MatrixShape.Production, "development", new ParameterWork()).Official(path));
        Assert.Null(new CheckContext(MatrixShape.Production, label: null, new ParameterWork()).Official(_folder["other.bin"]));
    }

    private static string[] NamesOf(List<ParameterCheckResult> results, string file) =>
        [.. results.Where(result => Path.GetFileName(result.Target) == file).Select(result => result.Name)];

    private async Task<string[]> FailuresAsync() =>
        [.. (await RunAsync(Shape)).Where(result => !result.Passed).Select(result => result.Name)];

    private async Task<List<ParameterCheckResult>> RunAsync(MatrixShape shape)
    {
        List<ParameterCheckResult> results = [];
        await foreach (ParameterCheckResult result in ParameterCheck.RunAsync(_folder.Path, shape, cancellationToken: Cancel))
        {
            results.Add(result);
        }

        return results;
    }

    private Task WriteSetAsync(ParameterSource source) => ParameterSetFile.WriteAsync(
        _folder[ParameterFileName.Set(Shape, development: true)], source, overwrite: false, new ParameterWork(cancellationToken: Cancel));
}
